"""However little may be calculated, a release comes out, and the auditor proves it."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.successive_releases import TINY, Release, releases, small_county
from tests.release_protect.whole_tables import flat, totalled

from tyokyky.domain.releases import Policy, TableLayout
from tyokyky.release.protect import Surroundings, protect, search
from tyokyky.release.protect.lattice import UNKNOWN
from tyokyky.release.protect.work import OutOfWorkError, Work

NEXT_TO_NOTHING = 500
SOME = 150_000


def made(folder: Path, seed: int, count: int) -> list[Release]:
    return list(releases(folder / str(seed), small_county(seed, TINY), count=count))


def shown_count(release: Release) -> int:
    return sum(int(table.shown.sum()) for table in release.tables)


def test_without_work_all_that_is_tied_is_protected_and_proven(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_WORK", NEXT_TO_NOTHING)
    monkeypatch.setattr(search, "_SPARE_WORK", NEXT_TO_NOTHING)
    chain = made(tmp_path, 0, 2)
    assert [one.audit.proven for one in chain] == [True, True]
    assert [shown_count(one) for one in chain] == [0, 0]


def test_work_that_is_spared_shows_again_what_need_not_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_WORK", NEXT_TO_NOTHING)
    monkeypatch.setattr(search, "_SPARE_WORK", SOME)
    (one,) = made(tmp_path, 0, 1)
    assert one.audit.proven
    assert shown_count(one) > 0


def test_what_is_not_tied_to_anything_unproven_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counts of another measure tell nothing of those for which no work was left."""
    monkeypatch.setattr(search, "_WORK", 0)
    monkeypatch.setattr(search, "_SPARE_WORK", 0)
    ages = (flat("age_band", "a", "b", "c"),)
    small, large = TableLayout("s", "exits", "exit", ages), TableLayout("l", "answers", "answer", ages)
    counts = {small: totalled(np.array([2, 30, 40])), large: totalled(np.array([20, 30, 40]))}
    by_name = {one.layout: one.counts for one in protect(counts, Policy(), Surroundings("r")).tables}
    assert (by_name[small] == UNKNOWN).all()
    assert (by_name[large] == counts[large]).all()


@pytest.mark.parametrize("work", [NEXT_TO_NOTHING, 5_000])
def test_the_same_work_gives_the_same_release(work: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_WORK", work)
    monkeypatch.setattr(search, "_SPARE_WORK", work)
    layout = TableLayout("t", "exits", "exit", (flat("municipality", "1", "2", "3"), flat("age_band", "a", "b", "c")))
    counts = {layout: totalled(np.array([[2, 20, 3], [9, 4, 30], [12, 0, 6]]))}
    one, other = (protect(counts, Policy(), Surroundings("r")).tables[0].counts for _ in range(2))
    assert (one == other).all()
    assert (one[(counts[layout] >= 1) & (counts[layout] < 5)] == UNKNOWN).all()


def test_no_more_work_is_done_than_is_given() -> None:
    work = Work(10)
    work.spend(10)
    with pytest.raises(OutOfWorkError):
        work.spend(1)
