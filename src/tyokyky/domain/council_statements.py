"""The council's own statement (kannanotto) about a release, as it waits for the steward (docs/release-format.md)."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from tyokyky.domain.errors import UserError
from tyokyky.domain.free_text import without_traces

LONGEST_STATEMENT: Final = 3_000
RELEASE_ID: Final = re.compile(r"\d{4}-\d{2}-\d{2}-\d{1,4}", re.ASCII)
LANGUAGES: Final = ("fi", "sv", "en")
_ID: Final = re.compile(r"[0-9a-f]{16}")
_SIGNS_THAT_GO: Final = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\x00-\x08\x0b-\x1f\x7f-\x9f]"
)


class StatementState(StrEnum):
    """What has become of a statement."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class CouncilStatement:
    """One statement. `written_at` is a moment in UTC, `release` the id of the release it is about."""

    id: str
    release: str
    text: str
    written_at: str
    state: StatementState = StatementState.PENDING
    language: str = "fi"

    def encoded(self) -> bytes:
        """The bytes of its file."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode() + b"\n"

    @classmethod
    def decoded(cls, content: bytes) -> Self | None:
        """The statement of a file; `None` where the file is torn or of another form."""
        try:
            entry = json.loads(content)
            made = cls(**{**entry, "state": StatementState(entry["state"])})
            datetime.fromisoformat(made.written_at)
            texts = (made.id, made.release, made.text, made.language)
            fits = all(isinstance(text, str) for text in texts) and made.language in LANGUAGES
            return made if fits and _ID.fullmatch(made.id) and RELEASE_ID.fullmatch(made.release) else None
        except (ValueError, KeyError, TypeError):
            return None


def statement_text(written: str) -> str:
    """A statement's text as it may be kept: line ends of one kind, no control characters, no space around.

    Raises:
        UserError: nothing is written, it is too long, or an identity code, e-mail address or phone number stands in it.
    """
    text = _SIGNS_THAT_GO.sub("", written.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise UserError("Kannanotto on tyhjä: kirjoita teksti ja tallenna sitten.")
    if len(text) > LONGEST_STATEMENT:
        raise UserError(f"Kannanotto on liian pitkä: lyhennä se enintään {LONGEST_STATEMENT} merkkiin.")
    if without_traces(text) != text:
        raise UserError(
            "Kannanotossa näyttää olevan henkilötunnus, sähköpostiosoite tai puhelinnumero: poista se ja tallenna"
            " sitten."
        )
    return text
