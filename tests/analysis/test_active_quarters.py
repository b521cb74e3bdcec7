"""Persons in a service by quarter, counted from patterns: as many as when every person is looked at."""

from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from tests.homes import built, stay
from tests.reference.world import Answer, Delivery, Item, Service

from tyokyky.analysis.feedback import feedback
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.store import generations
from tyokyky.store.connection import open_locked_down

CODES = tuple(f"S{number}" for number in range(7))
WAYS = tuple(way for size in range(1, 7) for way in combinations(CODES, size))
"""Every set of one to six services, so that sets of all sizes share sizes, sums and ends with others."""
PERIODS = tuple(stay(f"p{n}", code, "2025-01-01", "2025-06-30") for n, way in enumerate(WAYS) for code in way)
ANSWERS = tuple(
    Answer(f"a{n}", "PLAN", person=f"p{n}", score=3, service=way[0], answered_on=date(2025, 2, 1))
    for n, way in enumerate(WAYS)
    if n % 3 == 0
)


@pytest.mark.parametrize("until", [None, date(2025, 3, 30)])
@pytest.mark.parametrize("by", [None, "service"])
def test_persons_are_counted_once_whatever_their_services(
    by: str | None, until: date | None, shares: dict[object, object]
) -> None:
    rows = shares[by, until]
    everyone = {"": WAYS} if by is None else {code: tuple(way for way in WAYS if code in way) for code in CODES}
    for value, ways in everyone.items():
        answered = [way for n, way in enumerate(WAYS) if n % 3 == 0 and (value in ("", way[0]))]
        assert rows[value] == (len(answered), len(ways))  # type: ignore[index]


@pytest.fixture(scope="module")
def shares(tmp_path_factory: pytest.TempPathFactory) -> dict[object, object]:
    """Answered and active persons on planning in the first quarter, by breakdown and limit."""
    home: Path = tmp_path_factory.mktemp("patterns") / "koti"
    delivery = Delivery("county", date(2025, 12, 31), PERIODS, answers=ANSWERS)
    services = tuple(Service(code, "path", 10 + n, 30) for n, code in enumerate(CODES))
    settings = built(home, deliveries=(delivery,), items=(Item("PLAN", "planning"),), services=services)
    current = generations.current(settings.marts_folder)
    assert current is not None
    found: dict[object, object] = {}
    connection = open_locked_down(current.path)
    for by in (None, "service"):
        for until in (None, date(2025, 3, 30)):
            rows = feedback(connection, Filters(until=until), Breakdown.parse(by) if by else None)
            found[by, until] = {
                row["breakdown_value"]: (row["answered_count"], row["active_person_count"])
                for row in rows.to_dicts()
                if row["participation_level"] == "planning" and row["quarter"] == "2025Q1" and row["plane"] == "own"
            }
    connection.close()
    return found
