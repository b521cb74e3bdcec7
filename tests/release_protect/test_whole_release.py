"""Protection held against every whole table that agrees with what is shown."""

from collections.abc import Sequence

import numpy as np
import pytest
from tests.release_protect.whole_tables import Counts, flat, system, totalled, weak_cells, whole_tables

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import CellKey, Dimension, Policy, TableLayout
from tyokyky.release.protect import EarlierRelease, Protected, Surroundings, protect
from tyokyky.release.protect.lattice import UNKNOWN

AROUND = Surroundings("r")
ROWS, COLUMNS = flat("municipality", "1", "2", "3", "4"), flat("age_band", "a", "b", "c")
TABLE = TableLayout("t", "exits", "exit", (ROWS, COLUMNS))


def sensitive_are_hidden(protected: Protected, tables: dict[TableLayout, Counts]) -> None:
    for one in protected.tables:
        true = tables[one.layout]
        assert ((one.counts == UNKNOWN) | (one.counts == true)).all()
        assert (one.counts[(true >= 1) & (true < 5)] == UNKNOWN).all()
        assert ((one.lower <= true) & (true <= one.upper)).all()
        assert (one.lower[one.counts >= 0] == one.upper[one.counts >= 0]).all()


def inside(one: CellKey, other: CellKey) -> bool:
    """Whether a cell names all that another names."""
    return set(other[1]) <= set(one[1])


def held(protected: Protected, *, insiders: bool = True) -> None:
    shown, sums = system(protected.tables)
    tables = whole_tables(shown, sums)
    assert weak_cells(shown, tables, shown) == []
    for insider in [key for key, value in shown.items() if value is None and insiders]:
        known = [table for table in tables if table[insider] == 1]
        asked = [key for key in shown if not inside(key, insider)]
        assert not known or weak_cells(shown, known, asked) == []


def random_table(seed: int) -> dict[TableLayout, Counts]:
    random = np.random.default_rng(seed)
    small = flat("municipality", "1", "2", "3"), flat("age_band", "a", "b", "c")
    return {TableLayout("t", "exits", "exit", small): totalled(random.poisson(random.choice([2, 5, 9], (3, 3))))}


@pytest.mark.parametrize("seed", range(1, 6))
def test_no_whole_table_tells_a_small_cell(seed: int) -> None:
    tables = random_table(seed)
    protected = protect(tables, Policy(), AROUND)
    sensitive_are_hidden(protected, tables)
    held(protected)


def test_the_same_counts_give_the_same_release() -> None:
    one, other = (protect(random_table(3), Policy(), AROUND).tables[0] for _ in range(2))
    assert (one.counts == other.counts).all()
    assert (one.lower == other.lower).all()
    assert (one.upper == other.upper).all()


def test_counts_that_hide_no_one_are_all_shown() -> None:
    tables = {TABLE: totalled(np.arange(12).reshape(4, 3) * 3 + 5)}
    assert (protect(tables, Policy(), AROUND).tables[0].counts == tables[TABLE]).all()


def test_a_single_small_cell_takes_a_few_with_it() -> None:
    inner = np.full((4, 3), 20)
    inner[1, 1] = 2
    protected = protect({TABLE: totalled(inner)}, Policy(), AROUND)
    sensitive_are_hidden(protected, {TABLE: totalled(inner)})
    assert (protected.tables[0].counts == UNKNOWN).sum() <= 9


def test_two_tables_that_are_safe_alone_are_protected_together() -> None:
    joint, quarter = flat("joint", "j", "k"), flat("quarter", "2026Q1")
    by_joint = TableLayout("by_joint", "exits", "exit", (quarter, joint))
    by_age = TableLayout("by_age", "exits", "exit", (quarter, flat("age_band", "a", "b")))
    tables = {by_joint: totalled([[3, 21]]), by_age: totalled([[14, 10]])}
    around = Surroundings("r", {"2026Q1": 1})
    protected = protect(tables, Policy(), around)
    sensitive_are_hidden(protected, tables)
    shown, sums = system(protected.tables, versions={"2026Q1": 1})
    assert weak_cells(shown, whole_tables(shown, sums, limit=45), shown) == []


@pytest.mark.parametrize(
    ("row", "hidden"),
    [([9, 0, 0], True), ([30, 2, 0], True), ([40, 30, 20], False), ([0, 0, 0], False), ([20, 20, 0], False)],
)
def test_all_of_a_kind_or_all_but_a_few_is_not_shown(row: Sequence[int], hidden: bool) -> None:
    outcome = flat("outcome", "continued", "dropped", "open", discloses=True)
    layout = TableLayout("t", "exits", "exit", (flat("joint", "j", "k", "l"), outcome))
    counts = totalled([row, [40, 50, 60], [70, 80, 90]])
    found = protect({layout: counts}, Policy(), AROUND).tables[0].counts
    assert (found[1, 1] == UNKNOWN) is np.bool_(hidden)


def earlier_of(protected: Protected, name: str, versions: dict[str, int]) -> EarlierRelease:
    return EarlierRelease(name, {one.layout: one.counts for one in protected.tables}, versions)


def quarters(*names: str) -> TableLayout:
    return TableLayout("t", "exits", "exit", (flat("quarter", *names), flat("municipality", "1", "2", "3")))


def test_a_later_release_does_not_tell_what_an_earlier_one_protected() -> None:
    first_layout, later_layout = quarters("2026Q1"), quarters("2026Q1", "2026Q2")
    first = protect({first_layout: totalled([[3, 9, 12]])}, Policy(), Surroundings("r1", {"2026Q1": 1}))
    earlier = (earlier_of(first, "r1", {"2026Q1": 1}),)
    versions = {"2026Q1": 1, "2026Q2": 1}
    counts = totalled([[3, 9, 12], [20, 30, 40]])
    later = protect({later_layout: counts}, Policy(), Surroundings("r2", versions, earlier))
    found = later.tables[0].counts
    assert (found[1] == first.tables[0].counts[1]).all()
    assert found[0, 1] == UNKNOWN or found[2, 1] == UNKNOWN
    shown, sums = system(later.tables, "r2", versions, earlier)
    assert weak_cells(shown, whole_tables(shown, sums, limit=120), shown) == []


def test_a_frozen_count_that_changed_is_refused() -> None:
    layout = quarters("2026Q1")
    earlier = (EarlierRelease("r1", {layout: totalled([[30, 9, 12]])}, {"2026Q1": 1}),)
    with pytest.raises(UserError, match="jäädytetty"):
        protect({layout: totalled([[31, 9, 12]])}, Policy(), Surroundings("r2", {"2026Q1": 1}, earlier))


def test_a_correction_by_a_few_is_not_shown() -> None:
    layout = quarters("2026Q1")
    earlier = (EarlierRelease("r1", {layout: totalled([[30, 40, 50]])}, {"2026Q1": 1}),)
    around = Surroundings("r2", {"2026Q1": 2}, earlier)
    found = protect({layout: totalled([[32, 40, 50]])}, Policy(), around).tables[0].counts
    assert found[1, 1] == UNKNOWN
    assert found[1, 0] == UNKNOWN


def test_tables_that_do_not_add_up_or_go_in_a_circle_are_refused() -> None:
    broken = totalled(np.full((4, 3), 20))
    broken[0, 0] += 1
    with pytest.raises(UserError, match="summa"):
        protect({TABLE: broken}, Policy(), AROUND)
    with pytest.raises(UserError, match="koodeja"):
        protect({TABLE: broken[:2]}, Policy(), AROUND)
    a, b, c = (flat(name, "1") for name in "abc")
    circle = [TableLayout(f"{x.name}{y.name}", "m", "u", (x, y)) for x, y in ((a, b), (b, c), (c, a))]
    with pytest.raises(UserError, match="kehän"):
        protect({layout: totalled([[9]]) for layout in circle}, Policy(), AROUND)


def test_a_hierarchy_is_protected_on_every_level() -> None:
    codes = ("_total", "G", "H", "1", "2", "3", "4")
    parents = {"1": ("G",), "2": ("G",), "3": ("H",), "4": ("H",), "G": ("_total",), "H": ("_total",)}
    layout = TableLayout("t", "exits", "exit", (Dimension("municipality", codes, parents),))
    counts = np.array([48, 11, 37, 2, 9, 17, 20])
    protected = protect({layout: counts}, Policy(), AROUND)
    sensitive_are_hidden(protected, {layout: counts})
    held(protected, insiders=False)
