"""What a release is made to say, beside a slow reading of the Parquet files themselves."""

import random
from dataclasses import replace
from itertools import product
from pathlib import Path

import polars as pl
import pytest
from tests.council.release_folders import JOINTS, QUARTERS, TOTAL, SampleTable, answers, exits, themes, write_release

from tyokyky.council import findings
from tyokyky.council.rates import Missing, Share
from tyokyky.council.reader import Release, read_release
from tyokyky.council.spans import first_day_of, last_day_of
from tyokyky.domain.participation import Level

YEAR = QUARTERS[-4:]


@pytest.fixture(scope="module")
def newest(two_releases: Path) -> Release:
    return read_release(two_releases / "2026-09-30-1")


def test_a_service_is_told_of_the_newest_year_and_worst_first(newest: Release) -> None:
    found = findings.falls(newest)
    assert [fall.code for fall in found] == ["KTT", "THV", "TYV", "MON", "VAL", "SOSK"]
    ktt = found[0]
    assert ktt.share == Share(4 * 41, 4 * (41 + 62))
    assert (ktt.span.first_on.isoformat(), ktt.span.last_on.isoformat()) == ("2025-07-01", "2026-06-30")


def test_a_service_whose_quarters_are_protected_is_told_of_all_the_time(newest: Release) -> None:
    mon = next(fall for fall in findings.falls(newest) if fall.code == "MON")
    assert (mon.share, mon.span.is_whole) == (Share(12, 66), True)


def test_a_protected_service_has_no_share(newest: Release) -> None:
    sosk = findings.falls(newest)[-1]
    assert (sosk.code, sosk.share) == ("SOSK", Missing.PROTECTED)


def test_all_services_are_the_published_total(newest: Release) -> None:
    every = findings.all_falls(newest)
    assert every is not None
    assert every.share == Share(4 * sum(dropped for dropped, _ in JOINTS.values()), 4 * sum(map(sum, JOINTS.values())))


@pytest.mark.parametrize(("quarter", "first", "last"), [
    ("2025Q1", "2025-01-01", "2025-03-31"), ("2024Q1", "2024-01-01", "2024-03-31"),
    ("2025Q4", "2025-10-01", "2025-12-31"), ("2025Q2", "2025-04-01", "2025-06-30"),
])  # fmt: skip
def test_days_of_a_quarter(quarter: str, first: str, last: str) -> None:
    assert (first_day_of(quarter).isoformat(), last_day_of(quarter).isoformat()) == (first, last)


@pytest.mark.parametrize(("quarters", "frozen", "year"), [
    (QUARTERS, "2026-06-30", YEAR),
    (QUARTERS, "2026-06-29", QUARTERS[1:5]),
    (QUARTERS[:3], "2026-06-30", None),
    (("2024Q1", *QUARTERS[2:5]), "2026-06-30", None),
])  # fmt: skip
def test_a_year_is_four_frozen_quarters_in_a_row(
    quarters: tuple[str, ...], frozen: str, year: tuple[str, ...] | None, tmp_path: Path
) -> None:
    table = exits("municipality", {"398": 1}, quarters=quarters)
    every = findings.all_falls(read_release(write_release(tmp_path, [table], frozen_until=frozen)))
    assert every is not None
    assert every.span.quarters == (year or quarters)
    assert every.span.is_whole == (year is None)


def test_answers_of_a_level_and_those_that_are_protected(newest: Release) -> None:
    found = {voice.level: voice for voice in findings.voices(newest)}
    assert [*found] == [*Level]
    assert found[Level.INFORMATION].out_of_ten == (6, 2, 2)
    assert found[Level.INFORMATION].good == Share(120, 200)
    assert found[Level.EVALUATION].out_of_ten is Missing.PROTECTED


def test_one_protected_band_hides_the_picture(tmp_path: Path) -> None:
    table = answers("planning").protecting(*product((TOTAL, *QUARTERS), ("low",)))
    (voice,) = findings.voices(read_release(write_release(tmp_path, [table])))
    assert (voice.good, voice.out_of_ten) == (Missing.PROTECTED, Missing.PROTECTED)


def test_themes_by_their_count_protected_last_and_unsaid_left_out(tmp_path: Path) -> None:
    table = themes().with_counts({("heard", quarter): 0 for quarter in QUARTERS})
    table = table.protecting(*(("bouncing", quarter) for quarter in (TOTAL, *QUARTERS)))
    found = findings.repeated(read_release(write_release(tmp_path, [table])))
    assert [one.theme for one in found] == ["plan_missing", "not_heard", "peers", "benefit_worry", "bouncing"]
    assert found[-1].cell is not None
    assert (found[-1].cell.count, found[-1].cell.upper) == (None, 9)


def test_protected_themes_stand_by_the_least_they_can_be(tmp_path: Path) -> None:
    cells = [("bouncing", quarter) for quarter in (TOTAL, *QUARTERS)]
    table = replace(themes().protecting(*cells), interval=(60, 2**31 - 1))
    found = findings.repeated(read_release(write_release(tmp_path, [table])))
    assert [one.theme for one in found][:3] == ["plan_missing", "heard", "bouncing"]


def test_changes_are_of_the_same_kind_of_time(two_releases: Path, newest: Release) -> None:
    spring = read_release(two_releases / "2026-03-31-1")
    found = {one.code: one for one in findings.changes(newest, spring)}
    assert found["KTT"].before_share == Share(4 * 61, 4 * (61 + 62)), "half as many again, in whole people"
    assert (found["KTT"].change, found["TYV"].change) == ("less", "unclear")
    assert "SOSK" not in found
    assert findings.changes(newest, None) == ()


def _random_table(numbers: random.Random) -> SampleTable:
    quarters, joints = QUARTERS[-4:], ("KTT", "THV")
    cells = product(joints, ("dropped", "continued", "open"), quarters)
    counts: dict[tuple[str, ...], int] = {cell: numbers.choice((0, 5, 7, numbers.randrange(5, 40))) for cell in cells}
    dimensions = {
        "joint": (TOTAL, *joints), "outcome": (TOTAL, "dropped", "continued", "open"), "quarter": (TOTAL, *quarters),
    }  # fmt: skip
    table = SampleTable("exits", "exits", dimensions, counts)
    return table.protecting(*(cell for cell in product(*dimensions.values()) if numbers.random() < 0.25))


def test_shares_are_those_of_a_slow_reading_of_the_shown_cells(tmp_path: Path) -> None:
    """Where one needed cell is null there is none; a twin that knows nothing of our cells says what there is."""
    numbers, told = random.Random(3), 0  # noqa: S311
    for run in range(25):
        table = _random_table(numbers)
        place = write_release(tmp_path / str(run), [table], frozen_until="2026-06-30")
        published = pl.read_parquet(place / "tables" / "exits.parquet")
        for fall in findings.falls(read_release(place)):
            expected = _slowly(published, fall.code)
            assert fall.share == expected or (expected is None and isinstance(fall.share, Missing)), fall
            told += isinstance(fall.share, Share)
    assert 10 <= told <= 45


def _slowly(published: pl.DataFrame, joint: str) -> Share | None:
    for quarters in (YEAR, (TOTAL,)):
        counts = {}
        for outcome in ("dropped", "continued"):
            rows = published.filter(
                pl.col("joint").eq(joint) & pl.col("outcome").eq(outcome) & pl.col("quarter").is_in(quarters)
            )
            known = rows["count"].to_list()
            counts[outcome] = None if None in known else sum(known)
        dropped, continued = counts["dropped"], counts["continued"]
        if dropped is not None and continued is not None and dropped + continued >= 20:
            return Share(dropped, dropped + continued)
    return None
