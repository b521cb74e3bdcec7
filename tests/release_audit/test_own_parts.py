"""Whoever is the only one in a cell knows its parts: nothing is asked of these, and of everything else as before."""

from pathlib import Path

import numpy as np
from scipy import sparse
from tests.release_audit.written import Counts, Made, flat, full, write

from tyokyky.release.audit.audit import Audit, audit
from tyokyky.release.audit.certificate import recheck, save_certificate
from tyokyky.release.audit.own import Own

AXES = (flat("joint", "A", "B"), flat("municipality", "1", "2"))


def own(*rows: tuple[int, ...], differences: tuple[int, ...] = (), none: tuple[int, ...] = ()) -> Own:
    """Sums of which the first of a row is the parent."""
    matrix = np.zeros((len(rows), 8), dtype=np.int64)
    for at, (parent, *parts) in enumerate(rows):
        matrix[at, parent] = 1
        matrix[at, parts] = -1
    return Own(sparse.csr_array(matrix), np.isin(np.arange(8), differences), np.isin(np.arange(8), none))


def test_parts_of_parts_are_known_and_neighbours_are_not() -> None:
    found = own((0, 1, 2), (1, 3, 4))
    assert found.of(0) == {0, 1, 2, 3, 4}
    assert found.of(1) == {1, 3, 4}
    assert found.of(3) == {3}


def test_a_sum_of_known_parts_alone_is_known() -> None:
    """Cell 6 is the sum of 3 and 2, which cell 0 holds both; 7 has a part besides."""
    found = own((0, 1, 2), (1, 3, 4), (6, 2, 3), (7, 2, 5))
    assert found.of(0) == {0, 1, 2, 3, 4, 6}
    assert found.of(2) == {2}


def test_what_everybody_knows_to_be_none_adds_nobody() -> None:
    """Two sums over time: cell 0 of quarters 1, 2 and cell 3 of quarters 2, 4, where nothing happened in 4."""
    rows = ((0, 1, 2), (3, 2, 4), (4, 5, 6))
    assert own(*rows).of(0) == {0, 1, 2}
    assert own(*rows, none=(4, 5, 6)).of(0) == {0, 1, 2, 3}
    assert own(*rows, none=(4, 5, 6)).of(2) == {2, 3}


def test_what_a_correction_changed_is_no_part() -> None:
    """The newer is the older and what changed: one person now may have been nine before."""
    assert own((0, 1, 2), differences=(2,)).of(0) == {0}


def all_hidden_but_the_grand_total(tmp_path: Path, *, shown: tuple[tuple[int, int], ...] = ()) -> Audit:
    counts = full(AXES, np.asarray([[12, 9], [15, 11]]))
    hidden = np.ones(counts.shape, dtype=bool)
    hidden[0, 0] = False
    for place in shown:
        hidden[place] = False
    return audit(write(tmp_path / "r", 1, [Counts("exits", AXES, counts, hidden)]).folder, [])


def test_a_hidden_total_with_hidden_parts_is_proven_and_the_proof_holds(tmp_path: Path) -> None:
    """Were joint A one person, its two places would be 0 or 1: no protection could widen that."""
    found = all_hidden_but_the_grand_total(tmp_path)
    assert found.proven
    save_certificate(tmp_path / "proof.npz", found)
    assert recheck(tmp_path / "r", [], tmp_path / "proof.npz") == []


def hidden_but_the_outer(tmp_path: Path, leaves: list[list[int]]) -> Audit:
    """Only the totals over joints are shown."""
    counts = full(AXES, np.asarray(leaves))
    hidden = np.ones(counts.shape, dtype=bool)
    hidden[0] = False
    return audit(write(tmp_path / "r", 1, [Counts("exits", AXES, counts, hidden)]).folder, [])


def test_other_cells_are_asked_of_as_before(tmp_path: Path) -> None:
    """Five in place 1: whoever is the only one of joint A there knows that joint B has four, which is no part of A."""
    assert _exposed(hidden_but_the_outer(tmp_path, [[1, 30], [4, 40]]))


def test_a_place_of_more_leaves_the_other_joint_large(tmp_path: Path) -> None:
    assert hidden_but_the_outer(tmp_path, [[3, 30], [6, 40]]).proven


def _exposed(found: Audit) -> bool:
    return any(one.insider >= 0 for proof in found.proofs for one in proof.failures)


def test_a_change_from_a_known_number_is_the_newer_number_told_otherwise(tmp_path: Path) -> None:
    """Joint A had nobody before: whoever is the only one in it now knows the change too, and it is nobody else's."""
    axes = (flat("joint", "A", "B", "C"), flat("quarter", "2026Q1"))
    before = full(axes, np.asarray([[0], [60], [40]]))
    after = full(axes, np.asarray([[12], [21], [40]]))
    hidden = np.zeros(after.shape, dtype=bool)
    hidden[1:3] = True
    first = write(tmp_path / "r1", 1, [Counts("exits", axes, before, np.zeros(before.shape, dtype=bool))])
    second = write(
        tmp_path / "r2", 2, [Counts("exits", axes, after, hidden)], [first], Made(quarter_versions={"2026Q1": 2})
    )
    found = audit(second.folder, [first.folder])
    assert not len(found.promises), "nothing was promised of a change: no release tells it"
    assert found.proven
