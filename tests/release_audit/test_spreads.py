"""Which hidden sums tie their parts together, and which say nothing of them but that they are their sum."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from tests.release_audit.enumerated import failing
from tests.release_audit.written import Axis, Counts, Made, Numbers, flat, full, write

from tyokyky.release.audit.audit import audit
from tyokyky.release.audit.chain import read_chain
from tyokyky.release.audit.over_systems import OverSystems
from tyokyky.release.audit.problem import Problem, divided, pose

Mask = NDArray[np.bool_]
JOINTS = flat("joint", *"ABC")
QUARTERS = flat("quarter", "2026Q1", "2026Q2")
VERSIONS = {"2026Q1": 1, "2026Q2": 1}
LEAVES = np.asarray([[9, 12], [14, 8], [11, 13]])


def table(hidden: Mask, leaves: Numbers = LEAVES, *axes: Axis) -> Counts:
    axes = axes or (JOINTS, QUARTERS)
    return Counts("exits", axes, full(axes, leaves), hidden)


def all_joints(*, totals: bool) -> Mask:
    hidden = np.zeros((4, 3), dtype=bool)
    hidden[1:, 1:] = True
    hidden[1:, 0] = totals
    return hidden


def posed(folder: Path, one: Counts, bounds: Sequence[Any] = ()) -> Problem:
    made = Made(quarter_versions=VERSIONS, upper_bounds=bounds)
    return pose(read_chain(write(folder, 1, [one], made=made).folder, []))


def sizes(problem: Problem) -> list[int]:
    return sorted(system.size for system in problem.systems)


def test_a_hidden_total_over_quarters_leaves_them_apart(tmp_path: Path) -> None:
    problem = posed(tmp_path / "r", table(all_joints(totals=True)))
    assert sizes(problem) == [3, 3]
    assert [(one.rest, len(one.parts)) for one in problem.spreads] == [(0, 2)] * 3


def test_a_total_over_quarters_that_is_shown_ties_them_together(tmp_path: Path) -> None:
    problem = posed(tmp_path / "r", table(all_joints(totals=False)))
    assert sizes(problem) == [6]
    assert not problem.spreads


def test_what_is_shown_of_a_sum_is_told_apart_from_what_is_not(tmp_path: Path) -> None:
    hidden = all_joints(totals=True)
    hidden[:, 2] = False
    problem = posed(tmp_path / "r", table(hidden))
    # Each total is a quarter and a number everybody sees: it stands in that quarter's system.
    assert sizes(problem) == [6]
    assert not problem.spreads


def test_a_number_anyone_may_know_ties_only_where_it_says_something(tmp_path: Path) -> None:
    one = table(all_joints(totals=True))
    near = [{"measure": "exits", "cell": {"joint": "A"}, "at_most": 25}]
    far = [{"measure": "exits", "cell": {"joint": "A"}, "at_most": 2_000_000}]
    assert sizes(posed(tmp_path / "near", one, near)) == [9]
    assert sizes(posed(tmp_path / "far", one, far)) == [3, 3]


def test_a_sum_that_is_linked_ties_its_quarters(tmp_path: Path) -> None:
    problem = posed(tmp_path / "r", table(all_joints(totals=True)))
    linked = divided(problem, [problem.spreads[0].cell])
    assert sizes(linked) == [9]
    assert not linked.spreads


def test_every_cell_is_known_in_a_system_or_a_sum_over_several(tmp_path: Path) -> None:
    problem = posed(tmp_path / "r", table(all_joints(totals=True)))
    spread = {one.cell for one in problem.spreads}
    for cell in range(len(problem.known)):
        assert problem.known[cell] + (problem.system_of[cell] >= 0) + (cell in spread) == 1


def drawn(seed: int) -> Counts:
    """Three joints in two quarters, all hidden with their totals over both: sums over two systems."""
    random = np.random.default_rng(seed)
    leaves = np.stack([random.multinomial(total, [0.3, 0.3, 0.4]) for total in random.integers(4, 10, 2)], axis=1)
    hidden = all_joints(totals=True)
    if random.random() < 0.3:
        hidden[random.integers(1, 4), random.integers(1, 3)] = False
    return table(hidden, leaves)


@pytest.mark.parametrize("seed", range(24))
def test_sums_over_quarters_are_proven_as_trying_everything_says(seed: int, tmp_path: Path) -> None:
    one = drawn(seed)
    found = audit(write(tmp_path / "r", 1, [one], made=Made(quarter_versions=VERSIONS)).folder, [])
    assert (not any(proof.failures for proof in found.proofs) and not len(found.given_away)) == (not fails(one))


def every_table(one: Counts) -> Numbers:
    """All tables with the same sums of each quarter."""
    quarters = [_divided(int(total)) for total in one.counts[0, 1:]]
    leaves = np.stack(
        [np.repeat(quarters[0], len(quarters[1]), axis=0), np.tile(quarters[1], (len(quarters[0]), 1))], 2
    )
    by_joint = np.concatenate([leaves.sum(axis=2, keepdims=True), leaves], axis=2)
    return np.concatenate([by_joint.sum(axis=1, keepdims=True), by_joint], axis=1)


def _divided(total: int) -> Numbers:
    each = [(one, two, total - one - two) for one in range(total + 1) for two in range(total + 1 - one)]
    return np.asarray(each, dtype=np.int64)


def fails(one: Counts) -> bool:
    """Whether a cell can be told too closely, or is shown though small."""
    shown = one.counts[~one.hidden]
    return bool(failing(one, every_table(one))) or bool(((shown > 0) & (shown < 5)).any())


def test_both_verdicts_occur() -> None:
    assert 4 < sum(fails(drawn(seed)) for seed in range(24)) < 22


def test_sums_over_systems_are_asked_of_in_every_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def none_open(self: OverSystems) -> list[int]:
        asked.append(len(self.demanded))
        return []

    monkeypatch.setattr(OverSystems, "open", none_open)
    one = table(all_joints(totals=True))
    assert audit(write(tmp_path / "r", 1, [one], made=Made(quarter_versions=VERSIONS)).folder, []).proven
    assert asked == [3]
