"""What the product says of a generated store, in the twin's words."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.reference.exits import Exit
from tests.reference.figures import UNKNOWN, keys
from tests.reference.participation import LEVELS, evidence_group, experience, feedback, recorded
from tests.reference.spells import spells
from tests.reference.world import World

from tyokyky.analysis.rechained import open_rechained
from tyokyky.store.connection import Connection, open_locked_down

ExitRow = dict[str, Any]
MEMORY_LIMIT = "1GB"


@contextmanager
def opened(mart_path: Path, chain_gap_days: int | None) -> Iterator[Connection]:
    """The mart as it is, or chained anew by another tolerance."""
    if chain_gap_days is None:
        connection = open_locked_down(mart_path)
    else:
        connection = open_rechained(mart_path, chain_gap_days, MEMORY_LIMIT)
    try:
        yield connection
    finally:
        connection.close()


def exits_of_product(connection: Connection) -> list[ExitRow]:
    """Every exit with every column, the person under `person`."""
    rows = connection.sql(
        "SELECT service_exit.*, person.link_group FROM service_exit JOIN person USING (person_key)"
    ).pl()
    renamed = rows.rename({"person_key": "person"}).drop("exit_key", "exits_of_person", "chain_gap_days")
    return list(renamed.iter_rows(named=True))


def exits_of_twin(world: World, found: list[Exit], chain_gap_days: int | None) -> list[ExitRow]:
    """The same of the twin's exits."""
    given, evidence = feedback(world), recorded(world, spells(world, chain_gap_days))
    rows: list[ExitRow] = []
    for one in found:
        row = _row(one)
        for level in LEVELS:
            row[f"experience_{level}"] = experience(given, one, level)
            row[f"evidence_{level}"] = evidence_group(evidence, one, level)
        rows.append(row)
    return rows


def _row(one: Exit) -> ExitRow:
    value = {name: group_of(one) for name, group_of in keys().items()}
    followed = one.successor is not None
    return {
        "person": one.key,
        "link_group": one.key[0],
        "service_code": one.service,
        "started_on": one.spell.start,
        "ended_on": one.end,
        "period_count": one.spell.period_count,
        "follow_up_days": one.follow_up_days,
        "successor_service_code": one.to,
        "successor_started_on": one.successor.start if one.successor else None,
        "kind": one.kind,
        "gap_days": one.gap_days,
        "time_days": one.follow_up_days if one.gap_days is None else one.gap_days,
        "is_followed": followed,
        "is_linked": one.linked,
        "in_estimate": one.linked and (followed or one.follow_up_days >= 0),
        "may_be_renewed": one.may_be_renewed,
        "unit_code": one.spell.unit or UNKNOWN,
        "municipality_code": value["municipality"],
        "exit_year": value["year"],
        "exit_quarter": value["quarter"],
        "age_band": value["age_band"],
        "gender": value["gender"],
        "handover": value["handover"],
        "end_reason_group": value["end_reason"],
    }


def by_person(rows: list[ExitRow]) -> Counter[tuple[tuple[Any, ...], ...]]:
    """Exits of each person together, whatever the person is called: equal only if persons are told apart alike."""
    persons: dict[Any, list[tuple[Any, ...]]] = {}
    for row in rows:
        columns = sorted(name for name in row if name != "person")
        persons.setdefault(row["person"], []).append(tuple((name, row[name]) for name in columns))
    return Counter(tuple(sorted(exits, key=str)) for exits in persons.values())


def differing(one: list[ExitRow], other: list[ExitRow]) -> list[str]:
    """The columns in which exits of the same service, start and end differ, as a help in finding out why."""
    key = ("link_group", "service_code", "started_on", "ended_on")
    found: list[str] = []
    for name in sorted(one[0].keys() - {"person", *key}):
        left, right = (Counter((*(row[part] for part in key), row[name]) for row in rows) for rows in (one, other))
        found += [f"{name}: {extra}" for extra in list((left - right) + (right - left))[:4]]
    return found
