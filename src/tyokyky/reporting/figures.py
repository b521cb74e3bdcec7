"""Figures as staff see them: an analysis, the small-number rule, a sentence. The only door for pages and `figures`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.analysis import drop_off, feedback, participation, quality, silence, state, unit_feedback
from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import ANSWER_KEYS, ONLY_OF_ANSWERS, Breakdown, Filters, Key
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.domain.participation import COMPARED_GROUPS, ExperienceGroup, Measure
from tyokyky.privacy import feedback_numbers, silent_groups, small_numbers
from tyokyky.reporting import answer_findings, findings
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.shapes import SHAPES
from tyokyky.store.connection import Connection

_BLOCK: Final = ("service_code",)
_ANSWER_BLOCK: Final = ("participation_level", "plane", "quarter")
_EXIT_KEYS: Final = tuple(key for key in Key if key not in (Key.SERVICE, Key.TO, *ONLY_OF_ANSWERS))


@dataclass(frozen=True)
class _Question:
    """How one figure is computed, protected and put into words."""

    compute: Callable[[Connection, Filters, Breakdown | None], pl.DataFrame]
    protect: Callable[[pl.DataFrame, Breakdown | None], pl.DataFrame]
    find: Callable[[pl.DataFrame, Filters, Breakdown | None], Message]
    keys: tuple[Key, ...] = _EXIT_KEYS
    """What it can be broken down by."""


def _protect_drop_off(exact: pl.DataFrame, breakdown: Breakdown | None) -> pl.DataFrame:
    return small_numbers.protect_drop_off(exact, _BLOCK if breakdown is not None else None)


def _protect_destinations(exact: pl.DataFrame, breakdown: Breakdown | None) -> pl.DataFrame:
    return small_numbers.protect_destinations(exact, _BLOCK if breakdown is not None else None)


def _protect_participation(exact: pl.DataFrame, _: Breakdown | None) -> pl.DataFrame:
    compared = {measure.value: groups for measure, groups in COMPARED_GROUPS.items()}
    return small_numbers.protect_participation(exact, compared)


def _protect_silence(exact: pl.DataFrame, _: Breakdown | None) -> pl.DataFrame:
    return silent_groups.protect_silence(exact, COMPARED_GROUPS[Measure.EXPERIENCE], ExperienceGroup.NO_ANSWER.value)


def _protect_feedback(exact: pl.DataFrame, breakdown: Breakdown | None) -> pl.DataFrame:
    # Clients and professionals are never pooled, so there is no total to take one from.
    adds_up = breakdown is not None and breakdown.key is not Key.RESPONDENT
    return feedback_numbers.protect_feedback(exact, _ANSWER_BLOCK if adds_up else None)


_QUESTIONS: Final[Mapping[str, _Question]] = {
    "drop-off": _Question(drop_off.drop_off, _protect_drop_off, findings.of_drop_off),
    "destinations": _Question(
        drop_off.destinations,
        _protect_destinations,
        lambda shown, filters, _: findings.of_destinations(shown, filters),
    ),
    "curve": _Question(
        drop_off.curve,
        lambda exact, _: small_numbers.protect_curve(exact),
        lambda shown, filters, _: findings.of_curve(shown, filters),
    ),
    "participation": _Question(
        lambda connection, filters, _: participation.participation(connection, filters),
        _protect_participation,
        lambda shown, _, __: findings.of_participation(shown),
        keys=(),
    ),
    "feedback": _Question(
        feedback.feedback,
        _protect_feedback,
        lambda shown, _, breakdown: answer_findings.of_feedback(shown, breakdown),
        keys=ANSWER_KEYS,
    ),
    "silence": _Question(
        lambda connection, filters, _: silence.silence(connection, filters),
        _protect_silence,
        lambda shown, filters, _: findings.of_silence(shown, filters),
        keys=(),
    ),
    "unit-feedback": _Question(
        lambda connection, filters, _: unit_feedback.unit_feedback(connection, filters),
        lambda exact, _: small_numbers.protect_groups(exact, ("service_code", "level")),
        lambda shown, _, __: findings.of_unit_feedback(shown),
        keys=(),
    ),
    "quality": _Question(
        lambda connection, _, __: quality.quality(connection),
        lambda exact, _: small_numbers.protect_rule_counts(exact),
        lambda shown, _, __: findings.of_quality(shown),
        keys=(),
    ),
}

FIGURE_NAMES: Final = tuple(_QUESTIONS)


def figure(mart: Mart, name: str, filters: Filters, by: Breakdown | None = None) -> Figure:
    """One figure with the small-number rule for staff on.

    Raises:
        UserError: unknown figure, a breakdown it does not take, or a code that no delivery and no code list knows.
    """
    return _figure(mart, name, filters, by, protect=True)


def exact_figure(mart: Mart, name: str, filters: Filters, by: Breakdown | None = None) -> Figure:
    """One figure with nothing withheld: only for the steward's check, which logs it first (`reporting.steward`)."""
    return _figure(mart, name, filters, by, protect=False)


def _figure(mart: Mart, name: str, filters: Filters, by: Breakdown | None, *, protect: bool) -> Figure:
    question = _question(name)
    breakdown = _checked(name, question, by)
    with mart.connection(filters.chain_gap_days) as connection:
        _refuse_unknown_codes(connection, filters)
        services_seen = state.visible_services(connection)
        exact = question.compute(connection, filters, breakdown)
    shown = question.protect(exact, breakdown) if protect else SHAPES[name].complete(exact)
    table = SHAPES[name].table(shown, filters, breakdown, mart.observed_until)
    return Figure(
        name=name,
        table=table,
        filters=filters,
        finding=question.find(shown, filters, breakdown),
        caveats=findings.caveats(shown, exact, mart, filters),
        is_of=_is_of(name, shown, filters, mart),
        services_seen=services_seen,
        observed_until=mart.observed_until,
        synthetic=mart.synthetic,
    )


def _refuse_unknown_codes(connection: Connection, filters: Filters) -> None:
    """An empty table would look like an answer. The code itself is not repeated: it may be anything someone pasted."""
    unknown = state.unknown_filters(connection, filters)
    if unknown:
        options = ", ".join(f"--{name}" for name in unknown)
        raise UserError(f"Rajauksen koodia ei ole koodistossa eikä aineistossa: tarkista {options}.")


def _question(name: str) -> _Question:
    if name not in _QUESTIONS:
        raise UserError(f"Lukua ei tunneta: valitse jokin näistä: {', '.join(FIGURE_NAMES)}.")
    return _QUESTIONS[name]


def _checked(name: str, question: _Question, by: Breakdown | None) -> Breakdown | None:
    """The breakdown where the figure takes it; a figure of exits is by service anyway."""
    if by is None or (by.key is Key.SERVICE and Key.SERVICE not in question.keys):
        return None
    if by.key in question.keys:
        return by
    if not question.keys:
        raise UserError(f"Luku {name} ei ota jaottelua: jätä --by pois.")
    if by.key is Key.TO and Key.SERVICE not in question.keys:
        raise UserError("Jaottelu to kertoisi lopputuloksen: katso luku destinations, jossa määränpäät ovat rivejä.")
    raise UserError(f"Luku {name} ei ota tätä jaottelua: valitse --by {', '.join(question.keys)}.")


def _is_of(name: str, shown: pl.DataFrame, filters: Filters, mart: Mart) -> Message:
    if name == "quality":
        return Message("is_of.rules", {"batch_count": shown["batch"].n_unique()})
    if name == "feedback":
        return answer_findings.is_of_answers(filters)
    values: dict[str, MessageValue] = {
        "exits_count": findings.total(shown, "exit_count") if name == "drop-off" else None,
        "since_on": filters.since,
        "until_on": filters.until,
        "observed_on": mart.observed_until,
        "window_days": filters.window_days,
        "chain_gap_days": filters.chain_gap_days,
        "service_code": filters.service,
        "municipality_code": filters.municipality,
        "unit_code": filters.unit,
    }
    return Message("is_of.exits", values)
