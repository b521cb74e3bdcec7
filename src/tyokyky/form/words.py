"""The form's words in its four ways of speaking: Finnish, Swedish, English and plain Finnish."""

from enum import StrEnum

from tyokyky.domain.codes import Code
from tyokyky.domain.instruments import Instrument, Item
from tyokyky.presentation import texts


class Language(StrEnum):
    """Ways of speaking, in the order of their links."""

    FINNISH = "fi"
    SWEDISH = "sv"
    ENGLISH = "en"
    PLAIN = "selko"

    @classmethod
    def of(cls, text: str) -> "Language":
        """The one asked for; Finnish for anything else."""
        return cls(text) if text in set(cls) else cls.FINNISH

    @property
    def tag(self) -> str:
        """Language tag for `lang` and for the catalogue."""
        return "fi" if self is Language.PLAIN else str(self)


class Words:
    """Texts of one language, for templates."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.tag = language.tag

    def __call__(self, name: str, **values: object) -> str:
        """The text of a name with its places filled; plain Finnish has its own words only where they differ.

        Raises:
            InternalError: no such text.
        """
        key = f"form.{name}"
        if self.language is Language.PLAIN and texts.has(f"form_plain.{name}"):
            key = f"form_plain.{name}"
        return texts.say(key, {place: str(value) for place, value in values.items()}, language=self.tag)

    def name_of(self, named: Code | Instrument) -> str:
        """Name of a service, unit or questionnaire; Finnish where it has none in this language."""
        return str(getattr(named, f"name_{self.tag}") or named.name_fi)

    def asked(self, item: Item) -> tuple[str, str]:
        """Text of an item and its language tag: an item without a translation is asked in Finnish, and says so."""
        own = str(getattr(item, f"text_{self.tag}"))
        return (own, self.tag) if own else (item.text_fi, "fi")
