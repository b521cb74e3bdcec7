"""One-time codes that tie an answer to a path: how they look, and the mark by which one is known without being kept."""

import hashlib
import secrets
from typing import Final

_LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32: none is taken for another when read from paper."""
_LIKENESSES: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None, "\N{NO-BREAK SPACE}": None})
_LENGTH: Final = 10
_HALF: Final = 5


def new_code() -> str:
    """A code of 50 random bits, written in two groups: `7K2MQ-X04TB`."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{letters[:_HALF]}-{letters[_HALF:]}"


def mark_of(code: str) -> str:
    """SHA-256 (64 hexadecimal characters, upper case) of a code as typed; case, spaces and hyphens do not count.

    What is kept of a code is its mark alone, so a list of marks opens nothing at the form.
    """
    plain = code.strip().upper().translate(_LIKENESSES)
    return hashlib.sha256(b"answer code\0" + plain.encode()).hexdigest().upper()
