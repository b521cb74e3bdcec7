"""Months, charts and signals equal the twin's to 1e-9: on generated stores, and on random series with gaps."""

import random
from datetime import date

import numpy as np
import polars as pl
import pytest
from tests.homes import built, stay
from tests.properties.figure_rows import Rows, assert_same, rows_of
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference.figures import Selection, drop_offs
from tests.reference.trends import Month, charted, months

from tyokyky.analysis.trends import trend, units
from tyokyky.domain import chart_rules
from tyokyky.domain.chart_rules import Rule
from tyokyky.domain.control_charts import share_chart
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.reporting.figures import exact_figure, figure
from tyokyky.reporting.mart import current_mart

KEY = ("service_code", "breakdown_value", "month_on")
COLUMNS = (
    "exit_count",
    "dropped_count",
    "state",
    "drop_off_share",
    "centre",
    "lower_limit",
    "upper_limit",
    "signal",
)


def as_rows(found: dict[tuple[str, str], list[Month]]) -> Rows:
    return {
        (*joint, month.on): dict(
            zip(
                COLUMNS,
                (
                    month.exits,
                    month.dropped,
                    month.state,
                    month.share,
                    month.centre,
                    month.lower,
                    month.upper,
                    ";".join(month.signals),
                ),
                strict=True,
            )
        )
        for joint, made in found.items()
        for month in made
    }


@pytest.mark.parametrize(
    ("window_days", "chain", "by", "selection"),
    [
        (90, None, "", Selection()),
        (30, 60, "", Selection()),
        (14, None, "municipality", Selection(until=date(2025, 8, 10))),
        (90, None, "unit", Selection(since=date(2024, 9, 1))),
        (90, None, "", Selection(municipality="398")),
    ],
)
def test_every_month_equals_the_twin(
    store: Store, window_days: int, chain: int | None, by: str, selection: Selection
) -> None:
    filters = Filters(window_days=window_days, chain_gap_days=chain, **vars(selection))
    with opened(store.mart_path, chain) as connection:
        frame = trend(connection, filters, Breakdown.parse(by) if by else None)
    expected = as_rows(months(store.world, window_days, by, chain, selection))
    assert_same(rows_of(frame, KEY, COLUMNS), expected)
    assert frame["dropped_count"].drop_nulls().len() > 20


def test_points_are_the_drop_off_of_their_month(store: Store) -> None:
    with opened(store.mart_path, None) as connection:
        frame = trend(connection, Filters())
    some = frame.filter(pl.col("dropped_count") > 0)[::5]
    for row in some.to_dicts():
        asked = Selection(since=row["month_on"], until=_last_day(row["month_on"]), service=row["service_code"])
        whole = drop_offs(store.world, 90, selection=asked)[row["service_code"]]
        assert whole.estimate is not None
        assert row["drop_off_share"] == pytest.approx(whole.estimate.drop_off, abs=1e-9)


def _last_day(on: date) -> date:
    following = date(on.year + on.month // 12, on.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def test_units_are_the_sums_of_their_followed_months(store: Store) -> None:
    with opened(store.mart_path, None) as connection:
        frame = units(connection, Filters())
    expected = {
        joint: [month for month in made if month.dropped is not None]
        for joint, made in months(store.world, 90, "unit").items()
    }
    found = {(row["service_code"], row["breakdown_value"]): row for row in frame.to_dicts()}
    assert set(found) == {joint for joint, made in expected.items() if made}
    for joint, row in found.items():
        assert row["exit_count"] == sum(month.exits for month in expected[joint])
        assert row["dropped_count"] == sum(month.dropped or 0 for month in expected[joint])
        of_service = [made for (service, _), made in expected.items() if service == joint[0]]
        assert row["service_exit_count"] == sum(month.exits for made in of_service for month in made)


def series(seed: int) -> list[Month]:
    """Months with drifts, runs, far points and gaps."""
    rng = random.Random(seed)  # noqa: S311 - test data, nothing secret
    share, made = rng.uniform(0.1, 0.6), []
    for number in range(48):
        share = min(0.9, max(0.05, share + rng.choice((0, 0, 0, 0.02, -0.02, 0.15, -0.15))))
        exits = rng.randrange(8, 60)
        dropped = sum(rng.random() < share for _ in range(exits))
        gap = rng.random() < 0.08
        month = Month(date(2020 + number // 12, number % 12 + 1, 1), exits, None if gap else dropped)
        month.share = None if gap else dropped / exits
        made.append(month)
    return made


def test_rules_equal_the_twin_on_random_series() -> None:
    seen: set[str] = set()
    for seed in range(150):
        made = series(seed)
        exits = np.array([[float(month.exits) for month in made]])
        dropped = np.array([[np.nan if month.dropped is None else float(month.dropped) for month in made]])
        found = chart_rules.names(chart_rules.signals(share_chart(dropped, exits)))[0]
        expected = [";".join(month.signals) for month in charted(made)]
        assert found.tolist() == expected, seed
        seen |= {name for joined in expected for name in joined.split(";")}
    assert seen == {"", *(rule.value for rule in Rule)}


def test_a_dated_change_begins_a_new_phase_with_limits_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("changed")
    home.mkdir(exist_ok=True)
    (home / "trends.toml").write_text(
        '[[change]]\nservice = "STEP"\non = 2024-01-15\nname = "uusi tapa"\n'
        '[[target]]\nservice = "STEP"\ndrop_off = 0.2\n',
        encoding="utf-8",
    )
    mart = current_mart(built(home, *_two_years(12, 6)))
    table = exact_figure(mart, "trend", Filters(service="STEP")).table
    points = table.drop_nulls("drop_off")
    phases = points.group_by("phase", maintain_order=True).agg(pl.len(), pl.col("centre").unique())
    assert phases["phase"].to_list() == ["", "uusi tapa"]
    assert phases["centre"].to_list() == [[pytest.approx(0.6)], [pytest.approx(0.3)]]
    assert points.filter(pl.col("phase") != "")["month"].min() == date(2024, 2, 1), (
        "the month of the change is the old one"
    )
    assert set(points["signal"]) == {""}
    shown = figure(mart, "trend", Filters(service="STEP"))
    assert shown.table["centre"].to_list() == table["centre"].to_list()
    by_unit = figure(mart, "trend", Filters(service="STEP"), Breakdown(Key.UNIT)).table
    assert by_unit["phase"].to_list() == table["phase"].to_list()


def _two_years(before: int, after: int) -> list:  # type: ignore[type-arg]
    """Twenty exits a month for two years and three months; so many of them dropped before and after January 2024."""
    periods = []
    for number in range(27):
        year, month = 2023 + number // 12, number % 12 + 1
        dropped = before if number < 13 else after
        for person in range(20):
            name, end = f"{number}-{person}", date(year, month, 10 + person % 5)
            periods.append(stay(name, "STEP", f"{year - 1}-{month:02}-01", end.isoformat(), unit="U1"))
            if person >= dropped:
                periods.append(stay(name, "JOB", end.isoformat(), None, unit="U1"))
    return periods
