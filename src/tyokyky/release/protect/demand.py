"""What is demanded of protected cells, and which values of a cell are sensitive."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from tyokyky.domain.releases import Policy
from tyokyky.release.protect.lattice import UNKNOWN, Counts, Equation, Flags, Lattice


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """What holds for the protected cells of a lattice.

    Attributes:
        n_min: values of 1 … n_min − 1 are sensitive.
        width: least difference of the greatest and the least value; 0 where nothing is asked of it.
        asked: cells of which anything is asked.
        insiders: whether it must hold, too, for whoever knows that one protected cell is 1.
        margins: cell → (its total over a disclosing dimension, greatest sensitive difference from it).
        parts: total over a disclosing dimension → its cells and the same difference.
        before: cell of a corrected quarter → its shown value before the correction.
        greatest: least value that the greatest must reach.
        within: cell → cells that it adds up, all the way down, and the same number under another code.
    """

    n_min: int
    width: int
    asked: Flags
    insiders: bool
    margins: dict[int, tuple[tuple[int, int], ...]]
    parts: dict[int, tuple[tuple[int, int], ...]]
    before: dict[int, int]
    greatest: Counts
    within: "Within"


def usual_demand(lattice: Lattice, policy: Policy) -> Demand:
    """The demand of the release format: every protected cell that may be sensitive, insiders included."""
    margins: dict[int, dict[int, int]] = {}
    for cell, above, known in lattice.margins:
        reach = max(policy.n_min - 1, known)
        own = margins.setdefault(cell, {})
        own[above] = max(own.get(above, 0), reach)
    parts: dict[int, list[tuple[int, int]]] = {}
    for cell, own in margins.items():
        for above, reach in own.items():
            parts.setdefault(above, []).append((cell, reach))
    value, shown = lattice.value, lattice.frozen_shown
    before = {cell: int(value[old]) for cell, old in lattice.differences.items() if shown[old]}
    greatest = np.full(lattice.size, policy.n_min, np.int64)
    for cell, old in before.items():
        greatest[cell] = old + policy.n_min
    return Demand(
        policy.n_min,
        policy.width,
        np.ones(lattice.size, np.bool_),
        True,
        {cell: tuple(own.items()) for cell, own in margins.items()},
        {above: tuple(own) for above, own in parts.items()},
        before,
        greatest,
        Within(lattice.equations),
    )


class Within:
    """Whom a cell holds: whoever is the only one in a cell knows all of its parts, and learns nothing by it."""

    def __init__(self, equations: Iterable[Equation]) -> None:
        self._equations = list(equations)
        self._below: dict[int, list[int]] = {}
        self._above: dict[int, list[int]] = {}
        for at, (whole, parts) in enumerate(self._equations):
            self._below.setdefault(whole, []).append(at)
            for part in parts:
                self._above.setdefault(part, []).append(at)
        self._found: dict[int, frozenset[int]] = {}

    def of(self, cell: int) -> frozenset[int]:
        """The cell, its parts and theirs, and every cell all of whose parts are among them."""
        if cell not in self._found:
            seen, waiting = {cell}, [cell]
            while waiting:
                new = set(self._held_by(waiting.pop(), seen)) - seen
                seen |= new
                waiting.extend(sorted(new))
            self._found[cell] = frozenset(seen)
        return self._found[cell]

    def _held_by(self, cell: int, seen: set[int]) -> Iterator[int]:
        for at in self._below.get(cell, ()):
            yield from self._equations[at][1]
        for at in self._above.get(cell, ()):
            whole, parts = self._equations[at]
            if seen.issuperset(parts):
                yield whole


def sensitive_cells(lattice: Lattice, demand: Demand) -> Flags:
    """Cells that must not be shown for what they are: small, all but a few of a total, changed by a few."""
    value = lattice.value
    found = (value >= 1) & (value < demand.n_min)
    for cell, above in demand.margins.items():
        found[cell] |= any(_is_near(int(value[cell]), int(value[total]), reach) for total, reach in above)
    for cell, old in demand.before.items():
        found[cell] |= 0 < abs(int(value[cell]) - old) < demand.n_min
    for cell, old in lattice.differences.items():
        found[cell] |= lattice.frozen_hidden[old]
    return found & ~lattice.frozen_shown


def _is_near(part: int, total: int, reach: int) -> bool:
    """Whether a part leaves so few of a total that they, or the rest, are told of."""
    return part != UNKNOWN and total > 0 and total - part <= reach
