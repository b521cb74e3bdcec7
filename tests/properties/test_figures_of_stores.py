"""The product's figures equal the twin's to 1e-9, for every key, window, filter and group of participation."""

from datetime import date

import polars as pl
import pytest
from tests.properties.figure_rows import (
    COUNTS,
    DIFFERENCES,
    SHARES,
    Rows,
    assert_same,
    difference_row,
    drop_off_row,
    group_row,
    rows_of,
)
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference.comparisons import answered_shares, groups_of_exits, participation
from tests.reference.exits import exits
from tests.reference.figures import Selection, curve, drop_off, drop_offs, drop_offs_by_key, keys, observations, rows_by
from tests.reference.survival import followed

from tyokyky.analysis import drop_off as product_drop_off
from tyokyky.analysis import participation as product_participation
from tyokyky.domain.filters import Breakdown, Filters

ROW = ("service_code", "breakdown_value")
HALF_YEAR = Selection(since=date(2025, 1, 1), until=date(2025, 6, 30))
CURVE_DAYS = (0, 1, 2, 10, 31, 60, 89, 90)
SELECTIONS = {
    "since": Selection(since=date(2025, 3, 1)),
    "until": Selection(until=date(2025, 9, 30)),
    "quarter": Selection(since=date(2025, 4, 1), until=date(2025, 6, 30)),
    "service": Selection(service="STEP14"),
    "municipality": Selection(municipality="398"),
    "unit": Selection(unit="U2"),
}


def filters_of(selection: Selection, window_days: int) -> Filters:
    return Filters(window_days=window_days, **vars(selection))


def product_rows(store: Store, filters: Filters, breakdown: str | None = None) -> Rows:
    with opened(store.mart_path, filters.chain_gap_days) as connection:
        parsed = Breakdown.parse(breakdown) if breakdown else None
        frame = product_drop_off.drop_off(connection, filters, parsed)
    return rows_of(frame, ROW, (*COUNTS, *SHARES, "state"))


@pytest.mark.parametrize(("window_days", "chain_gap_days"), [(1, None), (30, 0), (90, None), (90, 60), (365, None)])
def test_drop_off_per_service(store: Store, window_days: int, chain_gap_days: int | None) -> None:
    twin = drop_offs(store.world, window_days, chain_gap_days)
    product = product_rows(store, Filters(window_days=window_days, chain_gap_days=chain_gap_days))
    assert_same(product, {(service, ""): drop_off_row(row) for service, row in twin.items()})


@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS.keys())
def test_drop_off_of_a_selection(store: Store, selection: Selection) -> None:
    twin = {(service, ""): drop_off_row(row) for service, row in drop_offs(store.world, 90, None, selection).items()}
    if selection.has_time:
        twin = {key: row for key, row in twin.items() if row["exit_count"]}
    assert_same(product_rows(store, filters_of(selection, 90)), twin)


@pytest.mark.parametrize("key", keys())
def test_drop_off_by_key(store: Store, key: str) -> None:
    twin = drop_offs_by_key(store.world, 90, keys()[key])
    assert_same(product_rows(store, Filters(), key), {row: drop_off_row(one) for row, one in twin.items()})


@pytest.mark.parametrize("measure", ["experience", "evidence"])
@pytest.mark.parametrize("level", ["planning", "decision"])
def test_drop_off_by_group_of_participation(store: Store, measure: str, level: str) -> None:
    found = exits(store.world)
    twin = groups_of_exits(store.world, found, measure, level)
    expected = {row: drop_off_row(drop_off(members, 90)) for row, members in twin.items()}
    assert_same(product_rows(store, Filters(), f"{measure}:{level}"), expected)


def destinations_of_twin(store: Store, window_days: int, key: str | None) -> Rows:
    rows: Rows = {}
    group_of = keys()[key] if key else lambda _: ""
    found = exits(store.world)
    for (service, value), own in rows_by(found, group_of).items():
        made = drop_off(own, window_days).estimate
        at_risk = observations(own)
        for to, (share, limits) in (made.shares if made else {}).items():
            count = sum(followed(at_risk, day, to) for day in range(window_days + 1))
            if count:
                kind = next(one.kind for one in own if one.to == to)
                values = (kind, count, share, *limits)
                rows[service, value, to] = dict(zip(DESTINATION, values, strict=True))
    return rows


DESTINATION = ("kind", "successor_count", "share", "lower_share", "upper_share")


@pytest.mark.parametrize(("window_days", "key"), [(30, None), (90, None), (90, "municipality"), (180, "year")])
def test_destinations(store: Store, window_days: int, key: str | None) -> None:
    with opened(store.mart_path, None) as connection:
        breakdown = Breakdown.parse(key) if key else None
        frame = product_drop_off.destinations(connection, Filters(window_days=window_days), breakdown)
    known = frame.filter(pl.col("state") == "")
    someone = known.filter(pl.col("successor_count") > 0)
    product = rows_of(someone, (*ROW, "successor_service_code"), DESTINATION)
    assert_same(product, destinations_of_twin(store, window_days, key))
    nobody = known.filter(pl.col("successor_count") == 0)
    assert nobody["share"].to_list() == [0.0] * len(nobody)
    assert frame.filter(pl.col("state") != "")["share"].null_count() == len(frame) - len(known)


def test_curve(store: Store) -> None:
    columns = ("at_risk_count", "dropped_share", "lower_share", "upper_share")
    with opened(store.mart_path, None) as connection:
        frame = product_drop_off.curve(connection, Filters())
    found = exits(store.world)
    twin: Rows = {}
    for service in frame["service_code"].unique():
        points = curve([one for one in found if one.service == service], CURVE_DAYS)
        for day, point in points.items():
            values = (point.at_risk, point.dropped_share, *(point.interval or (None, None)))
            twin[service, day] = dict(zip(columns, values, strict=True))
    shown = frame.filter(pl.col("day").is_in(CURVE_DAYS))
    assert_same(rows_of(shown, ("service_code", "day"), columns), twin)


PARTICIPATION = {
    "everything": (Filters(), Selection()),
    "chained by 0": (Filters(window_days=30, chain_gap_days=0), Selection()),
    "half a year": (filters_of(HALF_YEAR, 60), HALF_YEAR),
    "one service": (Filters(service="STEP14"), Selection(service="STEP14")),
}


@pytest.mark.parametrize(("filters", "selection"), PARTICIPATION.values(), ids=PARTICIPATION.keys())
def test_participation(store: Store, filters: Filters, selection: Selection) -> None:
    chain_gap_days = filters.chain_gap_days
    with opened(store.mart_path, chain_gap_days) as connection:
        frame = product_participation.participation(connection, filters)
    group_key = ("service_code", "level", "measure", "breakdown_value")
    groups = rows_of(frame, group_key, ("exit_count", *SHARES[:3]))
    compared = frame.unique(["service_code", "level", "measure"]).select(*group_key[:3], *DIFFERENCES)
    differences = rows_of(compared, group_key[:3], DIFFERENCES)
    twin_groups: Rows = {}
    twin_differences: Rows = {}
    for measure in ("experience", "evidence"):
        twin = participation(store.world, filters.window_days, measure, chain_gap_days, selection)
        for (service, level), made in twin.items():
            twin_differences[service, level, measure] = difference_row(made)
            for name, one in made.groups.items():
                twin_groups[service, level, measure, name] = group_row(one)
    assert_same(groups, twin_groups)
    assert_same(differences, twin_differences)


@pytest.mark.parametrize(
    "selection", [Selection(), HALF_YEAR, Selection(unit="U1")], ids=["all", "half a year", "unit"]
)
def test_answered_share(store: Store, selection: Selection) -> None:
    with opened(store.mart_path, None) as connection:
        frame = product_participation.participation(connection, filters_of(selection, 90))
    asked = frame.filter(pl.col("measure") == "experience").unique(["service_code", "level"])
    shares = asked.select("service_code", "level", share=pl.col("answered_count") / pl.col("active_person_count"))
    product = rows_of(shares, ("service_code", "level"), ("share",))
    twin: Rows = {row: {"share": share} for row, share in answered_shares(store.world, selection).items()}
    assert product
    assert_same(product, {row: twin[row] for row in product})
