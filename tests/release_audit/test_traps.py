"""The three known traps, and others that two tables or two releases make together."""

from pathlib import Path

import numpy as np
from tests.release_audit.written import Counts, Made, Numbers, Written, flat, full, write

from tyokyky.release.audit.audit import Audit, audit
from tyokyky.release.audit.report import report

JOINTS = flat("joint", *"ABCD")
PLACES = flat("municipality", *"1234")
LARGE = dict.fromkeys("1234", 9000)


def hide(counts: Numbers, *places: tuple[int, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    hidden = np.zeros(counts.shape, dtype=bool)
    for place in places:
        hidden[place] = True
    return hidden


def kinds(result: Audit) -> set[str]:
    return {one["kind"] for one in report(result)["findings"]}


def test_nine_suppressions_of_a_four_by_four_table_leave_one_value_exact(tmp_path: Path) -> None:
    # Two or three hidden in every row and column, and yet the last is rows 1–2 less columns 1–2.
    counts = full((JOINTS, PLACES), np.asarray([[20, 13, 9, 14], [11, 17, 12, 3], [10, 15, 21, 12], [16, 8, 11, 19]]))
    hidden = hide(counts, (1, 1), (1, 2), (2, 1), (2, 2), (2, 4), (3, 3), (3, 4), (4, 3), (4, 4))
    assert hidden.sum() == 9
    assert (hidden[1:, 1:].sum(axis=0) >= 2).all()
    assert (hidden[1:, 1:].sum(axis=1) >= 2).all()
    written = write(
        tmp_path / "r", 1, [Counts("exits", (JOINTS, PLACES), counts, hidden)], made=Made(populations=LARGE)
    )
    result = audit(written.folder, [])
    found = [one for one in report(result)["findings"] if one["codes"] == {"joint": "B", "municipality": "4"}]
    assert not result.proven
    assert [(one["least"], one["greatest"], one["insider"]) for one in found] == [(3, 3, None)]
    assert found[0]["narrowed_by"] == ["2026-01-01-1/exits"]


def two_tables(tmp_path: Path, *names: str) -> Written:
    """By place the first place and the joints' totals are hidden; by age nothing is that says anything of a few."""
    joints = flat("joint", "A", "B")
    place, age = (joints, flat("municipality", "1", "2", "3")), (joints, flat("age_band", *"xyz"))
    by_place, by_age = (
        full(place, np.asarray([[4, 11, 10], [6, 9, 12]])),
        full(age, np.asarray([[8, 12, 5], [9, 7, 11]])),
    )
    tables = [
        Counts("by_place", place, by_place, hide(by_place, (1, 0), (2, 0), (1, 1), (2, 1))),
        Counts("by_age", age, by_age, hide(by_age, (1, 0), (2, 0))),
    ]
    chosen = [table for table in tables if table.name in names]
    return write(tmp_path / "-".join(names), 1, chosen, made=Made(populations=LARGE))


def test_two_tables_safe_alone_and_unsafe_together(tmp_path: Path) -> None:
    assert audit(two_tables(tmp_path, "by_place").folder, []).proven
    assert audit(two_tables(tmp_path, "by_age").folder, []).proven
    together = audit(two_tables(tmp_path, "by_place", "by_age").folder, [])
    assert not together.proven
    assert {one["codes"]["municipality"] for one in report(together)["findings"]} == {"1"}


def quarters(count: int) -> list[str]:
    return [f"2026Q{number + 1}" for number in range(count)]


def over_time(tmp_path: Path, count: int, earlier: list[Written], *, show_total: bool) -> Written:
    """Exits of one joint by quarter: the first is small and hidden, with the second."""
    axes = (flat("joint", "A", "B"), flat("quarter", *quarters(count)))
    counts = full(axes, np.asarray([[3, 12, 14], [13, 11, 10]])[:, :count])
    hidden = hide(counts, (1, 1), (2, 1), (1, 0), (2, 0))
    if show_total:
        hidden[:, 0] = False
    made = Made(quarter_versions=dict.fromkeys(quarters(count), 1))
    return write(tmp_path / f"r{count}{show_total}", count, [Counts("exits", axes, counts, hidden)], earlier, made)


def test_a_total_over_time_gives_an_earlier_cell(tmp_path: Path) -> None:
    first = over_time(tmp_path, 2, [], show_total=False)
    assert audit(first.folder, []).proven
    quiet = over_time(tmp_path, 3, [first], show_total=False)
    assert audit(quiet.folder, [first.folder]).proven
    loud = over_time(tmp_path, 3, [first], show_total=True)
    result = audit(loud.folder, [first.folder])
    assert not result.proven
    assert kinds(result) == {"known"}


def test_what_an_earlier_release_showed_is_known(tmp_path: Path) -> None:
    counts = full((JOINTS, PLACES), np.full((4, 4), 9) - 6 * np.eye(4, dtype=np.int64))
    everything = np.zeros(counts.shape, dtype=bool)
    everything[1:, 1:] = True
    safe = Counts("exits", (JOINTS, PLACES), counts, everything)
    some = everything.copy()
    some[1, 2:] = False  # of the first row only the small one stays hidden: its row gives it away
    shown = Counts("exits", (JOINTS, PLACES), counts, some)
    made = Made(populations=LARGE)
    before = write(tmp_path / "before", 1, [shown], made=made)
    after = write(tmp_path / "after", 2, [safe], [before], made)
    assert audit(write(tmp_path / "alone", 2, [safe], made=made).folder, []).proven
    assert not audit(after.folder, [before.folder]).proven


def corrected(tmp_path: Path, second: int) -> Audit:
    axes = (flat("joint", "A", "B"), flat("quarter", "2026Q1"))
    first = Counts("exits", axes, full(axes, np.asarray([[20], [30]])), np.zeros((3, 2), dtype=bool))
    again = Counts("exits", axes, full(axes, np.asarray([[second], [30]])), np.zeros((3, 2), dtype=bool))
    before = write(tmp_path / "before", 1, [first])
    after = write(tmp_path / "after", 2, [again], [before], Made(quarter_versions={"2026Q1": 2}))
    return audit(after.folder, [before.folder])


def test_a_correction_by_a_few_persons_is_a_small_count_too(tmp_path: Path) -> None:
    assert not corrected(tmp_path / "more", 22).proven
    assert not corrected(tmp_path / "fewer", 17).proven
    assert corrected(tmp_path / "many", 26).proven
    assert corrected(tmp_path / "same", 20).proven


def test_totals_of_two_releases_tell_the_new_quarter(tmp_path: Path) -> None:
    axes = (flat("theme", "a", "b"),)
    tables = [
        Counts("themes", axes, full(axes, np.asarray(leaves)), np.zeros(3, dtype=bool))
        for leaves in ([20, 30], [23, 38])
    ]
    before = write(tmp_path / "before", 1, tables[:1])
    made = Made(quarter_versions={"2026Q1": 1, "2026Q2": 1})
    result = audit(write(tmp_path / "after", 2, tables[1:], [before], made).folder, [before.folder])
    assert [one["codes"][""] for one in report(result)["findings"]] == ["exits theme=a 2026Q2=1"]


def test_a_merged_place_less_a_member_told_later_is_the_other(tmp_path: Path) -> None:
    one = (flat("municipality", "G", "3"),)
    merged = Counts("exits", one, full(one, np.asarray([24, 40])), np.zeros(3, dtype=bool))
    before = write(
        tmp_path / "before", 1, [merged], made=Made(merged={"municipality": {"G": ["1", "2"]}}, populations=LARGE)
    )
    other = (flat("municipality", "1", "2", "3"),)
    counts = full(other, np.asarray([21, 3, 40]))
    told = Counts("exits", other, counts, hide(counts, (2,), (0,)))
    result = audit(write(tmp_path / "after", 2, [told], [before], Made(populations=LARGE)).folder, [before.folder])
    assert not result.proven
    assert {one["codes"]["municipality"] for one in report(result)["findings"]} == {"2"}


def by_outcome(tmp_path: Path, leaves: list[int], *hidden: int) -> Audit:
    axes = (flat("outcome", "continued", "dropped", "open", discloses=True),)
    counts = full(axes, np.asarray(leaves))
    return audit(
        write(tmp_path / "r", 1, [Counts("exits", axes, counts, hide(counts, *((one,) for one in hidden)))]).folder, []
    )


def test_a_group_of_which_all_or_nearly_all_did_the_same_is_given_away(tmp_path: Path) -> None:
    assert not by_outcome(tmp_path / "all", [30, 0, 0]).proven
    assert not by_outcome(tmp_path / "nearly", [30, 3, 0], 2, 3).proven
    assert by_outcome(tmp_path / "mixed", [30, 12, 8]).proven


def test_a_group_is_given_away_though_its_size_is_not(tmp_path: Path) -> None:
    # How many is hidden in both, but nobody has any other outcome, and somebody is there for certain.
    axes = (flat("joint", "A", "B"), flat("outcome", "continued", "dropped", discloses=True))
    counts = full(axes, np.asarray([[9, 0], [8, 30]]))
    hidden = hide(counts, (1, 1), (1, 0), (2, 1), (2, 0))
    result = audit(write(tmp_path / "r", 1, [Counts("exits", axes, counts, hidden)]).folder, [])
    assert not kinds(result) - {"group", "narrow", "known"}
    bounded = Made(upper_bounds=[{"measure": "exits", "cell": {"joint": "B", "outcome": "continued"}, "at_most": 12}])
    result = audit(write(tmp_path / "b", 1, [Counts("exits", axes, counts, hidden)], made=bounded).folder, [])
    assert "group" in kinds(result)


def test_numbers_anyone_may_know_narrow_too(tmp_path: Path) -> None:
    axes = (flat("municipality", "1", "2", "3"),)
    counts = full(axes, np.asarray([14, 3, 20]))
    table = Counts("exits", axes, counts, hide(counts, (1,), (2,)))
    made = Made(populations=LARGE)
    assert audit(write(tmp_path / "free", 1, [table], made=made).folder, []).proven
    made.upper_bounds = [{"measure": "exits", "cell": {"municipality": "2"}, "at_most": 4}]
    result = audit(write(tmp_path / "bound", 1, [table], made=made).folder, [])
    assert not result.proven
