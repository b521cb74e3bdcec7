"""Certificates: what proves an audit, saved, and checked again by whole numbers alone, without any solver."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.bounds import priced_least
from tyokyky.release.audit.chain import read_chain
from tyokyky.release.audit.folder import Numbers
from tyokyky.release.audit.judge import Judge, judges_of
from tyokyky.release.audit.points import Demand
from tyokyky.release.audit.problem import Problem, pose
from tyokyky.release.audit.prove import NOBODY, Proof
from tyokyky.release.audit.rules import margins_of
from tyokyky.release.audit.system import System, tighten

Arrays = Mapping[str, Numbers]


@dataclass(frozen=True)
class Gap:
    """A demand that a certificate does not show to be met.

    Attributes:
        cell: Number of the cell in the problem.
        insider: Number of the cell known to be one, `NOBODY` for none.
    """

    cell: int
    insider: int


def save_certificate(path: Path, proofs: Sequence[Proof]) -> None:
    """Writes all proofs as compressed whole numbers."""
    arrays = {
        f"{number}.{name}": array for number, proof in enumerate(proofs) for name, array in _arrays(proof).items()
    }
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
        "impossible": np.asarray(proof.impossible, dtype=np.int64),
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
    judges = judges_of(problem, margins_of(problem))
    try:
        with np.load(certificate, allow_pickle=False) as file:
            read = {name: file[name] for name in file.files}
    except (OSError, ValueError):
        raise UserError(f"Todistetta {certificate.name} ei voi lukea.") from None
    gaps: list[Gap] = []
    for number, (system, judge) in enumerate(zip(problem.systems, judges, strict=True)):
        mine = {name.split(".")[1]: array for name, array in read.items() if name.split(".")[0] == str(number)}
        if not mine or mine["bases"].shape[1] != system.size or mine["reasons"].shape[1] != 4 + len(system.target):
            raise UserError(f"Todiste {certificate.name} ei ole tämän julkaisun: tarkasta julkaisu uudelleen.")
        gaps.extend(_gaps(problem, system, judge, mine))
    return gaps


def _gaps(problem: Problem, system: System, judge: Judge, arrays: Arrays) -> list[Gap]:
    demand = Demand(problem.policy.width, problem.policy.n_min, judge.is_difference)
    demanded = judge.may_say(system.least, system.greatest)
    one = (system.least <= 1) & (system.greatest >= 1) & ~judge.is_difference
    arrays = {**arrays, "moves": _keeping(system, arrays["moves"])}
    found: list[Gap] = []
    for insider in (
        NOBODY,
        *(int(at) for at in np.flatnonzero(one & ~np.isin(np.arange(system.size), arrays["impossible"]))),
    ):
        shown = _shown(system, judge, demand, arrays, insider)
        missing = demanded & ~shown
        if insider != NOBODY:
            missing[judge.parts_of(insider)] = False
        name = NOBODY if insider == NOBODY else int(system.cells[insider])
        found.extend(Gap(int(system.cells[cell]), name) for cell in np.flatnonzero(missing))
    return found


def _shown(system: System, judge: Judge, demand: Demand, arrays: Arrays, insider: int) -> Numbers:
    """Cells whose demand the certificate shows to be met, or to be none, when one cell is known to be one."""
    shown = np.zeros(system.size, dtype=bool)
    for point in _points(arrays, insider):
        if system.holds(point) and (insider == NOBODY or point[insider] == 1):
            shown |= _stepped(system, demand, arrays["moves"], point, insider)
    for (cell, _), both in zip(
        *(arrays[name][arrays["pairs"][:, 1] == insider] for name in ("pairs", "witnesses")), strict=True
    ):
        low, high = both[: system.size], both[system.size :]
        held = system.holds(low) and system.holds(high)
        held = held and (insider == NOBODY or (low[insider] == 1 and high[insider] == 1))
        at = np.asarray([cell])
        shown[cell] |= held and bool(demand.met(at, low[at], high[at])[0])
    for row in np.flatnonzero(arrays["safe"][:, 1] == insider):
        cell = int(arrays["safe"][row, 0])
        shown[cell] |= _is_safe(system, judge, arrays["reasons"][arrays["reasons"][:, 0] == row], cell, insider)
    return shown


def _points(arrays: Arrays, insider: int) -> list[Numbers]:
    if insider == NOBODY:
        return list(arrays["bases"])
    mine = arrays["stepped"][arrays["stepped"][:, 0] == insider]
    found = []
    for number in np.unique(mine[:, 1]):
        walk = mine[mine[:, 1] == number]
        point = arrays["bases"][walk[0, 2]].copy()
        for _, _, _, move, count in walk[walk[:, 3] >= 0]:
            step = arrays["moves"][:, arrays["moves"][0] == move]
            point[step[1]] += count * step[2]
        found.append(point)
    return found


def _stepped(system: System, demand: Demand, moves: Numbers, point: Numbers, insider: int) -> Numbers:
    """Cells that some move, taken as far as it goes both ways, shows to be wide enough."""
    number, cell, change = moves
    shown = np.zeros(system.size, dtype=bool)
    broken = np.zeros(int(number.max(initial=-1)) + 1, dtype=bool)
    broken[number[cell == insider]] = True
    forward, backward = np.full(len(broken), 2**20), np.full(len(broken), 2**20)
    up, down = system.ceiling[cell] - point[cell], point[cell] - system.floor[cell]
    np.minimum.at(forward, number, np.where(change > 0, up, down) // np.abs(change))
    np.minimum.at(backward, number, np.where(change > 0, down, up) // np.abs(change))
    kept = ~broken[number]
    ends = (point[cell] + forward[number] * change, point[cell] - backward[number] * change)
    shown[cell[kept & demand.met(cell, *ends)]] = True
    return shown


def _keeping(system: System, moves: Numbers) -> Numbers:
    """The moves that keep every sum, under their own numbers."""
    number, cell, change = moves
    shape = (system.size, int(number.max(initial=-1)) + 1)
    vectors = sparse.csc_array(sparse.coo_array((change, (cell, number)), shape=shape))
    broken = np.asarray(abs(system.matrix @ vectors).sum(axis=0)).ravel() != 0
    return moves[:, ~broken[number]]


def _is_safe(system: System, judge: Judge, reasons: Numbers, cell: int, insider: int) -> bool:
    fixed = {} if insider == NOBODY else {insider: 1}
    least, greatest = system.least.copy(), system.greatest.copy()
    for at, value in fixed.items():
        least[at] = greatest[at] = value
    tighten(system.matrix, system.target, least, greatest)
    low, high, left = int(least[cell]), int(greatest[cell]), {}
    if not judge.may_say(least, greatest)[cell]:
        return True
    for _, at, sign, total, *prices in reasons:
        objective = {int(at): int(sign)} if total < 0 else {int(total): 1, int(at): -1}
        bound = priced_least(system, objective, np.asarray(prices), fixed)
        if at != cell or bound is None:
            continue
        if total >= 0:
            left[int(total)] = bound
        elif sign > 0:
            low = max(low, bound)
        else:
            high = min(high, -bound)
    close = judge.close_totals(cell, high)
    return not judge.is_small(cell, low, high) and all(left.get(one, -1) >= judge.n_min for one in close)
