"""The audit of a release folder: reads, poses, proves."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tyokyky.release.audit.chain import read_chain
from tyokyky.release.audit.folder import HIDDEN, Numbers
from tyokyky.release.audit.groups import Group, revealed_groups
from tyokyky.release.audit.judge import Judge, judges_of
from tyokyky.release.audit.points import Demand
from tyokyky.release.audit.problem import Problem, pose
from tyokyky.release.audit.promises import broken_promises
from tyokyky.release.audit.prove import Proof, prove
from tyokyky.release.audit.rules import given_away, margins_of


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes:
        proofs: One for each system of unknown cells.
        given_away: Cells whose value is known and says too much.
        groups: Groups of which everyone's outcome is known though their number is not.
        promises: Cells whose published interval leaves out a possible value.
    """

    problem: Problem
    judges: tuple[Judge, ...]
    proofs: tuple[Proof, ...]
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


def audit(folder: Path, earlier: Sequence[Path]) -> Audit:
    """The audit of one release with all earlier ones.

    Raises:
        UserError: A folder cannot be believed: missing, altered, not in the format, or contradicting itself.
    """
    problem = pose(read_chain(folder, earlier))
    margins = margins_of(problem)
    judges = judges_of(problem, margins)
    policy = problem.policy
    proofs = [
        prove(system, judge, Demand(policy.width, policy.n_min, judge.is_difference))
        for system, judge in zip(problem.systems, judges, strict=True)
    ]
    return Audit(
        problem=problem,
        judges=tuple(judges),
        proofs=tuple(proofs),
        given_away=given_away(problem, margins),
        groups=tuple(revealed_groups(problem, margins, proofs)),
        promises=np.asarray(broken_promises(problem, judges, proofs), dtype=np.int64),
    )
