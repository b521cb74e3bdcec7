"""The closed list of tables, and counts with their totals."""

import numpy as np
import polars as pl
import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import TOTAL, Dimension, TableLayout, is_decomposable, require_decomposable
from tyokyky.release.tables.counting import leaves_of, placed, with_totals
from tyokyky.release.tables.layouts import ANSWERS, EXITS, THEMES, Known, layouts
from tyokyky.release.tables.municipalities import Places

QUARTERS = ("2026Q1", "2026Q2")
KNOWN = Known(
    ("KTT", "TYV"), ("398", "G1"), ("heard", "trust"), {EXITS: QUARTERS, ANSWERS: QUARTERS, THEMES: QUARTERS[1:]}
)


def test_the_list_is_closed() -> None:
    levels = ("information", "action", "planning", "decision", "evaluation")
    assert [layout.name for layout in layouts(KNOWN)] == [
        "exits_by_joint",
        "exits_by_municipality",
        "exits_by_age_band",
        *(f"exits_by_experience_{level}" for level in levels),
        "answers_by_municipality",
        *(f"answers_{level}" for level in levels),
        "themes",
    ]


def test_every_measure_can_be_put_together_without_a_circle() -> None:
    for measure in (EXITS, ANSWERS, THEMES):
        edges = [[one.name for one in layout.dimensions] for layout in layouts(KNOWN) if layout.measure == measure]
        assert edges
        assert is_decomposable(edges)


def test_a_circle_of_tables_is_refused() -> None:
    """Each pair of three dimensions: safe alone, unsafe together."""
    of = {name: Dimension(name, (TOTAL, "a", "b"), {"a": (TOTAL,), "b": (TOTAL,)}) for name in ("x", "y", "z")}
    pairs = [("x", "y"), ("y", "z"), ("z", "x")]
    tables = [TableLayout("".join(pair), "exits", "exit", tuple(of[name] for name in pair)) for pair in pairs]
    with pytest.raises(UserError, match="kehän"):
        require_decomposable(tables)


def test_what_says_something_of_a_person_is_marked() -> None:
    marked = {one.name for layout in layouts(KNOWN) for one in layout.dimensions if one.discloses}
    assert {"outcome", "theme", "experience_planning", "answer_planning"} <= marked
    assert marked & {"joint", "quarter", "municipality", "age_band"} == set()


def test_no_table_names_two_things_by_which_a_person_is_found() -> None:
    found = [{one.name for one in layout.dimensions if not one.discloses} - {"quarter"} for layout in layouts(KNOWN)]
    assert max(map(len, found)) == 1


def test_a_measure_without_a_frozen_quarter_has_no_table() -> None:
    none = Known(KNOWN.joints, KNOWN.municipalities, KNOWN.themes, {EXITS: QUARTERS, ANSWERS: (), THEMES: ()})
    assert {layout.measure for layout in layouts(none)} == {EXITS}


def test_a_theme_has_no_total_since_a_comment_may_hold_several() -> None:
    table = next(layout for layout in layouts(KNOWN) if layout.measure == THEMES)
    assert TOTAL not in table.dimensions[0].codes
    assert TOTAL in table.dimensions[1].codes


def _cells() -> pl.DataFrame:
    rows = [
        ("KTT", "dropped", "2026Q1", "398", "25-34", 3),
        ("KTT", "dropped", "2026Q1", "398", "45-54", 4),
        ("KTT", "continued", "2026Q2", "781", "25-34", 10),
        ("TYV", "open", "2026Q2", "049", "unknown", 1),
    ]
    columns = ["joint", "outcome", "quarter", "municipality", "age_band", "count"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_totals_are_sums_of_their_parts_in_every_dimension() -> None:
    table = next(layout for layout in layouts(KNOWN) if layout.name == "exits_by_municipality")
    cells = placed(_cells(), Places(("398", "G1"), {"G1": ("081", "781")}))
    counts = with_totals(table, leaves_of(table, cells))
    at = {codes: int(counts[place]) for codes, place in zip(table.cells(), np.ndindex(*table.shape), strict=True)}
    assert at[TOTAL, TOTAL, TOTAL] == 18
    assert at["dropped", "2026Q1", "398"] == 7
    assert at[TOTAL, "2026Q2", "G1"] == 10
    assert at[TOTAL, TOTAL, "unknown"] == 1
    assert at["dropped", "2026Q2", TOTAL] == 0
    for axis in range(len(table.shape)):
        parts = counts.take(range(1, table.shape[axis]), axis).sum(axis=axis)
        assert (counts.take(0, axis) == parts).all()


def test_leaves_hold_nothing_but_what_the_table_is_divided_by() -> None:
    table = next(layout for layout in layouts(KNOWN) if layout.name == "exits_by_municipality")
    assert leaves_of(table, _cells()).columns == ["outcome", "quarter", "municipality", "count"]


def test_a_group_over_two_levels_is_counted_once_in_the_total() -> None:
    area = Dimension("area", (TOTAL, "G", "1", "2", "3"), {"G": (TOTAL,), "1": ("G",), "2": ("G",), "3": (TOTAL,)})
    leaves = pl.DataFrame({"area": ["1", "2", "3"], "count": [2, 3, 5]})
    assert with_totals(TableLayout("t", "exits", "exit", (area,)), leaves).tolist() == [10, 5, 2, 3, 5]
