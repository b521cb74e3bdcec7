"""Makes the data sets for R that come from the demo county: `python -m tests.oracles.make_demo_sets`, then survival.R.

Exits and what followed them are worked out by the slow twin; a set holds those of one service, or of the place and
half-year with the most exits in which the asked situation occurs. The files are kept as they are when the demo changes.
"""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from tests.oracles.make_sets import Row, write
from tests.reference.exits import Exit, exits
from tests.reference.figures import observations
from tests.reference.survival import Observation, at_risk, still_without
from tests.reference.world import Delivery, Period, Service, World

from tyokyky.demo.county import generate

CLIENTS: Final = 700
FEWEST_EXITS: Final = 4
SERVICES_PATH: Final = Path(__file__).resolve().parents[2] / "data" / "codes" / "services.csv"

Situation = Callable[[Sequence[Observation]], bool]


def _services() -> tuple[Service, ...]:
    with SERVICES_PATH.open(encoding="utf-8", newline="") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    return tuple(Service(code, row["part"], int(row["rank"]), int(row["chain_gap_days"])) for code, row in rows.items())


def demo_exits(seed: int) -> list[Exit]:
    """Exits of a small demo county."""
    county = generate(CLIENTS, seed)
    columns = ("period_id", "client_id", "service_code", "started_on", "ended_on", "unit_code", "municipality_code")
    periods = tuple(Period(*row) for row in county.period.select(columns).iter_rows())
    return exits(World(_services(), (Delivery("county", county.data_as_of, periods),)))


def _nothing_left(rows: Sequence[Observation]) -> bool:
    return still_without(rows, 90) == 0 and len({one.to for one in rows}) > 1


def _nobody_followed(rows: Sequence[Observation]) -> bool:
    return still_without(rows, 180) == 1 and at_risk(rows, 180) > 0


def _one_destination(rows: Sequence[Observation]) -> bool:
    return len({one.to for one in rows if one.to}) == 1 and 0 < still_without(rows, 90) < 1 and at_risk(rows, 90) > 0


def _nobody_watched(rows: Sequence[Observation]) -> bool:
    return at_risk(rows, 90) == 0 and still_without(rows, 90) not in (0, 1)


SITUATIONS: Final[dict[str, Situation]] = {
    "demo_nothing_left": _nothing_left,
    "demo_nobody_followed": _nobody_followed,
    "demo_one_destination": _one_destination,
    "demo_nobody_watched": _nobody_watched,
}


def _groups(found: Sequence[Exit]) -> list[Sequence[Observation]]:
    groups: dict[tuple[str, str, date], list[Exit]] = {}
    for one in found:
        half_year = date(one.end.year, 1 if one.end.month <= 6 else 7, 1)
        for place in (one.municipality or "", one.spell.unit or ""):
            groups.setdefault((one.service, place, half_year), []).append(one)
    ordered = [observations(groups[key]) for key in sorted(groups)]
    return [rows for rows in ordered if len(rows) >= FEWEST_EXITS]


def _rows(found: Sequence[Observation]) -> list[Row]:
    """Persons numbered in the order in which they come."""
    numbers: dict[object, int] = {}
    return [(one.time_days, one.to or "", numbers.setdefault(one.person, len(numbers))) for one in found]


def main() -> None:
    for seed, service in ((1, "KTT"), (2, "THV"), (3, "TYV")):
        found = demo_exits(seed)
        write(f"demo_{service.lower()}", _rows(observations([one for one in found if one.service == service])))
    groups = [rows for seed in (4, 5, 6, 7) for rows in _groups(demo_exits(seed))]
    for name, holds in SITUATIONS.items():
        write(name, _rows(max(filter(holds, groups), key=len)))


if __name__ == "__main__":
    main()
