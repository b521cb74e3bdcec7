"""Marks by which the access log tells whose data were opened: only who holds the keys can say whose a mark is."""

import hashlib
import hmac
from typing import Final

from tyokyky.privacy.pseudonyms import KeyRing

_PURPOSE: Final = b"access log\0"
MARK_CHARACTERS: Final = 32


def mark_secret(ring: KeyRing) -> str:
    """Secret of the marks that are made now (64 hexadecimal characters), told by no mark and no pseudonym."""
    return hmac.new(ring.keys[-1].secret, _PURPOSE, hashlib.sha256).hexdigest()


def mark_of(secret: str, pseudonym: str) -> str:
    """Mark (32 hexadecimal characters) of a pseudonym; both of fixed length, so they can not run into each other."""
    return hashlib.sha256((secret + pseudonym).encode()).hexdigest()[:MARK_CHARACTERS]


def marks_of_person(ring: KeyRing, link_group: str, identifier: str) -> list[str]:
    """Every mark that a person may have in the log of a home, under earlier keys too; the newest last."""
    return [mark_of(mark_secret(then), then.pseudonyms(link_group, [identifier])[0]) for then in ring.earlier]
