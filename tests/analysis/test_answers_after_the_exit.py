"""The immortal-time trap: what is said or recorded once the outcome is known never changes the group of that exit.

Each case is a person of their own, in a unit of their own, delivered through the front door. The spell runs from
10 January to 31 March 2025.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from tests.homes import AS_OF, CONTROLLER, SERVICES, built, stay
from tests.properties.generator import LAST_EXTRACTION, generated_world
from tests.properties.home import imported
from tests.properties.product import ExitRow, exits_of_product, opened
from tests.reference.exits import Exit, exits
from tests.reference.spells import spells
from tests.reference.world import Answer, Delivery, Item, Moment, Period, World

from tyokyky.reporting.mart import current_mart

FIRST, LAST = "2025-01-10", "2025-03-31"
MORNING, MIDNIGHT, EVENING = time(8), time(0), time(23, 59, 59)


@dataclass(frozen=True)
class Case:
    """When the next step began (if it did), when the client spoke or something was recorded, and the group then."""

    next_start: str | None
    day: str
    group: str
    at: time = MORNING
    service: str | None = "STEP"


ANSWERS = {
    "the day before the spell": Case(None, "2025-01-09", "no_answer"),
    "the first day": Case(None, FIRST, "realised"),
    "the last day": Case(None, LAST, "realised"),
    "the day after the exit": Case(None, "2025-04-01", "no_answer"),
    "months after the exit": Case(None, "2025-09-01", "no_answer"),
    "the last day, next step the day after": Case("2025-04-01", LAST, "realised"),
    "the day after the exit, when the next step begins": Case("2025-04-01", "2025-04-01", "no_answer"),
    "the last day, when the next step begins": Case(LAST, LAST, "no_answer"),
    "the day before both": Case(LAST, "2025-03-30", "realised"),
    "the day before a next step that overlaps": Case("2025-03-15", "2025-03-14", "realised"),
    "the day of a next step that overlaps": Case("2025-03-15", "2025-03-15", "no_answer"),
    "between the next step's start and the exit": Case("2025-03-15", "2025-03-20", "no_answer"),
    "in the gap before the next step": Case("2025-05-01", "2025-04-15", "no_answer"),
    "a next step that ran all along": Case("2024-12-01", "2025-02-01", "no_answer"),
    "a next step that began with the spell": Case(FIRST, FIRST, "no_answer"),
}
MOMENTS = {
    "the first day at midnight": Case(None, FIRST, "yes", MIDNIGHT),
    "the evening before the spell": Case(None, "2025-01-09", "not_recorded", EVENING),
    "the last evening": Case(None, LAST, "yes", EVENING),
    "the midnight after the exit": Case(None, "2025-04-01", "not_recorded", MIDNIGHT),
    "months after the exit": Case(None, "2025-09-01", "not_recorded"),
    "the last evening, next step the day after": Case("2025-04-01", LAST, "yes", EVENING),
    "the midnight when the next step begins": Case("2025-04-01", "2025-04-01", "not_recorded", MIDNIGHT),
    # Within the spell a moment shows that the unit records the level: no, where nothing came in time; never yes.
    "the last day, when the next step begins": Case(LAST, LAST, "no", MIDNIGHT),
    "the evening before both": Case(LAST, "2025-03-30", "yes", EVENING),
    "the evening before a next step that overlaps": Case("2025-03-15", "2025-03-14", "yes", EVENING),
    "the midnight of a next step that overlaps": Case("2025-03-15", "2025-03-15", "no", MIDNIGHT),
    "between the next step's start and the exit": Case("2025-03-15", "2025-03-20", "no"),
    "of no service, after the exit, within the next step": Case(
        "2025-04-01", "2025-04-20", "not_recorded", service=None
    ),
    "of no service, on the last day": Case(None, LAST, "yes", service=None),
    "of the next step's service, during the spell": Case("2025-03-15", "2025-03-20", "not_recorded", service="JOB"),
}


def periods_of(name: str, case: Case) -> list[Period]:
    own = [stay(name, "STEP", FIRST, LAST, unit=f"U {name}")]
    return own if case.next_start is None else [*own, stay(name, "JOB", case.next_start, None)]


def answer_of(name: str, case: Case) -> Answer:
    return Answer(f"R {name}", "S1", date.fromisoformat(case.day), name, case.service, score=5)


def moment_of(name: str, case: Case) -> Moment:
    at = datetime.combine(date.fromisoformat(case.day), case.at)
    return Moment(f"M {name}", name, at, "meeting", case.service, "yes", "planning", "own")


def groups(home: Path, cases: dict[str, Case], measure: str) -> dict[str, str]:
    """Group of the one exit of each case, by the name of its unit."""
    periods = tuple(period for name, case in cases.items() for period in periods_of(name, case))
    answers = tuple(answer_of(name, case) for name, case in cases.items()) if measure == "experience" else ()
    moments = tuple(moment_of(name, case) for name, case in cases.items()) if measure == "evidence" else ()
    delivery = Delivery(CONTROLLER, AS_OF, periods, moments=moments, answers=answers)
    settings = built(home, deliveries=(delivery,), services=SERVICES, items=(Item("S1", "planning"),))
    with current_mart(settings).connection(None) as connection:
        rows = exits_of_product(connection)
    assert len(rows) == len(cases)
    return {row["unit_code"].removeprefix("U "): row[f"{measure}_planning"] for row in rows}


@pytest.fixture(scope="module")
def experienced(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return groups(tmp_path_factory.mktemp("answers") / "koti", ANSWERS, "experience")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return groups(tmp_path_factory.mktemp("moments") / "koti", MOMENTS, "evidence")


@pytest.mark.parametrize("name", ANSWERS)
def test_answer(name: str, experienced: dict[str, str]) -> None:
    assert experienced[name] == ANSWERS[name].group


@pytest.mark.parametrize("name", MOMENTS)
def test_evidence(name: str, recorded: dict[str, str]) -> None:
    assert recorded[name] == MOMENTS[name].group


def test_a_late_answer_does_not_mend_an_early_one(tmp_path: Path) -> None:
    early = Answer("R1", "S1", date(2025, 2, 1), "p", "STEP", score=1)
    late = Answer("R2", "S1", date(2025, 4, 1), "p", "STEP", score=5)
    settings = built(
        tmp_path / "koti",
        deliveries=(Delivery(CONTROLLER, AS_OF, (stay("p", "STEP", FIRST, LAST),), answers=(early, late)),),
        items=(Item("S1", "planning"),),
    )
    with current_mart(settings).connection(None) as connection:
        assert [row["experience_planning"] for row in exits_of_product(connection)] == ["not"]


def late_days(world: World) -> Iterator[tuple[Exit, date]]:
    """Days after the last spell that a person had in a service: no spell of that service holds them."""
    last: dict[tuple[object, str], date | None] = {}
    for spell in spells(world):
        place = (spell.key, spell.service.code)
        known = last.get(place, date.min)
        last[place] = None if spell.end is None or known is None else max(known, spell.end)
    for one in exits(world):
        if one.key[0] == "joined" and last[one.key, one.service] == one.end:
            days = (one.end + timedelta(days=after) for after in (1, 2, 40))
            yield from ((one, day) for day in days if day <= LAST_EXTRACTION)


def with_late_words(world: World) -> World:
    """The store with an answer and a moment of every kind after each person's last exit from a service."""
    late = list(late_days(world))
    own = [item for item in world.items if item.plane == "own"]
    answers = tuple(
        Answer(f"late{n}", own[n % len(own)].item_id, day, one.key[1], one.service, own[n % len(own)].scale_max)
        for n, (one, day) in enumerate(late)
    )
    moments = tuple(
        Moment(f"late{n}", one.key[1], datetime.combine(day, MIDNIGHT), "plan_made", one.service, "yes")
        for n, (one, day) in enumerate(late)
    )
    assert len(late) > 100
    *before, county = [delivery for delivery in world.deliveries if delivery.controller == "county"]
    others = [delivery for delivery in world.deliveries if delivery.controller != "county"]
    more = replace(county, answers=(*county.answers, *answers), moments=(*county.moments, *moments))
    return replace(world, deliveries=(*before, more, *others))


def rows_of(home: Path, world: World) -> list[ExitRow]:
    _, generation = imported(home, world)
    with opened(generation.path, None) as connection:
        return sorted(exits_of_product(connection), key=lambda row: str(sorted(row.items(), key=str)))


def groups_counted(rows: list[ExitRow]) -> list[str]:
    """Every exit with its groups, without the surrogate numbers that differ between stores."""
    return sorted(str(sorted((name, str(value)) for name, value in row.items() if name != "person")) for row in rows)


def test_late_answers_and_moments_change_no_exit_of_a_store(tmp_path: Path) -> None:
    world = generated_world(31, 150)
    before, after = rows_of(tmp_path / "before", world), rows_of(tmp_path / "after", with_late_words(world))
    assert groups_counted(before) == groups_counted(after)
