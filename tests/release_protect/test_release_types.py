"""Plain types of a release: what is refused, and which cells are one number."""

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import (
    TOTAL,
    Dimension,
    Policy,
    TableLayout,
    cell_key,
    is_decomposable,
    require_decomposable,
)


def flat(name: str, *codes: str) -> Dimension:
    return Dimension(name, (TOTAL, *codes), dict.fromkeys(codes, (TOTAL,)))


@pytest.mark.parametrize(
    "given",
    [
        {"n_min": 2},
        {"width": 2},
        {"insider_count": 0},
        {"insider_count_small": 0},
        {"small_population": -1},
        {"engine": "none"},
    ],
)
def test_a_policy_that_protects_no_one_is_refused(given: dict[str, int]) -> None:
    with pytest.raises(UserError, match=next(iter(given))):
        Policy(**given)  # type: ignore[arg-type]


def test_the_usual_policy_is_the_written_one() -> None:
    usual = Policy()
    assert (usual.n_min, usual.width, usual.insider_count, usual.insider_count_small) == (5, 5, 1, 2)
    assert Policy(n_min=3).n_min == 3


def test_a_dimension_knows_who_adds_up_to_whom() -> None:
    both = Dimension("region", (TOTAL, "1", "300", "A", "B"), {"A": ("1", "300"), "B": ("300",), "300": (TOTAL,)})
    assert both.children == {TOTAL: ("300",), "1": ("A",), "300": ("A", "B")}
    assert both.ancestors("A") == {"1", "300", TOTAL}
    assert both.ancestors(TOTAL) == frozenset()


@pytest.mark.parametrize(
    ("codes", "parents", "word"),
    [
        (("A", "A"), {}, "kahdesti"),
        (("A",), {"A": ("B",)}, "koodeissa"),
        (("A", "B"), {"A": ("B",), "B": ("A",)}, "oma yläkoodinsa"),
    ],
)
def test_a_broken_dimension_is_refused(codes: tuple[str, ...], parents: dict[str, tuple[str, ...]], word: str) -> None:
    with pytest.raises(UserError, match=word):
        Dimension("region", codes, parents)


def test_cells_stand_in_the_order_of_codes() -> None:
    layout = TableLayout("t", "exits", "exit", (flat("joint", "a"), flat("outcome", "x", "y")))
    assert layout.shape == (2, 3)
    assert list(layout.cells())[:4] == [(TOTAL, TOTAL), (TOTAL, "x"), (TOTAL, "y"), ("a", TOTAL)]
    assert len({layout: 1, TableLayout("t", "exits", "exit", layout.dimensions): 2}) == 1


def test_the_same_codes_are_the_same_number_whatever_the_table() -> None:
    key = cell_key("exits", {"joint": "a", "age_band": TOTAL}, "r")
    assert key == cell_key("exits", {"joint": "a"}, "r")
    assert key != cell_key("answers", {"joint": "a"}, "r")
    assert key != cell_key("exits", {"joint": "b"}, "r")


def test_a_quarter_is_one_number_until_it_is_corrected() -> None:
    versions = {"2026Q1": 1}
    first = cell_key("exits", {"quarter": "2026Q1"}, "r1", versions)
    assert first == cell_key("exits", {"quarter": "2026Q1"}, "r2", versions)
    assert first != cell_key("exits", {"quarter": "2026Q1"}, "r2", {"2026Q1": 2})
    assert cell_key("exits", {"quarter": TOTAL}, "r1", versions) != cell_key("exits", {}, "r2", versions)
    assert cell_key("exits", {"quarter": "2026Q2"}, "r1", versions) != cell_key(
        "exits", {"quarter": "2026Q2"}, "r2", versions
    )


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ([], True),
        (["ab"], True),
        (["ab", "bc"], True),
        (["ab", "ab"], True),
        (["joqm", "joqa", "joql"], True),
        (["ab", "bc", "ca"], False),
        (["ab", "bc", "ca", "abc"], True),
        (["ab", "bc", "cd", "da"], False),
        (["xab", "xbc", "xca"], False),
        (["a", "b"], True),
    ],
)
def test_tables_that_go_round_in_a_circle(edges: list[str], *, expected: bool) -> None:
    assert is_decomposable(edges) is expected


def test_a_circle_of_tables_is_refused_measure_by_measure() -> None:
    a, b, c = flat("a", "1"), flat("b", "1"), flat("c", "1")
    circle = [
        TableLayout("ab", "exits", "exit", (a, b)),
        TableLayout("bc", "exits", "exit", (b, c)),
        TableLayout("ca", "exits", "exit", (c, a)),
    ]
    require_decomposable(circle[:2])
    require_decomposable([*circle[:2], TableLayout("ca", "answers", "answer", (c, a))])
    with pytest.raises(UserError, match=r"exits: ab, bc, ca.*kehän"):
        require_decomposable(circle)
