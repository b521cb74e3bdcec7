"""One person's path, event by event, worked out from the deliveries the slow way."""

from collections import Counter
from datetime import date
from fractions import Fraction

from tests.reference.participation import scaled
from tests.reference.spells import Spell, spells
from tests.reference.world import Answer, Moment, PersonKey, Referral, World, held_answers, held_moments, held_referrals

Event = tuple[str, int, int | None, str | None, str]
"""Kind, first day, last day, service, and what was recorded."""


def paths(world: World) -> dict[PersonKey, Counter[Event]]:
    """Events of every person with a stay in a service that is not background."""
    own: dict[PersonKey, list[Spell]] = {}
    for spell in spells(world):
        if spell.service.part != "background":
            own.setdefault(spell.key, []).append(spell)
    moments: dict[PersonKey, list[Moment]] = {}
    for key, moment in held_moments(world):
        moments.setdefault(key, []).append(moment)
    answers: dict[PersonKey, list[Answer]] = {}
    for key, answer in held_answers(world):
        answers.setdefault(key, []).append(answer)
    referrals: dict[PersonKey, list[Referral]] = {}
    for key, referral in held_referrals(world):
        referrals.setdefault(key, []).append(referral)
    found = {key: _events(world, stays, moments.get(key, []), answers.get(key, [])) for key, stays in own.items()}
    for key, stays in own.items():
        first = min(spell.start for spell in stays)
        for referral in referrals.get(key, []):
            day = (referral.referred_on - first).days
            found[key]["referral", day, None, referral.to_service, referral.from_service or ""] += 1
    return found


def _events(world: World, stays: list[Spell], moments: list[Moment], answers: list[Answer]) -> Counter[Event]:
    first = min(spell.start for spell in stays)
    found: Counter[Event] = Counter()
    for spell in stays:
        code = spell.service.code
        found["stay", (spell.start - first).days, (spell.end - first).days if spell.end else None, code, ""] += 1
        if spell.end and spell.handover:
            found["handover", (spell.end - first).days, None, code, spell.handover] += 1
    for moment in moments:
        level = moment.level or world.moment_codes.get(moment.code, (None, None))[0]
        what = f"{moment.code}|{moment.attended or 'yes'}|{level}"
        found["moment", (moment.occurred_at.date() - first).days, None, moment.service, what] += 1
    for (day, service, level), group in _groups(world, answers).items():
        found["answer", (day - first).days, None, service, f"{level}|{group}"] += 1
    return found


def _groups(world: World, answers: list[Answer]) -> dict[tuple[date, str, str], str]:
    items = {item.item_id: item for item in world.items}
    scores: dict[tuple[date, str, str], list[Fraction]] = {}
    for answer in answers:
        item = items[answer.item_id]
        if answer.respondent != "client" or item.plane != "own" or answer.service is None:
            continue
        held = scores.setdefault((answer.answered_on, answer.service, item.level), [])
        if not answer.not_applicable and answer.score is not None:
            held.append(scaled(item, answer.score))
    return {key: _group(held) for key, held in scores.items()}


def _group(scores: list[Fraction]) -> str:
    if not scores:
        return "not_applicable"
    mean = sum(scores, Fraction(0)) / len(scores)
    return "realised" if mean >= Fraction(3, 4) else "partly" if mean >= Fraction(1, 2) else "not"
