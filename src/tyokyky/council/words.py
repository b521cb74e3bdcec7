"""The council's words in its four ways of speaking: plain Finnish first, then Finnish, Swedish and English."""

from datetime import date
from enum import StrEnum

from tyokyky.presentation import numbers, texts


class Language(StrEnum):
    """Ways of speaking, in the order of their links."""

    PLAIN = "selko"
    FINNISH = "fi"
    SWEDISH = "sv"
    ENGLISH = "en"

    @classmethod
    def of(cls, text: str) -> "Language":
        """The one asked for; plain Finnish for anything else."""
        return cls(text) if text in list(cls) else cls.PLAIN

    @property
    def tag(self) -> str:
        """Language tag for `lang` and for the catalogue."""
        return "fi" if self is Language.PLAIN else str(self)


class Words:
    """Texts, numbers and days of one language, for templates."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.tag = language.tag

    def __call__(self, name: str, /, **values: object) -> str:
        """The text of a name with its places filled; plain Finnish has its own words only where they differ.

        Raises:
            InternalError: no such text.
        """
        key = f"council.{name}"
        if self.language is Language.PLAIN and texts.has(f"council_plain.{name}"):
            key = f"council_plain.{name}"
        return texts.say(key, {place: str(value) for place, value in values.items()}, language=self.tag)

    def number(self, count: int) -> str:
        """`1234` → `1 234`."""
        return numbers.count_text(count, self.tag)

    def day(self, day: date) -> str:
        """`31.12.2025`."""
        return numbers.day_text(day, self.tag)
