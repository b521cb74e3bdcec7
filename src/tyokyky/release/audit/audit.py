"""The audit of a release folder: reads, poses, proves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tyokyky.release.audit.chain import read_chain
from tyokyky.release.audit.folder import HIDDEN, Numbers
from tyokyky.release.audit.groups import Group, revealed_groups
from tyokyky.release.audit.judge import Judge, demanded_of, judge_of_spreads, judges_of, own_of
from tyokyky.release.audit.over_systems import OverSystems
from tyokyky.release.audit.own import Own
from tyokyky.release.audit.points import Demand
from tyokyky.release.audit.problem import Problem, divided, pose
from tyokyky.release.audit.promises import broken_promises
from tyokyky.release.audit.prove import Proof, prove
from tyokyky.release.audit.proven import ByProof
from tyokyky.release.audit.rules import Margins, given_away, margins_of


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes:
        proofs: One for each system of unknown cells.
        linked: Sums over several systems that had to be proven with all of these as one system.
        spread_cells: Sums over several systems of which a proof is demanded.
        given_away: Cells whose value is known and says too much.
        groups: Groups of which everyone's outcome is known though their number is not.
        promises: Cells whose published interval leaves out a possible value.
    """

    problem: Problem
    judges: tuple[Judge, ...]
    proofs: tuple[Proof, ...]
    linked: tuple[int, ...]
    spread_cells: Numbers
    given_away: Numbers
    groups: tuple[Group, ...]
    promises: Numbers

    @property
    def proven(self) -> bool:
        """Whether nobody can be found in what the folder and all earlier ones show."""
        nothing = not len(self.given_away) and not self.groups and not len(self.promises)
        return nothing and not any(proof.failures for proof in self.proofs)

    @property
    def hidden_count(self) -> int:
        """Cells of all releases that none shows."""
        return int(((self.problem.shown.value == HIDDEN) & (self.problem.shown.table >= 0)).sum())


def audit(folder: Path, earlier: Sequence[Path], done: dict[bytes, Proof] | None = None) -> Audit:
    """The audit of one release with all earlier ones.

    `done`: proofs of systems, as `prove` keeps them, for whoever audits one release after another.

    Raises:
        UserError: A folder cannot be believed: missing, altered, not in the format, or contradicting itself.
    """
    problem = pose(read_chain(folder, earlier))
    margins = margins_of(problem)
    proven = proven_systems(problem, margins, done=done)
    problem = proven.problem
    of_spreads = judge_of_spreads(problem, margins, proven.own)
    return Audit(
        problem=problem,
        judges=proven.judges,
        proofs=proven.proofs,
        linked=proven.linked,
        spread_cells=of_spreads.cells[demanded_of(problem, of_spreads)],
        given_away=given_away(problem, margins),
        groups=tuple(revealed_groups(problem, margins, proven.proofs)),
        promises=np.asarray(broken_promises(problem, proven.judges, proven.proofs), dtype=np.int64),
    )


@dataclass(frozen=True)
class Proven:
    """A problem as it was divided last, with the proof of each system."""

    problem: Problem
    judges: tuple[Judge, ...]
    proofs: tuple[Proof, ...]
    linked: tuple[int, ...]
    own: Own


def proven_systems(
    problem: Problem, margins: Margins, link: Iterable[int] = (), done: dict[bytes, Proof] | None = None
) -> Proven:
    """Each system, then the sums over several; those that need it tie their systems together, for a new proof.

    `link`: sums that tie theirs together from the beginning.
    """
    own, policy, linked = own_of(problem), problem.policy, set(link)
    problem = divided(problem, linked) if linked else problem
    done = {} if done is None else done
    while True:
        judges = judges_of(problem, margins, own)
        proofs = [
            prove(system, judge, Demand(policy.width, policy.n_min, judge.is_difference), done)
            for system, judge in zip(problem.systems, judges, strict=True)
        ]
        found = Proven(problem, tuple(judges), tuple(proofs), tuple(sorted(linked)), own)
        more = _to_link(found, margins)
        if not more:
            return found
        linked.update(more)
        problem = divided(problem, linked)


def _to_link(found: Proven, margins: Margins) -> list[int]:
    """Sums over systems of which more has to be known: totals of cells that fail, else those that no rule shows."""
    problem = found.problem
    failing = [int(one.system.cells[each.cell]) for one in found.proofs for each in one.failures]
    if failing:
        totals = margins.total[np.isin(margins.cell, failing)]
        return sorted({one.cell for one in problem.spreads} & set(totals.tolist()))
    if not problem.spreads:
        return []
    views = [ByProof(proof, judge) for proof, judge in zip(found.proofs, found.judges, strict=True)]
    return OverSystems(problem, judge_of_spreads(problem, margins, found.own), views).open()
