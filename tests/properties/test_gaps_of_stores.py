"""Lost people, what changed and missed moments equal the twin's to 1e-9, for every window, tolerance and place."""

from datetime import date, timedelta

import polars as pl
import pytest
from tests.properties.figure_rows import Rows, assert_same, rows_of
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference import gaps as twin
from tests.reference.figures import EVERYTHING, Selection, keys

from tyokyky.analysis import change, effect, gaps, no_shows
from tyokyky.analysis.followed_year import followed_year
from tyokyky.domain.filters import Breakdown, Filters

JOINT = ("service_code", "breakdown_value")
NUMBERS = ("at_start_count", "drop_off_share", "lost_count", "lost_lower_count", "lost_upper_count", "excess_count")
ASKED = {
    "services": (90, None, None, EVERYTHING),
    "units": (30, None, "unit", EVERYTHING),
    "municipalities of one service": (60, 0, "municipality", Selection(service="STEP14")),
    "services of a unit": (90, 60, None, Selection(unit="U2")),
    "units of a municipality": (90, None, "unit", Selection(municipality="398")),
    "an earlier year": (90, None, "unit", Selection(until=date(2025, 5, 10))),
}


def filters_of(window_days: int, chain: int | None, selection: Selection) -> Filters:
    return Filters(window_days=window_days, chain_gap_days=chain, **vars(selection))


def gap_row(made: twin.Gap) -> dict[str, object]:
    values = (made.exits, made.drop_off, made.lost, *made.lost_interval, made.excess, made.weakest_level)
    return dict(zip((*NUMBERS, "weakest_level"), values, strict=True))


@pytest.mark.parametrize(("window_days", "chain", "by", "selection"), ASKED.values(), ids=ASKED.keys())
def test_lost_people(store: Store, window_days: int, chain: int | None, by: str | None, selection: Selection) -> None:
    filters = filters_of(window_days, chain, selection)
    with opened(store.mart_path, chain) as connection:
        everything = gaps.gaps(connection, filters, Breakdown.parse(by) if by else None)
    frame = gaps.by_lost(everything.filter("is_joint"))
    found = twin.gaps(store.world, window_days, keys()[by] if by else None, chain, selection)
    expected: Rows = {row: gap_row(made) for row, made in found.items()}
    assert expected
    assert_same(rows_of(frame, JOINT, (*NUMBERS, "weakest_level")), expected)
    assert frame["lost_count"].to_list() == sorted(frame["lost_count"].to_list(), reverse=True)
    # Every exit is followed to the window: what is lost are the dropped ones themselves.
    assert frame["lost_count"].to_list() == pytest.approx(frame["dropped_count"].to_list())
    assert frame.select(pl.col("still_in_window_count", "not_yet_observable_count", "may_be_renewed_count")).sum().row(
        0
    ) == (0, 0, 0)


def test_excesses_of_all_units_make_nothing(store: Store) -> None:
    with opened(store.mart_path, None) as connection:
        frame = gaps.gaps(connection, Filters(), Breakdown.parse("unit"))
    of_service = frame.group_by("service_code").agg(
        pl.col("excess_count").sum(), gap=pl.col("excess_count").null_count()
    )
    whole = of_service.filter(pl.col("gap") == 0)
    assert whole.height > 0
    assert whole["excess_count"].abs().max() < 1e-9  # type: ignore[operator]


@pytest.mark.parametrize(("window_days", "chain"), [(30, None), (90, 0), (60, 60)])
def test_what_changed(store: Store, window_days: int, chain: int | None) -> None:
    with opened(store.mart_path, chain) as connection:
        frame = change.change(connection, Filters(window_days=window_days, chain_gap_days=chain))
    columns = ("drop_off_share_before", "drop_off_share_after", "difference_share", "lower_share", "upper_share")
    expected: Rows = {
        (service,): dict(
            zip(columns, (made.before, made.after, made.difference, *(made.interval or (None, None))), strict=True)
        )
        for service, made in twin.change(store.world, window_days, chain).items()
    }
    assert any(row["difference_share"] is not None for row in expected.values())
    assert_same(rows_of(frame, ("service_code",), columns), expected)
    assert (frame["difference_share"].is_null() == (frame["state"] != "")).all()


@pytest.mark.parametrize(("window_days", "chain", "days_ago"), [(30, None, 300), (90, 0, 500), (60, 60, 121)])
def test_effect_of_an_action(store: Store, window_days: int, chain: int | None, days_ago: int) -> None:
    assert store.world.observed_until is not None
    begun_on = store.world.observed_until - timedelta(days=days_ago)
    filters = Filters(window_days=window_days, chain_gap_days=chain)
    with opened(store.mart_path, chain) as connection:
        days = effect.effect_days(connection, filters, begun_on)
        early = effect.effect_days(connection, filters, store.world.observed_until - timedelta(days=window_days))
        assert days is not None
        assert early is not None
        frame = effect.effect(connection, filters, days)
    made = twin.effect(store.world, begun_on, window_days, chain)
    assert (days.is_too_early, early.is_too_early) == (made is None, True)
    assert made is not None
    columns = ("drop_off_share_before", "drop_off_share_after", "difference_share", "lower_share", "upper_share")
    expected: Rows = {
        (service,): dict(
            zip(columns, (one.before, one.after, one.difference, *(one.interval or (None, None))), strict=True)
        )
        for service, one in made.items()
    }
    assert any(row["difference_share"] is not None for row in expected.values())
    assert_same(rows_of(frame, ("service_code",), columns), expected)


@pytest.mark.parametrize(("window_days", "chain"), [(30, None), (90, 60)])
def test_missed_moments(store: Store, window_days: int, chain: int | None) -> None:
    with opened(store.mart_path, chain) as connection:
        frame = no_shows.no_shows(connection, Filters(window_days=window_days, chain_gap_days=chain))
        lost = gaps.gaps(connection, Filters(window_days=window_days, chain_gap_days=chain))
    columns = ("exit_count", "recorded_count", "with_no_show_count")
    found = twin.no_shows(store.world, window_days, chain)
    expected: Rows = {
        (service, outcome): dict(
            zip(columns, vars(found.get((service, outcome), twin.NoShows(0, 0, 0))).values(), strict=True)
        )
        for service, _ in found
        for outcome in ("dropped", "followed")
    }
    assert sum(row["with_no_show_count"] for row in expected.values()) > 10
    assert_same(rows_of(frame, ("service_code", "outcome"), columns), expected)
    for row in frame.filter(pl.col("recorded_count") > 0).to_dicts():
        ends = twin.wilson(row["with_no_show_count"], row["recorded_count"])
        assert (row["lower_share"], row["upper_share"]) == pytest.approx(ends, abs=1e-9)
    lost = lost.filter("is_joint")
    of_lost = dict(zip(lost["service_code"], lost["dropped_count"], strict=True))
    dropped = frame.filter((pl.col("outcome") == "dropped") & pl.col("service_code").is_in(list(of_lost)))
    assert dropped["exit_count"].to_list() == [of_lost[service] for service in dropped["service_code"]]


@pytest.mark.parametrize("window_days", [1, 30, 90, 365])
@pytest.mark.parametrize("chain", [None, 0, 90])
def test_the_year_is_the_newest_that_is_followed(store: Store, window_days: int, chain: int | None) -> None:
    with opened(store.mart_path, None) as connection:
        found = followed_year(connection, Filters(window_days=window_days, chain_gap_days=chain))
    assert found is not None
    assert (found.year.since, found.year.until) == twin.year(store.world, window_days, chain)
