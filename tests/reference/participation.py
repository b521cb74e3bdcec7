"""Groups of an exit by experience and by evidence, one answer and one moment at a time (definitions, 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.reference.exits import Exit
from tests.reference.spells import Spell
from tests.reference.world import Answer, Item, Moment, PersonKey, World, held_answers, held_moments

LEVELS = ("information", "action", "planning", "decision", "evaluation")
MISSED = ("no_show", "cancelled")


def scaled(item: Item, score: int) -> Fraction:
    """Score on 0–1, exact, turned when the item is reversed."""
    share = Fraction(score - item.scale_min, item.scale_max - item.scale_min)
    return 1 - share if item.reversed else share


@dataclass(frozen=True)
class Feedback:
    """Linked answers by person."""

    items: dict[str, Item]
    answers: dict[PersonKey, list[Answer]]


def feedback(world: World) -> Feedback:
    answers: dict[PersonKey, list[Answer]] = {}
    for key, answer in held_answers(world):
        answers.setdefault(key, []).append(answer)
    return Feedback({item.item_id: item for item in world.items}, answers)


def _is_about(spell: Spell, first_day: date, last_day: date, answer: Answer, item: Item) -> bool:
    return (
        answer.respondent == "client"
        and item.plane == "own"
        and answer.service == spell.service.code
        and first_day <= answer.answered_on <= last_day
    )


def levels_answered(given: Feedback, spell: Spell, first_day: date, last_day: date) -> set[str]:
    """Levels that the person answered about a spell in the given days, whatever the answer."""
    answers = [(given.items[answer.item_id], answer) for answer in given.answers.get(spell.key, [])]
    return {item.level for item, answer in answers if _is_about(spell, first_day, last_day, answer, item)}


def _experience_of_mean(mean: Fraction) -> str:
    if mean >= Fraction(3, 4):
        return "realised"
    return "partly" if mean >= Fraction(1, 2) else "not"


def experience(given: Feedback, one: Exit, level: str) -> str:
    """Group of an exit by the person's own answers on a level."""
    answers = [
        (given.items[answer.item_id], answer)
        for answer in given.answers.get(one.key, [])
        if _is_about(one.spell, one.spell.start, one.limit, answer, given.items[answer.item_id])
    ]
    answers = [(item, answer) for item, answer in answers if item.level == level]
    scores = [scaled(item, answer.score) for item, answer in answers if answer.score is not None]
    if scores:
        return _experience_of_mean(sum(scores, Fraction()) / len(scores))
    return "not_applicable" if answers else "no_answer"


@dataclass(frozen=True)
class Evidence:
    """A moment that names a level of one's own service and was not missed, with the units it was recorded in."""

    key: PersonKey
    moment: Moment
    level: str
    units: frozenset[str]


def _units(key: PersonKey, moment: Moment, own: Sequence[Spell]) -> frozenset[str]:
    day = moment.occurred_at.date()
    return frozenset(
        spell.unit
        for spell in own
        if spell.key == key
        and spell.unit is not None
        and moment.service in (None, spell.service.code)
        and spell.start <= day
        and (spell.end is None or day <= spell.end)
    )


def recorded(world: World, spells: Sequence[Spell]) -> list[Evidence]:
    """All evidence of a store."""
    own: dict[PersonKey, list[Spell]] = {}
    for spell in spells:
        own.setdefault(spell.key, []).append(spell)
    found: list[Evidence] = []
    for key, moment in held_moments(world):
        code_level, code_plane = world.moment_codes.get(moment.code, (None, None))
        level = moment.level or code_level
        plane = moment.plane or code_plane or "own"
        if level is not None and plane == "own" and moment.attended not in MISSED:
            found.append(Evidence(key, moment, level, _units(key, moment, own.get(key, []))))
    return found


def _is_of(one: Exit, evidence: Evidence) -> bool:
    day = evidence.moment.occurred_at.date()
    return (
        evidence.key == one.key
        and evidence.moment.service in (None, one.service)
        and one.spell.start <= day <= one.limit
    )


def _unit_recorded(one: Exit, evidence: Evidence) -> bool:
    return one.spell.unit in evidence.units and one.spell.start <= evidence.moment.occurred_at.date() <= one.end


def evidence_group(all_evidence: Sequence[Evidence], one: Exit, level: str) -> str:
    """Group of an exit by what was recorded of a level."""
    of_level = [evidence for evidence in all_evidence if evidence.level == level]
    if any(_is_of(one, evidence) for evidence in of_level):
        return "yes"
    return "no" if any(_unit_recorded(one, evidence) for evidence in of_level) else "not_recorded"
