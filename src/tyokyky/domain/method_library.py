"""What co-development follows and uses: source models, method cards, criteria; data that a home may add to."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final

from tyokyky.domain.participation import Level

CLOSED: Final[Mapping[str, str]] = {"extra": "forbid"}
"""No field but the known ones: a misspelt one would be lost without a word."""


class WordKind(StrEnum):
    """What a named thing of a source model is."""

    LEVEL = "level"
    PRINCIPLE = "principle"
    ROLE = "role"
    PROBLEM_TYPE = "problem_type"
    THEME_GROUP = "theme_group"
    METHOD_THEME = "method_theme"
    SUCCESS_FACTOR = "success_factor"
    RISK = "risk"
    CHALLENGE = "challenge"
    NEED = "need"
    DOCUMENT = "document"
    PROGRAMME = "programme"
    TARGET = "target"
    CONCEPT = "concept"


class MethodTheme(StrEnum):
    """The five themes of the VOITTO method cards."""

    BELONGING = "belonging"
    BEING_HEARD = "being_heard"
    IDENTITY = "identity"
    MEANING = "meaning"
    PARTICIPANT_LED = "participant_led"


class Audience(StrEnum):
    """Who uses a method: workers with clients, workers among themselves, or either."""

    CLIENTS = "clients"
    STAFF = "staff"
    BOTH = "both"


@dataclass(frozen=True)
class Phase:
    """One phase of a model, in the order of the file; `throughout` runs beside all the others."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = CLOSED

    phase_id: str
    name_fi: str
    aim_fi: str
    outputs_fi: tuple[str, ...] = ()
    card_ids: tuple[str, ...] = ()
    """Method cards that suit the phase."""
    throughout: bool = False
    name_sv: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Word:
    """One named thing of a model: a principle, a role, a level or a problem type."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = CLOSED

    word_id: str
    kind: WordKind
    name_fi: str
    meaning_fi: str = ""
    name_sv: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class WorkingModel:
    """A source model that a co-development work may follow (toimintamalli)."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = CLOSED

    model_id: str
    name_fi: str
    about_fi: str
    source_fi: str
    name_sv: str = ""
    name_en: str = ""
    phases: tuple[Phase, ...] = ()
    words: tuple[Word, ...] = ()

    def of(self, kind: WordKind) -> tuple[Word, ...]:
        """Its named things of one kind, in the order of the file."""
        return tuple(word for word in self.words if word.kind is kind)


@dataclass(frozen=True)
class MethodCard:
    """One method (menetelmäkortti) as a worker takes it in hand.

    `levels` and `method_themes`: what it strengthens; `theme_ids`: themes of clients' comments that it answers to.
    """

    __pydantic_config__: ClassVar[Mapping[str, str]] = CLOSED

    card_id: str
    name_fi: str
    purpose_fi: str
    audience: Audience
    least_minutes: int
    most_minutes: int
    materials_fi: tuple[str, ...]
    steps_fi: tuple[str, ...]
    levels: tuple[Level, ...]
    method_themes: tuple[MethodTheme, ...]
    theme_ids: tuple[str, ...] = ()
    care_fi: str = ""
    """What to be careful of, so that nobody is hurt or left outside."""
    name_sv: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Criterion:
    """One criterion of quality. `figure` names the figure that shows it from data; empty where only people can tell."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = CLOSED

    criterion_id: str
    section_fi: str
    text_fi: str
    figure: str = ""


@dataclass(frozen=True)
class CriteriaList:
    """A checklist of quality that a unit assesses itself by."""

    __pydantic_config__: ClassVar[Mapping[str, str]] = CLOSED

    criteria_id: str
    name_fi: str
    about_fi: str
    criteria: tuple[Criterion, ...]
    name_sv: str = ""
    name_en: str = ""


@dataclass(frozen=True)
class Suggestion:
    """A card for a gap, and why: the weakest level that it strengthens, the themes of the gap that it answers to."""

    card: MethodCard
    level: Level | None
    theme_ids: tuple[str, ...]


def suggest(
    cards: tuple[MethodCard, ...], weakest_level: Level | None, theme_ids: tuple[str, ...]
) -> tuple[Suggestion, ...]:
    """Cards that fit a gap, the best first; a card without any reason is left out.

    A card that answers to both comes before one that answers to either; then the one with more of the gap's themes;
    then the level before the themes; then the one that strengthens fewer levels, as it is meant for this one; then the
    shorter; then by `card_id`, so that the order never depends on that of the files.
    """
    found = [_suggestion(card, weakest_level, theme_ids) for card in cards]
    return tuple(sorted((one for one in found if one.level or one.theme_ids), key=_rank))


def _suggestion(card: MethodCard, weakest_level: Level | None, theme_ids: tuple[str, ...]) -> Suggestion:
    level = weakest_level if weakest_level in card.levels else None
    return Suggestion(card, level, tuple(dict.fromkeys(theme for theme in theme_ids if theme in card.theme_ids)))


def _rank(one: Suggestion) -> tuple[bool, int, bool, int, int, str]:
    in_both = one.level is not None and bool(one.theme_ids)
    return (
        not in_both,
        -len(one.theme_ids),
        one.level is None,
        len(one.card.levels),
        one.card.least_minutes,
        one.card.card_id,
    )
