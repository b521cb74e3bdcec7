"""What a page is put together of: words, numbers as text and pictures; nothing is worked out after this."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tyokyky.council.cells import Cell
from tyokyky.council.names import name_of
from tyokyky.council.pictures import Picture
from tyokyky.council.rates import Missing, Share
from tyokyky.council.reader import Release
from tyokyky.council.spans import Span
from tyokyky.council.words import Words

_MOST_NAMED: Final = 4
_AGES: Final = re.compile(r"\d{0,3}-\d{1,3}|\d{1,3}\+", re.ASCII)


@dataclass(frozen=True)
class Table:
    """A table as text; the first cell of a row is its heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Card:
    """One picture with its sentence: all that most readers need. `picture` is missing where there is no number."""

    title: str
    sentence: str
    picture: Picture | None = None
    note: str = ""


@dataclass(frozen=True)
class Speaker:
    """Names and counts of one release in one language."""

    words: Words
    release: Release

    def name(self, dimension: str, code: str) -> str:
        """A code's name; a group of municipalities that has none is told by its members."""
        if dimension == "age_band" and _AGES.fullmatch(code):
            return self._ages(code)
        name = name_of(self.release.texts, dimension, code, self.words.tag)
        members = [one for one in self.release.merged.get(code, ()) if one != code]
        if dimension == "municipality" and name == code and members:
            return self._together([self.name(dimension, one) for one in members])
        return self.words("code.unknown") if code == "unknown" else name

    def _together(self, names: Sequence[str]) -> str:
        """Names of a group; of a large one the first two and how many more."""
        if len(names) <= _MOST_NAMED:
            return ", ".join(names)
        return self.words("group", names=", ".join(names[:2]), count=len(names) - 2)

    def _ages(self, code: str) -> str:
        """`-24`, `25-34` and `55+` in words."""
        first, _, last = code.rstrip("+").partition("-")
        if code.endswith("+"):
            return self.words("age.over", age=first)
        return (
            self.words("age.between", first=first, last=last) if first else self.words("age.under", age=int(last) + 1)
        )

    def title(self, dimension: str, code: str) -> str:
        """A code's name as a heading begins."""
        name = self.name(dimension, code)
        return name[:1].upper() + name[1:]

    def count(self, cell: Cell | None) -> str:
        """A count, or that it is protected and between which numbers."""
        if cell is None:
            return self.words("protected")
        if cell.count is None:
            lower, upper = self.words.number(cell.lower), self.words.number(cell.upper)
            if not cell.has_end:
                return self.words("protected.at_least", lower=lower) if cell.lower else self.words("protected")
            return self.words("protected.interval", lower=lower, upper=upper)
        return self.words.number(cell.count)

    def tenths(self, share: Share | Missing) -> str:
        """A share as people out of ten, in few words, for a table."""
        if isinstance(share, Missing):
            return self.words(f"missing.{share}")
        return self.words(f"tenths.{_kind(share)}", count=share.out_of_ten)

    def hundredths(self, share: Share) -> str:
        """A share as people out of a hundred."""
        return self.words("hundredths", count=share.out_of(100))

    def fell(self, share: Share | Missing) -> str:
        """A share of the fallen as a sentence."""
        if isinstance(share, Missing):
            return self.words(f"missing.{share}.sentence")
        return self.words(f"fell.{_kind(share)}", count=share.out_of_ten)

    def time(self, span: Span) -> str:
        """First and last day of a time."""
        return f"{self.words.day(span.first_on)}–{self.words.day(span.last_on)}"

    def time_note(self, span: Span) -> str:
        """Of another time than the newest year it is said."""
        return self.time_sentence(span) if span.is_whole else ""

    def time_sentence(self, span: Span) -> str:
        """First and last day of a time, as a sentence."""
        return self.words("time", time=self.time(span))


def _kind(share: Share) -> str:
    """A picture of ten can show none or all where a few are otherwise: then the words say so."""
    if share.out_of_ten == 0:
        return "hardly" if share.hides_few else "none"
    if share.out_of_ten == 10:
        return "nearly" if share.hides_few else "all"
    return "some"


def headings(words: Words, names: Sequence[str]) -> tuple[str, ...]:
    """Headings of a table."""
    return tuple(words(f"heading.{name}") for name in names)
