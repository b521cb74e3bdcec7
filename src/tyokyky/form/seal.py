"""Seals an answerer's progress into the page: it lives in the browser, and comes back as it was or not at all."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import asdict
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.feedback.answering import Progress

SEAL_FILE: Final = "seal.key"
_SECRET_BYTES: Final = 32


class BrokenSealError(Exception):
    """What came back is not what was sent out, or is too old."""


class Seal:
    """Signs and checks progress; the same secret after a restart, so that a form under way survives one."""

    def __init__(self, secret: bytes, longest_seconds: int) -> None:
        self._secret = secret
        self._longest_seconds = longest_seconds

    def closed(self, progress: Progress) -> str:
        """Progress as a text for a hidden field."""
        text = base64.urlsafe_b64encode(json.dumps(asdict(progress), ensure_ascii=False).encode())
        return f"{text.decode()}.{self._mark(text)}"

    def opened(self, sealed: str, now: int) -> Progress:
        """The progress of a hidden field.

        Raises:
            BrokenSealError: changed on its way, or begun longer ago than a form may take.
        """
        text, _, mark = sealed.partition(".")
        if not hmac.compare_digest(self._mark(text.encode()).encode(), mark.encode()):
            raise BrokenSealError
        progress = Progress(**json.loads(base64.urlsafe_b64decode(text)))
        if now - progress.opened_at > self._longest_seconds:
            raise BrokenSealError
        return progress

    def _mark(self, text: bytes) -> str:
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


def secret_of(folder: Path) -> bytes:
    """The queue's secret for seals, made on first use (0600). It opens nothing but half-way forms.

    Raises:
        UserError: it can not be read or made.
    """
    path = folder / SEAL_FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            draft = folder / f".{SEAL_FILE}.{secrets.token_hex(4)}"
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(secrets.token_bytes(_SECRET_BYTES))
            draft.replace(path)
        return path.read_bytes()
    except OSError:
        raise UserError("Kodin kansioon queue ei voi kirjoittaa: tarkista oikeudet ja levytila.") from None
