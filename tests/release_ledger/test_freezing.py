"""A quarter that is out keeps its numbers, whatever the register holds later; a correction gives it a new version."""

import shutil

import polars as pl
import pytest
from tests.release_ledger.desks import FIRST, bytes_of, hand

from tyokyky.domain.errors import UserError
from tyokyky.release import approval, building, planning
from tyokyky.release.desk import look
from tyokyky.release.folders import read_folder
from tyokyky.release.hidden_counts import COUNTS_FOLDER, kept
from tyokyky.release.ledger import Act
from tyokyky.release.planning import Correction, Plan
from tyokyky.settings import Settings

TABLE = "exits_by_municipality"
OUT = ("2025Q1", "2025Q2", "2025Q3")


def _count(plan: Plan, quarter: str) -> int:
    return int(plan.leaves[TABLE].filter(pl.col("quarter") == quarter)["count"].sum())


def test_quarters_follow_the_window(fresh: Settings) -> None:
    """The exit of December 2024 made 2024Q4 no whole quarter; the last quarter is still in the window."""
    plan = planning.plan(fresh, hand())
    assert tuple(plan.facts["quarter_versions"]) == OUT
    assert plan.facts["frozen_until"] == "2025-09-30"
    assert [_count(plan, quarter) for quarter in OUT] == [8, 8, 8]


def test_a_late_delivery_changes_no_quarter_that_is_out(later: Settings) -> None:
    plan = planning.plan(later, hand())
    assert plan.facts["quarter_versions"] == dict.fromkeys((*OUT, "2025Q4"), 1)
    assert [_count(plan, quarter) for quarter in (*OUT, "2025Q4")] == [8, 8, 8, 6]


def test_totals_over_time_are_sums_of_what_is_out(later: Settings) -> None:
    release = planning.plan(later, hand()).release
    folder = building.build(later, release, hand()).folder
    rows = read_folder(folder).tables[TABLE].filter(outcome="_total", municipality="_total")
    assert dict(rows.select("quarter", "count").iter_rows()) == {
        "_total": 30,
        "2025Q1": 8,
        "2025Q2": 8,
        "2025Q3": 8,
        "2025Q4": 6,
    }


def test_a_correction_is_counted_anew_under_a_new_version(later: Settings) -> None:
    plan = planning.plan(later, hand(), Correction(("2025Q1",), "Kunta toimitti puuttuneet jaksot."))
    assert plan.facts["quarter_versions"] == {"2025Q1": 2, "2025Q2": 1, "2025Q3": 1, "2025Q4": 1}
    assert _count(plan, "2025Q1") == 14
    told = [entry for entry in look(later).entries if entry.kind is Act.CORRECTED]
    assert [dict(entry.facts) for entry in told] == [
        {"quarters": ["2025Q1"], "reason": "Kunta toimitti puuttuneet jaksot."}
    ]


def test_a_corrected_quarter_stays_corrected(later: Settings) -> None:
    release = planning.plan(later, hand(), Correction(("2025Q1",), "syy")).release
    building.build(later, release, hand())
    approval.audit(later, release, hand())
    for who in ("Aino", "Veikko"):
        approval.approve(later, release, hand(who))
    approval.publish(later, release, hand())
    plan = planning.plan(later, hand())
    assert plan.facts["quarter_versions"]["2025Q1"] == 2
    assert _count(plan, "2025Q1") == 14


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (Correction(("2025Q1",), "  "), "tarvitaan syy"),
        (Correction(("2025Q4",), "syy"), "joka on jo julkaistu"),
        (Correction(("kevät",), "syy"), "joka on jo julkaistu"),
    ],
)
def test_a_correction_needs_a_reason_and_a_quarter_that_is_out(
    later: Settings, correction: Correction, said: str
) -> None:
    before = bytes_of(later)
    with pytest.raises(UserError, match=said):
        planning.plan(later, hand(), correction)
    assert bytes_of(later) == before


def test_without_the_counts_of_what_is_out_nothing_is_planned(later: Settings) -> None:
    before = bytes_of(later)
    shutil.rmtree(later.home / COUNTS_FOLDER)
    with pytest.raises(UserError, match="luvut puuttuvat"):
        planning.plan(later, hand())
    assert bytes_of(later) == before


def test_releases_name_every_one_before_them_with_its_hash(later: Settings) -> None:
    plan = planning.plan(later, hand())
    published = look(later).published
    assert [(one["id"], one["manifest_sha256"]) for one in plan.facts["earlier"]] == [
        (entry.release, entry.facts["files"]["manifest.json"]) for entry in published
    ]


def test_municipalities_keep_the_names_of_the_first_release(later: Settings) -> None:
    first = read_folder(later.home / "releases" / FIRST).manifest
    plan = planning.plan(later, hand())
    assert plan.facts["merged"] == first["merged"]
    [table] = [layout for layout in plan.layouts if layout.name == TABLE]
    [known] = [one for one in first["tables"] if one["name"] == TABLE]
    [place] = [one for one in table.dimensions if one.name == "municipality"]
    assert [list(place.codes)] == [one["codes"] for one in known["dimensions"] if one["name"] == "municipality"]


def test_true_counts_are_for_the_owner_alone_and_outside_the_releases(fresh: Settings) -> None:
    release = planning.plan(fresh, hand()).release
    folder = fresh.home / COUNTS_FOLDER / release
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == folder.parent.stat().st_mode & 0o777 == 0o700
    assert kept(fresh, release, [TABLE])[TABLE]["count"].sum() == 24
    assert not any(path.suffix == ".parquet" for path in (fresh.home / "releases").rglob("*"))
