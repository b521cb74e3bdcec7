"""Themes of what clients say, and how well two people who code them agree."""

from dataclasses import dataclass
from enum import StrEnum


class ThemeKind(StrEnum):
    """A theme tells of a problem, or of what works."""

    PROBLEM = "problem"
    SUCCESS = "success"


@dataclass(frozen=True)
class Theme:
    """One theme of the codebook.

    `words`: what to look for in a comment; each entry is one or more words in their order, in any form.
    """

    theme_id: str
    kind: ThemeKind
    name_fi: str
    meaning_fi: str
    words: tuple[str, ...]
    name_sv: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class CommentKey:
    """What one comment is known by."""

    controller: str
    response_id: str
    question: str


@dataclass(frozen=True)
class NewCoding:
    """An act of coding to be written down: who sees which themes in a comment; none is also something seen."""

    comment: CommentKey
    coder: str
    theme_ids: frozenset[str]


@dataclass(frozen=True)
class Agreement:
    """How two coders agree on one theme over the comments that both have coded.

    `kappa` is Cohen's (1960): (observed − chance) / (1 − chance), where chance is the agreement that two coders with
    the same habits would reach blindly. Null where chance alone gives full agreement: nothing to tell apart.
    """

    comment_count: int
    both_count: int
    first_only_count: int
    second_only_count: int

    @property
    def neither_count(self) -> int:
        """Comments in which neither coder saw the theme."""
        return self.comment_count - self.both_count - self.first_only_count - self.second_only_count

    @property
    def observed_share(self) -> float | None:
        """Share of comments of which both say the same; null without comments."""
        if not self.comment_count:
            return None
        return (self.both_count + self.neither_count) / self.comment_count

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; null without comments, or where chance alone gives full agreement."""
        observed = self.observed_share
        if observed is None:
            return None
        first = (self.both_count + self.first_only_count) / self.comment_count
        second = (self.both_count + self.second_only_count) / self.comment_count
        chance = first * second + (1 - first) * (1 - second)
        return None if chance == 1 else (observed - chance) / (1 - chance)


@dataclass(frozen=True)
class CoderPair:
    """Two coders, in the order of their names, and how they agree on each theme that either has used."""

    first: str
    second: str
    per_theme: tuple[tuple[str, Agreement], ...]
