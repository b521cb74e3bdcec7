"""From sensitive cells to a set of protected cells that an attacker cannot see through."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.release.protect.component import Index, Numbers, Part, Program, split, sums_matrix
from tyokyky.release.protect.demand import Demand, sensitive_cells
from tyokyky.release.protect.elimination import Directions, eliminate
from tyokyky.release.protect.lattice import UNKNOWN, Counts, Flags, Lattice
from tyokyky.release.protect.proof import NOBODY, Gap, Proof, try_showing
from tyokyky.release.protect.repair import Repair, Wish
from tyokyky.release.protect.walk import Move, inside, walk

_AT_ONCE: Final = 25
"""Repairs of one component before tables are looked for anew: what is mended for one cell helps its neighbours."""

_LARGEST_TRIED: Final = 300
"""Cells of a component in which each secondary is tried: the proofs of a larger one take too long."""


class Search:
    """The protected cells of one lattice, while they are being found."""

    def __init__(self, lattice: Lattice, demand: Demand, primary: Flags, order: Sequence[int]) -> None:
        """`order`: cells that may be shown, the most valuable to readers first."""
        self.lattice = lattice
        self.demand = demand
        self.order = list(order)
        self.kept = primary | lattice.frozen_hidden
        self.hidden = self.kept.copy()
        sums = sums_matrix(lattice)
        self.base = _whole_table(lattice, sums)
        self.sums = sums
        self._repair = Repair(lattice, sums, self.base, _weights(lattice.size, self.order))
        self.proofs: dict[bytes, Proof] = {}

    def eliminate(self) -> None:
        """Protects what would give a sensitive cell exactly."""
        lattice = self.lattice
        self.hidden = eliminate(lattice.equations, lattice.frozen_shown, self.kept, self.kept, self.order)

    def repair(self) -> None:
        """Protects more, until no cell can be told too closely."""
        while True:
            self._split()
            for proof in self.proofs.values():
                if not proof.is_done:
                    self._widen(proof)
            if not self._has_grown():
                break
        while True:
            self._split()
            for proof in self.proofs.values():
                if not proof.is_done:
                    self._mend(proof)
            if not self._has_grown():
                return

    def _has_grown(self) -> bool:
        return int(self.hidden.sum()) > sum(len(proof.cells) for proof in self.proofs.values())

    def _widen(self, proof: Proof) -> None:
        """Protects for what the pool leaves open, without asking whether it could be proven otherwise."""
        done = 0
        for gap in proof.open_questions():
            moved = self._cheapest(proof, gap)
            if moved is None:
                continue
            cells, steps = moved
            done += not self.hidden[cells].all()
            self.hidden[cells] = True
            proof.add_moved(self.base, cells, steps)
            if done >= _AT_ONCE:
                return

    def show_again(self) -> None:
        """Shows every cell again that the proofs do not need, the most valuable first.

        Exact arithmetic comes before the attack: most cells are needed because a sensitive one could be calculated.
        """
        rank = {cell: at for at, cell in enumerate(self.order)}
        directions = Directions(np.flatnonzero(self.hidden).tolist(), self.lattice.equations)
        for proof in self.proofs.values():
            if len(proof.cells) > _LARGEST_TRIED:
                continue
            spare = [at for at, cell in enumerate(proof.cells.tolist()) if not self.kept[cell]]
            for at in sorted(spare, key=lambda one: rank[int(proof.cells[one])]):
                cell = int(proof.cells[at])
                if directions.rows[cell] and directions.gives_away(cell, self.kept):
                    continue
                if try_showing(proof, at, int(self.base[cell])):
                    self.hidden[cell] = False
                    if directions.rows[cell]:
                        directions.show(cell)

    def _split(self) -> None:
        """Proofs of the components as they are now; those that have not changed are kept, the others inherit tables."""
        known = np.where(self.hidden, UNKNOWN, self.base)
        before, self.proofs = self.proofs, {}
        moves = Directions(np.flatnonzero(self.hidden).tolist(), self.lattice.equations).moves()
        for part in split(self.sums, self.base, self.hidden):
            name = part.cells.tobytes()
            if name in before:
                self.proofs[name] = before[name]
                self.proofs[name].known = known
            else:
                program = Program(part, self.lattice.at_most[part.cells])
                mine = inside(part.cells, moves)
                start = self._start(part, list(before.values()), mine)
                start = start[program.agree(start)]
                self.proofs[name] = Proof(program, self.demand, known, start)
                self.proofs[name].moves = mine

    def _start(self, part: Part, before: Sequence[Proof], moves: Sequence[Move]) -> Numbers:
        walked = walk(self.base[part.cells], self.lattice.at_most[part.cells], moves)
        return np.concatenate((_inherited(part, self.base, before), walked))

    def _mend(self, proof: Proof) -> None:
        gaps = proof.gaps()
        proof.is_done = not gaps
        for gap in gaps:
            moved = self._cheapest(proof, gap)
            if moved is None:
                raise UserError(
                    "Julkaisua ei voi suojata niin, että aiemmin julkaistut luvut pysyvät suojattuina: "
                    "poista taulu tai neljännes, joka on aiempaa tarkempi."
                )
            self.hidden[moved[0]] = True

    def _cheapest(self, proof: Proof, gap: Gap) -> tuple[Index, Numbers] | None:
        cell = int(proof.cells[gap.at])
        held = () if gap.insider == NOBODY else ((int(proof.cells[gap.insider]), 1),)
        up = max(int(proof.need[gap.at]), gap.least + self.demand.width)
        found = self._repair.cheapest(self.hidden, Wish(cell, up, upwards=True, held=held))
        if found is None and gap.greatest >= max(self.demand.width, int(proof.need[gap.at])):
            down = Wish(cell, gap.greatest - self.demand.width, upwards=False, held=held)
            found = self._repair.cheapest(self.hidden, down)
        return found


def find(lattice: Lattice, demand: Demand, order: Sequence[int]) -> Search:
    """Protected cells: eliminated, attacked and mended, and what is not needed shown again."""
    search = Search(lattice, demand, sensitive_cells(lattice, demand), order)
    search.eliminate()
    search.repair()
    search.show_again()
    return search


def _weights(size: int, order: Sequence[int]) -> npt.NDArray[np.float64]:
    """Loss of a reader by cell: the first in the order is worth the most."""
    found = np.ones(size)
    found[np.asarray(order, np.intp)] = 1.0 + 9.0 * np.linspace(1.0, 0.0, max(len(order), 1))[: len(order)]
    return found


def _whole_table(lattice: Lattice, sums: npt.ArrayLike) -> Numbers:
    """Counts, with any that fit in place of those that only an earlier release knew."""
    value: Counts = lattice.value.copy()
    missing = value == UNKNOWN
    if not missing.any():
        return value
    for part in split(sums, value, missing):
        point = Program(part, lattice.at_most[part.cells]).reach([])
        if point is None:
            raise InternalError("no whole table agrees with what earlier releases showed")
        value[part.cells] = point
    return value


def _inherited(part: Part, base: Numbers, before: Sequence[Proof]) -> Numbers:
    """Whole tables that earlier proofs found in this component's cells, the base first."""
    rows = [base[part.cells].reshape(1, -1)]
    for proof in before:
        places = np.searchsorted(part.cells, proof.cells)
        inside = (places < len(part.cells)) & (part.cells[np.minimum(places, len(part.cells) - 1)] == proof.cells)
        if inside.all():
            carried = np.repeat(rows[0], len(proof.pool), axis=0)
            carried[:, places] = proof.pool
            rows.append(carried)
    return np.concatenate(rows)
