"""Clients beside professionals, in the product and in plain Python: every answer of the whole time, form by form."""

from datetime import date
from fractions import Fraction
from math import sqrt

import polars as pl
import pytest
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference.feedback import interval
from tests.reference.figures import UNKNOWN
from tests.reference.participation import scaled
from tests.reference.world import World, all_answers

from tyokyky.analysis.views import ROW, quarters_of, remade, views
from tyokyky.domain.filters import Filters
from tyokyky.privacy.feedback_numbers import without_lone_few

Side = tuple[str, str, str]
Ends = tuple[float, float] | None
LIMITS = {
    "all": Filters(),
    "service": Filters(service="STEP14"),
    "half a year": Filters(since=date(2025, 1, 1), until=date(2025, 6, 30)),
}


def forms_of(world: World, filters: Filters) -> dict[Side, list[list[Fraction]]]:
    items = {item.item_id: item for item in world.items}
    forms: dict[Side, dict[tuple[str, str], list[Fraction]]] = {}
    for controller, answer in all_answers(world):
        in_time = (filters.since or date.min) <= answer.answered_on <= (filters.until or date.max)
        if answer.score is None or not in_time or filters.service not in (None, answer.service):
            continue
        item = items[answer.item_id]
        side = (item.level, item.plane, answer.respondent or UNKNOWN)
        of_side = forms.setdefault(side, {})
        of_side.setdefault((controller, answer.response_id), []).append(scaled(item, answer.score))
    return {side: list(of_side.values()) for side, of_side in forms.items()}


def difference(first: tuple[float, Ends], second: tuple[float, Ends]) -> tuple[float, float, float] | None:
    """First minus second with the two half-widths squared and added: MOVER, written out."""
    (one, one_ends), (other, other_ends) = first, second
    if one_ends is None or other_ends is None:
        return None
    below = sqrt((one - one_ends[0]) ** 2 + (other_ends[1] - other) ** 2)
    above = sqrt((one_ends[1] - one) ** 2 + (other - other_ends[0]) ** 2)
    return one - other, one - other - below, one - other + above


def product(store: Store, filters: Filters) -> pl.DataFrame:
    with opened(store.mart_path, None) as connection:
        return views(connection, filters)


@pytest.mark.parametrize("filters", LIMITS.values(), ids=LIMITS.keys())
def test_means_equal_those_of_single_answers(store: Store, filters: Filters) -> None:
    forms = forms_of(store.world, filters)
    rows = product(store, filters).to_dicts()
    assert [(row["participation_level"], row["plane"], row["respondent"]) for row in rows] != []
    assert {(row["participation_level"], row["plane"], row["respondent"]) for row in rows} == set(forms)
    for row in rows:
        own = forms[(row["participation_level"], row["plane"], row["respondent"])]
        everything = [score for form in own for score in form]
        mean = sum(everything, Fraction()) / len(everything)
        assert row["response_count"] == len(own)
        assert row["mean_score"] == pytest.approx(float(mean), abs=1e-12)
        ends = interval(own, mean)
        found = None if row["lower_score"] is None else (row["lower_score"], row["upper_score"])
        assert (found is None) == (ends is None)
        if ends is not None:
            assert found == pytest.approx(ends, abs=1e-9)


def test_differences_are_professionals_minus_clients(store: Store) -> None:
    rows = {
        (row["participation_level"], row["plane"], row["respondent"]): row
        for row in product(store, Filters()).to_dicts()
    }
    compared = 0
    for (level, plane, respondent), row in rows.items():
        sides = [rows.get((level, plane, one)) for one in ("professional", "client")]
        known = [
            (one["mean_score"], None if one["lower_score"] is None else (one["lower_score"], one["upper_score"]))
            for one in sides
            if one is not None
        ]
        expected = difference(known[0], known[1]) if len(known) == 2 else None
        if expected is None:
            assert row["difference_lower_score"] is None
            continue
        compared += respondent == "client"
        found = tuple(row[f"difference_{end}score"] for end in ("", "lower_", "upper_"))
        assert found == pytest.approx(expected, abs=1e-12)
    assert compared >= 3


def test_what_is_left_of_a_shown_sum_is_nothing_or_not_few(store: Store) -> None:
    """Whoever subtracts every shown quarter from the whole is left with no single quarter, and with five at least."""
    quarters = quarters_of(product(store, Filters()))
    few = pl.col("response_count") < 5
    assert quarters.select(few.any()).item(), "the stores hold quarters to withhold"
    shown = remade(product(store, Filters()), without_lone_few(quarters, ROW))
    seen = quarters.filter(~few).group_by(ROW).agg(pl.col("response_count").sum().alias("seen_count"))
    left = shown.join(seen, on=list(ROW), how="left").with_columns(
        left_count=pl.col("response_count") - pl.col("seen_count").fill_null(0)
    )
    hidden = quarters.filter(few).group_by(ROW).agg(hidden_count=pl.len())
    told = left.filter(pl.col("left_count") > 0).join(hidden, on=list(ROW))
    assert (told["left_count"] >= 5).all()
    assert (told["hidden_count"] >= 2).all()
    assert (left["left_count"] >= 0).all()


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ([9, 3], [9]),
        ([9, 3, 2], [9, 3, 2]),
        ([9, 2, 2], [9]),
        ([9, 7], [9, 7]),
        ([4, 1], [4, 1]),
        ([4], []),
    ],
)
def test_few_count_where_they_hide_each_other(counts: list[int], kept: list[int]) -> None:
    side = {"participation_level": "action", "plane": "own", "respondent": "professional"}
    quarters = pl.DataFrame([{**side, "response_count": count} for count in counts])
    assert without_lone_few(quarters, ROW)["response_count"].to_list() == kept


def test_equal_answers_have_no_interval_and_all_ones_an_exact_one() -> None:
    sums = {"answer_count": [3], "squared_answer_sum": [3.0]}
    alike = {"score_sum": [3 * 0.3], "squared_score_sum": [3 * 0.3**2], "score_answer_sum": [3 * 0.3]}
    ones = {"score_sum": [3.0], "squared_score_sum": [3.0], "score_answer_sum": [3.0]}
    side = {"participation_level": ["action"], "plane": ["own"], "respondent": ["client"]}
    for values, known in ((alike, False), (ones, True)):
        quarter = pl.DataFrame({**side, "quarter": ["2025Q1"], "response_count": [3], **sums, **values})
        row = remade(quarter, quarter).row(0, named=True)
        assert (row["lower_score"] is not None) == known
