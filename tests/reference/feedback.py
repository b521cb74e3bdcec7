"""What clients say by level and quarter, one form at a time, in plain Python (definitions, 7; ADR 0017)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import exp, lgamma, pi, sqrt

from tests.reference.figures import EVERYTHING, UNKNOWN, Selection
from tests.reference.participation import LEVELS, feedback, levels_answered, scaled
from tests.reference.spells import Spell, spells
from tests.reference.world import Answer, World, all_answers

RowKey = tuple[str, str, str, str]
"""Level, plane, value of the breakdown, quarter."""
Form = tuple[str, str]
_TAIL = 0.025


@dataclass(frozen=True)
class Row:
    responses: int = 0
    mean: float | None = None
    interval: tuple[float, float] | None = None
    answered: int | None = None
    active: int | None = None


def quarter_of(day: date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


ANSWER_GROUPS: dict[str, Callable[[Answer], str]] = {
    "": lambda _: "",
    "service": lambda one: one.service or UNKNOWN,
    "municipality": lambda one: one.municipality or UNKNOWN,
    "unit": lambda one: one.unit or UNKNOWN,
    "year": lambda one: str(one.answered_on.year),
    "respondent": lambda one: one.respondent or UNKNOWN,
    "channel": lambda one: one.channel or UNKNOWN,
    "phase": lambda one: one.phase or UNKNOWN,
}
SPELL_GROUPS: dict[str, Callable[[Spell, str], str]] = {
    "": lambda _, __: "",
    "service": lambda spell, _: spell.service.code,
    "municipality": lambda spell, _: spell.municipality or UNKNOWN,
    "unit": lambda spell, _: spell.unit or UNKNOWN,
    "year": lambda _, quarter: quarter[:4],
}


def _takes(selection: Selection, answer: Answer) -> bool:
    return (
        selection.service in (None, answer.service)
        and selection.municipality in (None, answer.municipality or UNKNOWN)
        and selection.unit in (None, answer.unit or UNKNOWN)
        and _in_time(selection, answer.answered_on)
    )


def _takes_spell(selection: Selection, spell: Spell) -> bool:
    return (
        selection.service in (None, spell.service.code)
        and selection.municipality in (None, spell.municipality or UNKNOWN)
        and selection.unit in (None, spell.unit or UNKNOWN)
    )


def _in_time(selection: Selection, day: date) -> bool:
    return (selection.since or date.min) <= day <= (selection.until or date.max)


def rows(world: World, key: str, selection: Selection = EVERYTHING) -> dict[RowKey, Row]:
    """All rows of the figure by one key ('' for none)."""
    said = _said(world, key, selection)
    if key not in SPELL_GROUPS:
        return said
    for place, (answered, active) in _shares(world, key, selection).items():
        row = said.get(place, Row())
        said[place] = Row(row.responses, row.mean, row.interval, answered, active)
    return said


def _said(world: World, key: str, selection: Selection) -> dict[RowKey, Row]:
    items = {item.item_id: item for item in world.items}
    forms: dict[RowKey, dict[Form, list[Fraction]]] = {}
    for controller, answer in all_answers(world):
        if not _takes(selection, answer) or (key != "respondent" and answer.respondent != "client"):
            continue
        item = items[answer.item_id]
        row = (item.level, item.plane, ANSWER_GROUPS[key](answer), quarter_of(answer.answered_on))
        scores = forms.setdefault(row, {}).setdefault((controller, answer.response_id), [])
        if answer.score is not None:
            scores.append(scaled(item, answer.score))
    return {row: _row(list(of_row.values())) for row, of_row in forms.items()}


def _row(forms: list[list[Fraction]]) -> Row:
    scored = [scores for scores in forms if scores]
    everything = [score for scores in scored for score in scores]
    if not everything:
        return Row()
    mean = sum(everything, Fraction()) / len(everything)
    return Row(len(scored), float(mean), interval(scored, mean))


def interval(scored: list[list[Fraction]], mean: Fraction) -> tuple[float, float] | None:
    """Answers of one form go together; forms that do not vary tell nothing, unless all are at one end."""
    count = len(scored)
    residuals = [sum(scores, Fraction()) - mean * len(scores) for scores in scored]
    squared = sum((residual**2 for residual in residuals), Fraction())
    if squared == 0:
        ends = {Fraction(0): (0.0, 1 - _TAIL ** (1 / count)), Fraction(1): (_TAIL ** (1 / count), 1.0)}
        return ends.get(mean)
    answers = sum(map(len, scored))
    spread = t_quantile(count - 1) * sqrt(Fraction(count, count - 1) * squared / answers**2)
    return max(0.0, float(mean) - spread), min(1.0, float(mean) + spread)


@cache
def t_quantile(df: int) -> float:
    """Found by halving on an area that is summed up by Simpson's rule: slow, and nothing in common with the product."""
    low, high = 0.0, 13.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if _area(middle, df) < 0.5 - _TAIL else (low, middle)
    return (low + high) / 2


def _area(end: float, df: int) -> float:
    constant = exp(lgamma((df + 1) / 2) - lgamma(df / 2)) / sqrt(df * pi)
    steps = 2000
    width = end / steps
    heights = [(1 + (i * width) ** 2 / df) ** (-(df + 1) / 2) for i in range(steps + 1)]
    total = heights[0] + heights[-1] + 4 * sum(heights[1:-1:2]) + 2 * sum(heights[2:-1:2])
    return float(constant * total * width / 3)


def _quarters(world: World, selection: Selection) -> list[tuple[str, date, date]]:
    """Quarters from the first to the last answer of a client, each with the days that the limits leave of it."""
    days = [
        answer.answered_on
        for _, answer in all_answers(world)
        if answer.respondent == "client" and _in_time(selection, answer.answered_on)
    ]
    found: dict[str, list[date]] = {}
    for number in range((max(days) - min(days)).days + 200 if days else 0):
        day = date(min(days).year, 3 * ((min(days).month - 1) // 3) + 1, 1) + timedelta(days=number)
        if quarter_of(day) <= quarter_of(max(days)) and _in_time(selection, day):
            found.setdefault(quarter_of(day), []).append(day)
    return [(quarter, members[0], members[-1]) for quarter, members in found.items()]


def _shares(world: World, key: str, selection: Selection) -> dict[RowKey, tuple[int, int]]:
    """Persons who answered and persons who could, per row of the own service."""
    assert world.observed_until is not None
    given, quarters = feedback(world), _quarters(world, selection)
    active: dict[tuple[str, str], set[object]] = {}
    answered: dict[RowKey, set[object]] = {}
    for spell in spells(world):
        last_day = spell.end or world.observed_until
        if spell.service.part != "path" or spell.start > last_day or not _takes_spell(selection, spell):
            continue
        for quarter, first, last in quarters:
            if spell.start > last or last_day < first:
                continue
            value = SPELL_GROUPS[key](spell, quarter)
            active.setdefault((value, quarter), set()).add(spell.key)
            for level in levels_answered(given, spell, max(spell.start, first), min(last_day, last)):
                answered.setdefault((level, "own", value, quarter), set()).add(spell.key)
    return {
        (level, "own", value, quarter): (len(answered.get((level, "own", value, quarter), set())), len(persons))
        for (value, quarter), persons in active.items()
        for level in LEVELS
    }
