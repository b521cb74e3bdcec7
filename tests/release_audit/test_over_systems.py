"""Sums over systems are proven as if all were one system, and what they are put together from is what is shown."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from tests.release_audit.written import Counts, Made, Numbers, Written, flat, full, write

from tyokyky.domain.releases import Policy
from tyokyky.release.audit.audit import Audit, audit, proven_systems
from tyokyky.release.audit.certificate import recheck, save_certificate
from tyokyky.release.audit.problem import Problem
from tyokyky.release.audit.proven import ByProof
from tyokyky.release.audit.rules import margins_of

QUARTERS = ("2026Q1", "2026Q2", "2026Q3")
UNITS = ("A", "B", "C")


def counts_of(seed: int) -> Numbers:
    random = np.random.default_rng(seed)
    mean = random.choice([1, 4, 12, 30], (len(UNITS), 2, 1), p=[0.2, 0.3, 0.3, 0.2])
    return random.poisson(np.broadcast_to(mean, (len(UNITS), 2, len(QUARTERS))))


def table_of(seed: int, quarter_count: int) -> Counts:
    """Units × outcomes × the first quarters; in some quarters two units or three are hidden, or a few cells."""
    axes = (
        flat("joint", *UNITS),
        flat("outcome", "continued", "dropped", discloses=True),
        flat("quarter", *QUARTERS[:quarter_count]),
    )
    counts = full(axes, counts_of(seed)[:, :, :quarter_count])
    hidden = np.zeros(counts.shape, dtype=bool)
    for quarter in range(quarter_count):
        random = np.random.default_rng((seed, quarter))
        units = random.choice(len(UNITS), random.choice([0, 2, 3]), replace=False) + 1
        hidden[units, :, quarter + 1] = True
        if random.random() < 0.3:
            hidden[units, 0, quarter + 1] = False
        if random.random() < 0.2:
            hidden[0, :, quarter + 1] = random.random() < 0.5
        hidden[:, :, quarter + 1] |= random.random(hidden.shape[:2]) < 0.05
    hidden[0, 0, :] = False
    hidden[:, :, 0] = hidden[:, :, 1:].any(axis=-1) & (np.random.default_rng((seed, 9)).random() < 0.9)
    return Counts("exits", axes, counts, hidden)


def chain(folder: Path, seed: int, length: int = 2) -> list[Written]:
    written: list[Written] = []
    for number in range(length):
        table = table_of(seed, number + len(QUARTERS) - length + 1)
        made = Made(quarter_versions=dict.fromkeys(QUARTERS[: number + len(QUARTERS) - length + 1], 1))
        written.append(write(folder / f"r{number}", number + 1, [table], written, made))
    return written


def audited(written: list[Written]) -> Audit:
    return audit(written[-1].folder, [one.folder for one in written[:-1]])


def as_one_system(problem: Problem) -> bool:
    """Whether all is proven with every sum over systems left in."""
    found = proven_systems(problem, margins_of(problem), [one.cell for one in problem.spreads])
    assert not found.problem.spreads
    return not any(proof.failures for proof in found.proofs)


@pytest.mark.parametrize("seed", range(40))
def test_systems_apart_are_proven_as_they_are_together(seed: int, tmp_path: Path) -> None:
    written = chain(tmp_path, seed)
    found = audited(written)
    assert (not any(proof.failures for proof in found.proofs)) == as_one_system(found.problem)
    if found.proven:
        save_certificate(tmp_path / "proof.npz", found)
        assert recheck(written[-1].folder, [one.folder for one in written[:-1]], tmp_path / "proof.npz") == []


def two_hidden_whole(folder: Path, policy: Mapping[str, int] | None = None) -> Written:
    """Two joints hidden whole, with their totals, in each of two quarters."""
    axes = (
        flat("joint", *UNITS),
        flat("outcome", "continued", "dropped", discloses=True),
        flat("quarter", *QUARTERS[:2]),
    )
    counts = full(axes, np.asarray([[[8, 7], [9, 8]], [[16, 20], [12, 9]], [[93, 80], [54, 60]]]))
    hidden = np.zeros(counts.shape, dtype=bool)
    hidden[1:3] = True
    return write(
        folder,
        1,
        [Counts("exits", axes, counts, hidden)],
        (),
        Made(quarter_versions=dict.fromkeys(QUARTERS[:2], 1), policy=policy or {}),
    )


def test_sums_of_which_nobody_can_tell_what_they_leave_tie_no_quarters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever is the only one who dropped in one joint knows the other's droppers, in the year as in the quarter."""
    written = two_hidden_whole(tmp_path / "r")
    apart = audited([written])
    assert apart.proven
    assert apart.problem.spreads
    monkeypatch.setattr(ByProof, "is_rest_wide", lambda *_: False)
    together = audited([written])
    assert together.proven
    assert len(together.linked) > len(apart.linked)
    assert max(one.size for one in together.problem.systems) > max(one.size for one in apart.problem.systems)


def test_a_width_below_n_min_asks_for_more_than_one_system(tmp_path: Path) -> None:
    """What one system leaves open is enough only where the width is no less than n_min."""
    wide, narrow = (
        audited([two_hidden_whole(tmp_path / f"r{width}", {"width": width})]) for width in (Policy().width, 3)
    )
    assert wide.proven
    assert narrow.proven
    assert len(narrow.linked) > len(wide.linked)
