"""Two groups side by side: what each alone tells, their difference, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from math import sqrt
from statistics import NormalDist
from typing import Any

import polars as pl
import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.question import Options
from tyokyky.reporting import comparison, comparison_findings
from tyokyky.reporting.figures import exact_figure, figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

Ask = Callable[..., Figure]
SIDES = ("first", "second")
SHARES = {"n": "n", "share": "share", "lower": "lower", "upper": "upper"}


@pytest.fixture(scope="module")
def mart(demo_settings: Settings) -> Mart:
    return current_mart(demo_settings)


def wilson(count: int, base: int) -> tuple[float, float]:
    """Wilson's interval by its textbook formula."""
    z, p = NormalDist().inv_cdf(0.975), count / base
    centre, reach = p + z * z / (2 * base), z * sqrt(p * (1 - p) / base + z * z / (4 * base * base))
    lower, upper = (centre - reach) / (1 + z * z / base), (centre + reach) / (1 + z * z / base)
    return (0.0 if count == 0 else lower), (1.0 if count == base else upper)


def check_differences(rows: list[dict[str, Any]]) -> None:
    """MOVER and Bonferroni in plain Python, from the shares and intervals that stand in the row."""
    compared = [row for row in rows if row["difference"] is not None]
    stretch = NormalDist().inv_cdf(1 - 0.025 / max(1, len(compared))) / NormalDist().inv_cdf(0.975)
    for row in compared:
        a, b = row["share_first"], row["share_second"]
        below = sqrt((a - row["lower_first"]) ** 2 + (row["upper_second"] - b) ** 2)
        above = sqrt((row["upper_first"] - a) ** 2 + (b - row["lower_second"]) ** 2)
        found = [row[name] for name in ("difference", "difference_lower", "difference_upper")]
        assert found == pytest.approx([a - b, a - b - below, a - b + above], abs=1e-12)
        wide = [max(-1.0, a - b - stretch * below), min(1.0, a - b + stretch * above)]
        assert [row["together_lower"], row["together_upper"]] == pytest.approx(wide, abs=1e-12)


@pytest.mark.parametrize("by", ["year", "municipality", "experience:planning"])
@pytest.mark.parametrize("ask", [figure, exact_figure])
def test_a_group_is_told_as_in_destinations_and_no_more(mart: Mart, by: str, ask: Ask) -> None:
    pair = {"year": ("2025", "2024"), "municipality": ("398", "111")}.get(by, ("realised", "not"))
    both = ask(mart, "compare", Filters(service="KTT"), Breakdown.parse(by), Options(pair=pair)).table
    alone = ask(mart, "destinations", Filters(service="KTT"), Breakdown.parse(by)).table
    assert both.height > 0
    for side, value in zip(SIDES, pair, strict=True):
        own = alone.filter(pl.col(by) == value)
        told = both.select("to", *(pl.col(f"{name}_{side}").alias(name) for name in SHARES))
        expected = told.select("to").join(own.select("to", *SHARES), on="to", how="left", maintain_order="left")
        assert told.equals(expected)
    rows = both.to_dicts()
    check_differences(rows)
    for row in rows:
        missing = any(row[f"{number}_{side}"] is None for number in ("share", "lower") for side in SIDES)
        assert (row["difference"] is None) == missing == (row["together_lower"] is None)
        assert (row["state"] != "") == missing
    if ask is exact_figure:
        assert any(row["difference"] is not None for row in rows)


@pytest.mark.parametrize("ask", [figure, exact_figure])
def test_months_of_a_group_are_told_as_its_own_months(mart: Mart, ask: Ask) -> None:
    both = ask(mart, "compare-months", Filters(), Breakdown(Key.YEAR), Options(pair=("2023", "2022"))).table
    assert both["month"].unique().sort().to_list() == [6, 12, 24, 36]
    for side, year in zip(SIDES, (2023, 2022), strict=True):
        begun = Filters(since=date(year, 1, 1), until=date(year, 12, 31))
        alone = {(row["month"], row["state"]): row for row in ask(mart, "occupation", begun).table.to_dicts()}
        for row in both.to_dicts():
            own = alone.get((row["month"], row["place"]))
            assert row[f"n_{side}"] == (own["n"] if own else None)
            assert row[f"share_{side}"] == (own["share"] if own else None)
            if own and own["n"] is not None and own["observable"]:
                ends = (row[f"lower_{side}"], row[f"upper_{side}"])
                assert ends == pytest.approx(wilson(own["n"], own["observable"]), abs=1e-12)
    check_differences(both.to_dicts())
    assert both["difference"].count() > 0


def test_without_a_pair_the_years_before_the_newest_are_compared(mart: Mart) -> None:
    for name in ("compare", "compare-months"):
        both = figure(mart, name, Filters()).table
        assert set(both.select("compared_by", "first", "second").rows()) == {("year", "2025", "2024")}
    both = figure(mart, "compare", Filters(), Breakdown.parse("experience:decision")).table
    assert set(both.select("first", "second").rows()) == {("realised", "not")}


def test_turned_around_the_difference_changes_its_sign_and_nothing_else(mart: Mart) -> None:
    ask = Filters(service="KTT"), Breakdown(Key.YEAR)
    one, other = (
        exact_figure(mart, "compare", *ask, Options(pair=p)).table for p in (("2025", "2024"), ("2024", "2025"))
    )
    joined = one.join(other, on="to", suffix="_turned")
    assert joined.height == one.height == other.height
    assert ((joined["difference"] + joined["difference_turned"]).abs().drop_nulls() < 1e-12).all()
    assert ((joined["together_lower"] + joined["together_upper_turned"]).abs().drop_nulls() < 1e-12).all()


@pytest.mark.parametrize(
    ("name", "by", "pair", "filters", "said"),
    [
        ("compare", "municipality", None, Filters(), "mitä kahta kuntaa"),
        ("compare", "municipality", ("398", "398"), Filters(), "kaksi eri arvoa"),
        ("compare", "municipality", ("398", "NOPE"), Filters(), "tarkista --pair"),
        ("compare", "year", ("2025", "25"), Filters(), "tarkista --pair"),
        ("compare", "experience:planning", ("realised", "NOPE"), Filters(), "tarkista --pair"),
        ("compare", "municipality", ("398", "111"), Filters(municipality="398"), "jätä --municipality pois"),
        ("compare", "year", None, Filters(since=date(2024, 1, 1)), "jätä --since ja --until pois"),
        ("compare-months", "year", None, Filters(until=date(2024, 1, 1)), "jätä --since ja --until pois"),
        ("compare-months", "experience:planning", None, Filters(), "ei ota tätä jaottelua"),
        ("compare", "gender", None, Filters(), "ei ota tätä jaottelua"),
    ],
)
def test_what_can_not_be_compared_is_refused(
    mart: Mart, name: str, by: str, pair: tuple[str, str] | None, filters: Filters, said: str
) -> None:
    with pytest.raises(UserError, match=said) as refused:
        figure(mart, name, filters, Breakdown.parse(by), Options(pair=pair))
    assert "NOPE" not in str(refused.value)


def test_other_figures_refuse_a_pair(mart: Mart) -> None:
    with pytest.raises(UserError, match="--pair"):
        figure(mart, "destinations", Filters(), None, Options(pair=("2025", "2024")))


def test_a_year_without_exits_is_nothing_and_not_hidden(mart: Mart) -> None:
    shown = figure(mart, "compare", Filters(service="KTT"), Breakdown(Key.YEAR), Options(pair=("1999", "2024")))
    assert shown.table["difference"].null_count() == shown.table.height > 0
    assert set(shown.table["state"]) == {"none"}
    assert shown.finding.key == "finding.compare.nothing"
    none = figure(mart, "compare-months", Filters(), Breakdown(Key.YEAR), Options(pair=("1999", "1998")))
    assert none.table["difference"].null_count() == none.table.height


def rows_of(first: tuple[int, int], second: tuple[int, int]) -> pl.DataFrame:
    """Two groups' rows of one place, as the small-number rule gives them."""
    common = {"month": 12, "state": "no_service", "compared_by": "year", "first_value": "2025", "second_value": "2024"}
    rows = [
        {**common, "breakdown_value": value, "person_count": n, "observable_count": base, "share": n / base}
        for value, (n, base) in (("2025", first), ("2024", second))
    ]
    return pl.DataFrame(rows)


def test_a_clear_difference_is_named_with_the_higher_share_first() -> None:
    both = comparison.of_months(rows_of((20, 200), (120, 200)))
    found = comparison_findings.of_months(both)
    assert found.key == "finding.compare_months"
    assert (found.values["high_value"], found.values["low_value"]) == ("2024", "2025")
    assert (found.values["high_share"], found.values["clear_count"], found.values["all_count"]) == (0.6, 1, 1)
    assert comparison_findings.of_months(comparison.of_months(rows_of((20, 200), (22, 200)))).key.endswith(".none")


def test_a_difference_clear_alone_is_not_clear_among_many() -> None:
    pair = rows_of((40, 200), (60, 200))
    alone = comparison.of_months(pair)
    assert comparison.clear(alone).height == 1
    many = pl.concat([pair, *(rows_of((40, 200), (40, 200)).with_columns(state=pl.lit(f"P{i}")) for i in range(19))])
    both = comparison.of_months(many)
    assert comparison.clear(both).is_empty()
    assert both["difference_lower_share"][0] == alone["difference_lower_share"][0]


def test_withheld_on_either_side_leaves_no_difference() -> None:
    rows = rows_of((20, 200), (120, 200)).with_columns(
        person_count=pl.when(pl.col("breakdown_value") == "2025").then("person_count"),
        share=pl.when(pl.col("breakdown_value") == "2025").then("share"),
    )
    both = comparison.of_months(rows)
    assert both["state"].to_list() == ["hidden"]
    assert both.select(pl.col("^(difference|together).*$")).row(0) == (None,) * 5
    assert comparison_findings.of_months(both).key == "finding.hidden"
    unknown = rows_of((20, 200), (120, 200)).with_columns(
        person_count=pl.lit(0), observable_count=pl.lit(0), share=pl.lit(None, pl.Float64)
    )
    assert comparison.of_months(unknown)["state"].to_list() == ["not_yet"]


def test_a_zero_of_a_hidden_base_is_hidden_and_not_compared() -> None:
    rows = rows_of((0, 4), (12, 200)).with_columns(
        observable_count=pl.when(pl.col("observable_count") >= 5).then("observable_count")
    )
    both = comparison.of_months(rows)
    assert both["state"].to_list() == ["hidden"]
    assert both["difference_share"].to_list() == [None]


def test_a_place_that_neither_group_is_in_has_no_row() -> None:
    both = comparison.of_months(
        pl.concat([rows_of((0, 200), (0, 200)), rows_of((0, 200), (9, 200)).with_columns(state=pl.lit("TYO"))])
    )
    assert both["place"].to_list() == ["TYO"]


def test_only_the_page_filters_that_are_not_compared_stay(mart: Mart) -> None:
    asked = Filters(service="KTT", municipality="398")
    both = exact_figure(mart, "compare", asked, Breakdown(Key.YEAR), Options(pair=("2025", "2024"))).table
    whole = exact_figure(mart, "compare", replace(asked, municipality=None), Breakdown(Key.YEAR)).table
    assert 0 < both["n_first"].sum() < whole["n_first"].sum()
