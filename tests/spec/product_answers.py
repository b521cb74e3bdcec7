"""What the product answers to a specification, delivered and built through its front door."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
from tests.properties.home import imported
from tests.spec.specification import NOTHING, Spec

from tyokyky.domain import intervals
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.privacy.pseudonyms import open_key_ring
from tyokyky.reporting.figures import exact_figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

Answers = Iterator[dict[str, Any]]

SPELL_WORDS = {"service_code": "service", "started_on": "start", "ended_on": "end", "period_count": "periods"}
EXIT_WORDS = {
    "service_code": "service",
    "ended_on": "end",
    "unit_code": "unit",
    "successor_service_code": "followed_by",
}


def built(spec: Spec, home: Path) -> Mart:
    """The mart of a specification's journeys."""
    settings, _ = imported(home, spec.world())
    return current_mart(settings)


def _persons(spec: Spec, mart: Mart) -> dict[int, str]:
    """Who is who in the mart, which numbers persons in the order of their pseudonyms."""
    world = spec.world()
    settings = Settings(home=mart.path.parents[1])
    ring = open_key_ring(settings.keys_folder)
    persons = {
        (world.group_of(delivery.controller), period.person)
        for delivery in world.deliveries
        for period in delivery.periods
    }
    known = {ring.pseudonyms(group, [person])[0]: person for group, person in persons}
    return {number: known[pseudonym] for number, pseudonym in enumerate(sorted(known), start=1)}


def _table(spec: Spec, mart: Mart, name: str, words: dict[str, str]) -> Answers:
    with mart.connection(spec.chain_gap_days) as connection:
        rows = connection.table(name).pl()
    persons = _persons(spec, mart)
    for row in rows.rename(words).to_dicts():
        yield {**row, "person": persons[row["person_key"]]}


def _spells(spec: Spec, mart: Mart) -> Answers:
    yield from _table(spec, mart, "path_spell", SPELL_WORDS)


def _exits(spec: Spec, mart: Mart) -> Answers:
    yield from _table(spec, mart, "service_exit", EXIT_WORDS)


def _groups(spec: Spec, mart: Mart) -> Answers:
    for row in _exits(spec, mart):
        yield {**row, "group": row[f"{spec.ask}_{spec.text('level')}"]}


def _figure(name: str) -> Callable[[Spec, Mart], Answers]:
    def answers(spec: Spec, mart: Mart) -> Answers:
        filters = Filters(window_days=spec.window_days, chain_gap_days=spec.chain_gap_days)
        table = exact_figure(mart, name, filters).table
        if name == "participation":
            table = table.filter(pl.col("measure") == spec.text("measure"))
        if name == "destinations":
            table = table.filter(pl.col("n") > 0)
        yield from table.to_dicts()

    return answers


def _feedback(spec: Spec, mart: Mart) -> Answers:
    by = Breakdown.parse(spec.text("by")) if spec.text("by") else None
    table = exact_figure(mart, "feedback", Filters(), by).table
    yield from table.filter(pl.col("plane") == "own").to_dicts()


def _gaps(spec: Spec, mart: Mart) -> Answers:
    by = Breakdown.parse(spec.text("by")) if spec.text("by") else None
    yield from exact_figure(mart, "gaps", Filters(window_days=spec.window_days), by).table.to_dicts()


ANSWERS: dict[str, Callable[[Spec, Mart], Answers]] = {
    "spells": _spells,
    "exits": _exits,
    "experience": _groups,
    "evidence": _groups,
    "drop-off": _figure("drop-off"),
    "destinations": _figure("destinations"),
    "difference": _figure("participation"),
    "silence": _figure("silence"),
    "unit-feedback": _figure("unit-feedback"),
    "feedback": _feedback,
    "gaps": _gaps,
    "change": _figure("change"),
    "no-shows": _figure("no-shows"),
    "flows": _figure("flows"),
    "variants": _figure("variants"),
}


def holm(spec: Spec) -> Answers:
    """Holm needs no journeys."""
    given = [None if row["p"] in NOTHING else float(row["p"]) for row in spec.rows("p_values")]
    p_values = pl.Series(given, dtype=pl.Float64).fill_null(float("nan"))
    for p in pl.Series(intervals.holm(p_values.to_numpy(), len(p_values))).fill_nan(None):
        yield {"p_holm": p}
