"""A small county to release, with an engine and a proof that take no time: it is the way that is tested here."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from tests.homes import SERVICES, built, stay
from tests.reference.world import Period

from tyokyky.domain.releases import Engine, TableLayout
from tyokyky.release import approval, building, planning
from tyokyky.release.desk import Hand
from tyokyky.release.folders import ShownTable, hashes
from tyokyky.release.loss import Loss, table_loss
from tyokyky.release.proof import Proof
from tyokyky.release.protection import Protected
from tyokyky.release.tables.counting import Counts
from tyokyky.settings import Settings

MOMENT: Final = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
AS_OF: Final = date(2025, 12, 31)
LATER: Final = date(2026, 4, 1)
FIRST: Final = "2025-12-31-1"
SECOND: Final = "2025-12-31-2"
NOT_PROVEN: Final = "Solun voi päätellä."


def hand(who: str = "Aino") -> Hand:
    return Hand(who, MOMENT)


def periods(exit_count: int = 8, first: date = date(2025, 1, 10)) -> list[Period]:
    """So many exits of each of three quarters, half of them followed by a job."""
    found = []
    for quarter in range(3):
        ended = first + timedelta(days=91 * quarter)
        for number in range(exit_count):
            person = f"{quarter}-{number}"
            place = "398" if number % 2 else "098"
            found.append(stay(person, "STEP", str(ended - timedelta(days=30)), str(ended), municipality=place))
            if number < exit_count // 2:
                found.append(stay(person, "JOB", str(ended + timedelta(days=5)), None))
    return found


def late_periods() -> tuple[Period, ...]:
    """Six exits of a quarter that is out already, and six of the next."""
    ends = [date(2025, 2, 3)] * 6 + [date(2025, 11, 3)] * 6
    return tuple(
        stay(f"late-{number}", "STEP", str(end - timedelta(days=30)), str(end), municipality="398")
        for number, end in enumerate(ends)
    )


def county(home: Path, *more: Period, exit_count: int = 8, as_of: date = AS_OF) -> Settings:
    # An exit before the first whole quarter, so that this is covered from its first day on.
    earliest = stay("first", "STEP", "2024-11-01", "2024-12-20", municipality="398")
    return built(home, earliest, *periods(exit_count), *more, as_of=as_of, services=SERVICES)


def quick_engines(
    settings: Settings, facts: Mapping[str, Any], counts: Mapping[TableLayout, Counts], earlier: object, engine: Engine
) -> Protected:
    """Hides the small and tells the same interval of all of them."""
    n_min = facts["policy"]["n_min"]
    tables = []
    for layout, true in counts.items():
        small = (true >= 1) & (true < n_min)
        tables.append(ShownTable(layout, true, ~small, np.where(small, 0, true), np.where(small, 2 * n_min - 1, true)))
    losses = tuple(table_loss(table, counts[table.layout], n_min) for table in tables)
    return Protected(tuple(tables), (Loss(engine, losses),))


def quick_proof(folder: Path, earlier: Sequence[Path]) -> Proof:
    """Proven, unless somebody has laid a note of doubt beside."""
    proven = not (folder.parent / "doubt").exists()
    lines = ("Todistettu.",) if proven else (NOT_PROVEN,)
    return Proof(proven, lines, {"proven": proven, "earlier": [one.name for one in earlier], "lines": list(lines)})


@contextmanager
def quick() -> Iterator[None]:
    """The quick engine and proof in the place of the real ones."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(building, "both_engines", quick_engines)
        patched.setattr(approval, "prove", quick_proof)
        yield


def made(settings: Settings) -> str:
    """A release that is planned, built and audited."""
    release = planning.plan(settings, hand()).release
    building.build(settings, release, hand())
    approval.audit(settings, release, hand())
    return release


def approved(settings: Settings) -> str:
    """A release that two people have approved."""
    release = made(settings)
    for who in ("Aino", "Veikko"):
        approval.approve(settings, release, hand(who))
    return release


def doubt(settings: Settings) -> None:
    (settings.home / "releases" / "plans" / "doubt").touch()


def bytes_of(settings: Settings) -> dict[str, str]:
    """Hash of every file under `releases`, the lock left out."""
    folder = settings.home / "releases"
    return {name: told for name, told in hashes(folder).items() if name != "ledger.lock"} if folder.exists() else {}
