"""What the twin answers to a specification, in the words of the specification's table."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.reference.comparisons import Comparison, participation
from tests.reference.differences import holm
from tests.reference.exits import Exit, exits
from tests.reference.feedback import rows as feedback_rows
from tests.reference.figures import DropOff, drop_offs, keys, observations
from tests.reference.gaps import change, gaps, no_shows
from tests.reference.participation import evidence_group, experience, feedback, recorded
from tests.reference.paths import pairs, service_paths, variants
from tests.reference.silence import silence
from tests.reference.spells import spells
from tests.reference.survival import followed
from tests.reference.unit_feedback import unit_feedback
from tests.spec.specification import NOTHING, Spec

Answers = Iterator[dict[str, Any]]


def _spells(spec: Spec) -> Answers:
    for spell in spells(spec.world(), spec.chain_gap_days):
        yield {
            "person": spell.key[1],
            "service": spell.service.code,
            "start": spell.start,
            "end": spell.end,
            "periods": spell.period_count,
        }


def _exit(one: Exit) -> dict[str, Any]:
    return {
        "person": one.key[1],
        "service": one.service,
        "end": one.end,
        "unit": one.spell.unit,
        "followed_by": one.to,
        "kind": one.kind,
        "gap_days": one.gap_days,
        "follow_up_days": one.follow_up_days,
    }


def _exits(spec: Spec) -> Answers:
    yield from map(_exit, exits(spec.world(), spec.chain_gap_days))


def _drop_off_row(service: str, row: DropOff) -> dict[str, Any]:
    limits = row.estimate.interval if row.estimate else (None, None)
    share = row.estimate.drop_off if row.estimate else None
    return {"service": service, "drop_off": share, "lower": limits[0], "upper": limits[1], **vars(row)}


def _drop_offs(spec: Spec) -> Answers:
    for service, row in drop_offs(spec.world(), spec.window_days, spec.chain_gap_days).items():
        yield _drop_off_row(service, row)


def _destinations(spec: Spec) -> Answers:
    world = spec.world()
    for service, row in drop_offs(world, spec.window_days, spec.chain_gap_days).items():
        found = [one for one in exits(world, spec.chain_gap_days) if one.service == service]
        for to, (share, limits) in (row.estimate.shares if row.estimate else {}).items():
            yield {
                "service": service,
                "to": to,
                "kind": next(one.kind for one in found if one.to == to),
                "n": sum(followed(observations(found), day, to) for day in range(spec.window_days + 1)),
                "share": share,
                "lower": limits[0],
                "upper": limits[1],
            }


def _experience(spec: Spec) -> Answers:
    given = feedback(spec.world())
    for one in exits(spec.world()):
        yield {**_exit(one), "group": experience(given, one, spec.text("level"))}


def _evidence(spec: Spec) -> Answers:
    world = spec.world()
    evidence = recorded(world, spells(world))
    for one in exits(world):
        yield {**_exit(one), "group": evidence_group(evidence, one, spec.text("level"))}


def _difference_row(service: str, level: str, name: str, made: Comparison) -> dict[str, Any]:
    of_group, by = made.groups[name], made.adjusted
    lower, upper = made.difference_interval or (None, None)
    return {
        "service": service,
        "level": level,
        "group": name,
        "exits": of_group.exits,
        "drop_off": of_group.drop_off,
        "difference": made.difference,
        "difference_lower": lower,
        "difference_upper": upper,
        "p_holm": made.p_holm,
        "adjusted_difference": by.difference if by else None,
        "adjusted_lower": by.interval[0] if by else None,
        "adjusted_upper": by.interval[1] if by else None,
        "adjusted_covered_share": by.covered_share if by else None,
    }


def _differences(spec: Spec) -> Answers:
    for (service, level), made in participation(spec.world(), spec.window_days, spec.text("measure")).items():
        for name in made.groups:
            yield _difference_row(service, level, name, made)


def _silence(spec: Spec) -> Answers:
    for (service, level, assumption), made in silence(spec.world(), spec.window_days).items():
        lower, upper = made.difference_interval or (None, None)
        yield {
            "service": service,
            "level": level,
            "assumption": assumption,
            "drop_off_realised": made.realised.drop_off,
            "drop_off_not": made.not_realised.drop_off,
            "difference": made.difference,
            "lower": lower,
            "upper": upper,
            "exits": made.exits,
            "no_answer": made.no_answer,
            "no_answer_share": made.no_answer / made.exits,
        }


def _unit_feedback(spec: Spec) -> Answers:
    for (service, level, band), made in unit_feedback(spec.world(), spec.window_days).items():
        row = {"service": service, "level": level, "score_band": band}
        yield {**row, "exits": made.exits, "drop_off": made.drop_off}


def _feedback(spec: Spec) -> Answers:
    key = spec.text("by")
    for (level, plane, value, quarter), row in feedback_rows(spec.world(), key).items():
        if plane == "own":
            lower, upper = row.interval or (None, None)
            share = row.answered / row.active if row.active and row.answered is not None else None
            numbers = {"responses": row.responses, "mean": row.mean, "lower": lower, "upper": upper}
            yield {"level": level, key or "by": value, "quarter": quarter, **numbers, "answered_share": share}


def _gaps(spec: Spec) -> Answers:
    by = spec.text("by")
    for (service, value), made in gaps(spec.world(), spec.window_days, keys()[by] if by else None).items():
        lower, upper = made.lost_interval
        counts = {"exits": made.exits, "drop_off": made.drop_off, "lost": made.lost, "excess": made.excess}
        yield {"service": service, by or "by": value, **counts, "lost_lower": lower, "lost_upper": upper}


def _change(spec: Spec) -> Answers:
    for service, made in change(spec.world(), spec.window_days).items():
        lower, upper = made.interval or (None, None)
        shares = {"drop_off_before": made.before, "drop_off_after": made.after}
        yield {"service": service, **shares, "difference": made.difference, "lower": lower, "upper": upper}


def _no_shows(spec: Spec) -> Answers:
    for (service, outcome), made in no_shows(spec.world(), spec.window_days).items():
        yield {"service": service, "outcome": outcome, **vars(made)}


def _flows(spec: Spec) -> Answers:
    for (one, other), pair in pairs(service_paths(spec.world(), spec.chain_gap_days)).items():
        row = {"from": one, "to": other, "n": pair.count, "persons": pair.persons}
        yield {**row, "median_days": pair.median_days}


def _variants(spec: Spec) -> Answers:
    found = variants(service_paths(spec.world(), spec.chain_gap_days))
    whole = sum(variant.persons for variant in found.values())
    for path, variant in found.items():
        share = variant.persons / whole
        yield {"path": path, "n": variant.persons, "share": share, "median_days": variant.median_days}


def _holm(spec: Spec) -> Answers:
    values = [None if row["p"] in NOTHING else float(row["p"]) for row in spec.rows("p_values")]
    for p in holm(values, len(values)):
        yield {"p_holm": p}


ANSWERS: dict[str, Callable[[Spec], Answers]] = {
    "spells": _spells,
    "exits": _exits,
    "drop-off": _drop_offs,
    "destinations": _destinations,
    "experience": _experience,
    "evidence": _evidence,
    "difference": _differences,
    "silence": _silence,
    "unit-feedback": _unit_feedback,
    "feedback": _feedback,
    "gaps": _gaps,
    "change": _change,
    "no-shows": _no_shows,
    "flows": _flows,
    "variants": _variants,
    "holm": _holm,
}
