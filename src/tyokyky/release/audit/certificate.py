"""Certificates: what proves an audit, saved, and checked again by whole numbers alone, without any solver."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.audit import Audit
from tyokyky.release.audit.by_certificate import ByCertificate, Gap
from tyokyky.release.audit.chain import read_chain
from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.judge import judge_of_spreads, judges_of, own_of
from tyokyky.release.audit.over_systems import OverSystems
from tyokyky.release.audit.points import Demand
from tyokyky.release.audit.problem import divided, pose
from tyokyky.release.audit.prove import NOBODY, Proof
from tyokyky.release.audit.rules import margins_of
from tyokyky.release.audit.system import System

_LINKED = "linked"


def save_certificate(path: Path, found: Audit) -> None:
    """Writes all proofs as compressed whole numbers."""
    arrays = {
        f"{number}.{name}": array for number, proof in enumerate(found.proofs) for name, array in _arrays(proof).items()
    }
    arrays[_LINKED] = np.asarray(found.linked, dtype=np.int64)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]


def _arrays(proof: Proof) -> dict[str, Numbers]:
    size, steps = proof.system.size, _steps(proof)
    reasons = [(at, *_terms(objective), *prices) for at, each in enumerate(proof.safe) for objective, prices in each[2]]
    return {
        "moves": np.stack(
            [np.repeat(np.arange(len(proof.moves)), np.diff(proof.moves.start)), proof.moves.cell, proof.moves.change]
        ),
        "bases": _table([base.point for base in proof.bases], size),
        "stepped": _table(steps, 5),
        "pairs": _table([one[:2] for one in proof.pairs], 2),
        "witnesses": _table([np.concatenate(one[2:]) for one in proof.pairs], 2 * size),
        "safe": _table([one[:2] for one in proof.safe], 2),
        "reasons": _table(reasons, 4 + len(proof.system.target)),
        "rests": _table([[*one[:4], *one[4].tolist(), *one[5].tolist()] for one in proof.rests], 4 + 2 * size),
        "impossible": np.asarray(proof.impossible, dtype=np.int64),
        "none": _table([[cell, *point.tolist()] for cell, point in proof.none], 1 + size),
        "when_none": _table([[*one[:2], *one[2].tolist(), *one[3].tolist()] for one in proof.when_none], 2 + 2 * size),
    }


def _steps(proof: Proof) -> list[tuple[int, int, int, int, int]]:
    """Insider, number of the walk, base, move and steps; a walk of no moves has one row with the move −1."""
    return [
        (insider, number, base, move, count)
        for insider, some in proof.stepped.items()
        for number, (base, walk) in enumerate(some)
        for move, count in walk or [(-1, 0)]
    ]


def _terms(objective: Mapping[int, int]) -> tuple[int, int, int]:
    """Cell, its sign, and the total it is taken from (−1 for none)."""
    totals = [at for at, sign in objective.items() if sign > 0]
    cells = [at for at, sign in objective.items() if sign < 0]
    if len(objective) == 1:
        return (totals or cells)[0], 1 if totals else -1, -1
    return cells[0], -1, totals[0]


def _table(rows: Sequence[Sequence[int] | Numbers], width: int) -> Numbers:
    return np.asarray(rows, dtype=np.int64).reshape(len(rows), width)


def recheck(folder: Path, earlier: Sequence[Path], certificate: Path) -> list[Gap]:
    """Demands of the release's width and of its insiders that the certificate does not prove; empty when it proves all.

    Raises:
        UserError: A folder cannot be believed, or the certificate is not of this release.
    """
    problem = pose(read_chain(folder, earlier))
    margins, own, policy = margins_of(problem), own_of(problem), problem.policy
    read = _read(certificate)
    problem = divided(problem, read[_LINKED].tolist())
    judges = judges_of(problem, margins, own)
    gaps: list[Gap] = []
    views: list[ByCertificate] = []
    for number, (system, judge) in enumerate(zip(problem.systems, judges, strict=True)):
        mine = {name.split(".")[1]: array for name, array in read.items() if name.split(".")[0] == str(number)}
        if not _is_of(mine, system):
            raise UserError(f"Todiste {certificate.name} ei ole tämän julkaisun: tarkasta julkaisu uudelleen.")
        views.append(ByCertificate(system, judge, Demand(policy.width, policy.n_min, judge.is_difference), mine))
        gaps.extend(views[-1].gaps())
    if not gaps and problem.spreads:
        over = OverSystems(problem, judge_of_spreads(problem, margins, own), views)
        gaps.extend(Gap(cell, NOBODY) for cell in over.open())
    return gaps


def _is_of(arrays: Mapping[str, Numbers], system: System) -> bool:
    """Whether the arrays have the shapes of this system."""
    if not {"bases", "reasons", "rests"} <= arrays.keys():
        return False
    widths = {"bases": system.size, "reasons": 4 + len(system.target), "rests": 4 + 2 * system.size}
    return all(arrays[name].shape[1] == width for name, width in widths.items())


def _read(certificate: Path) -> dict[str, Numbers]:
    try:
        with np.load(certificate, allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
    except (OSError, ValueError):
        raise UserError(f"Todistetta {certificate.name} ei voi lukea.") from None
    if _LINKED not in found:
        raise UserError(f"Todiste {certificate.name} ei ole tämän julkaisun: tarkasta julkaisu uudelleen.")
    return found
