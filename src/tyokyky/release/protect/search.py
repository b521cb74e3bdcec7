"""From sensitive cells to a set of protected cells that an attacker cannot see through."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.release.protect.component import Index, Numbers, Part, Program, split, sums_matrix
from tyokyky.release.protect.demand import Demand, sensitive_cells
from tyokyky.release.protect.elimination import Directions, eliminate
from tyokyky.release.protect.fewest import fewest
from tyokyky.release.protect.lattice import UNKNOWN, Counts, Flags, Lattice
from tyokyky.release.protect.proof import NOBODY, Gap, Proof, try_showing
from tyokyky.release.protect.repair import Pair, Repair, Wish
from tyokyky.release.protect.walk import Move, inside, moved_tables, walk
from tyokyky.release.protect.work import OutOfWorkError, Work

_AT_ONCE: Final = 25
"""Repairs of one component before tables are looked for anew: what is mended for one cell helps its neighbours."""

_LARGEST_TRIED: Final = 300
"""Cells of a component in which each secondary is tried: the proofs of a larger one take too long."""

_WHOLE_TRIES: Final = 5
"""Repairs for which whole numbers are looked for, each of them as long as hundreds of others."""

_WORK: Final = 60_000_000
"""Work for what must be protected; where it runs out, all that is tied to what is not proven is protected."""

_SPARE_WORK: Final = 8_000_000
"""Work for showing again what need not be."""


class Search:
    """The protected cells of one lattice, while they are being found."""

    def __init__(self, lattice: Lattice, demand: Demand, primary: Flags, order: Sequence[int]) -> None:
        """`order`: cells that may be shown, the most valuable to readers first."""
        self.lattice = lattice
        self.demand = demand
        self.order = list(order)
        self.kept = primary | lattice.frozen_hidden
        self.hidden = self.kept.copy()
        self.work = Work(_WORK)
        sums = sums_matrix(lattice)
        self.base = _whole_table(lattice, sums)
        self.sums = sums
        self._weight = _weights(lattice.size, self.order)
        self._repair = Repair(lattice, sums, self.base, self._weight, self.work)
        self._moved: list[Move] = []
        self._whole_tries = _WHOLE_TRIES
        self.proofs: dict[bytes, Proof] = {}

    def eliminate(self) -> None:
        """Protects what would give a sensitive cell exactly; in a small lattice the fewest cells that do for all."""
        lattice = self.lattice
        few = fewest(lattice, self.sums, self.base, self.demand, self.kept, self._weight)
        if few is not None and self.demand.width:
            self.hidden = few
            return
        order = self.order if few is None else sorted(self.order, key=lambda cell: bool(few[cell]))
        self.hidden = eliminate(lattice.equations, lattice.frozen_shown, self.kept, self.kept, order)

    def pair(self) -> None:
        """Protects the cells of two tables for each sensitive cell, along those that elimination chose where it can.

        What one pair moves costs the next ones nothing. Where a cell has none, what elimination chose stays.
        """
        if not self.demand.width:
            return
        priced, self.hidden = self.hidden, self.kept.copy()
        least, greatest = self.base.copy(), self.base.copy()
        for cell in np.flatnonzero(self.kept & self.demand.asked).tolist():
            width, need = self.demand.width, int(self.demand.greatest[cell])
            if greatest[cell] - least[cell] >= width and greatest[cell] >= need:
                continue
            pair = self._repair.cheapest(priced, Wish(cell, width, need))
            if pair is None:
                self.hidden |= priced
                continue
            priced[pair.cells] = self.hidden[pair.cells] = True
            for moved, steps in self._keep(pair):
                least[moved] = np.minimum(least[moved], self.base[moved] + steps)
                greatest[moved] = np.maximum(greatest[moved], self.base[moved] + steps)

    def repair(self) -> None:
        """Protects more, until no cell can be told too closely."""
        self._grow(self._widen)
        self._grow(self._mend)
        unproven = [proof.cells for proof in self.proofs.values() if not proof.is_done]
        if unproven:
            self._protect_tied(unproven)

    def _grow(self, protect_more: Callable[[Proof], None]) -> None:
        """Goes through the components as long as any grows, or what was found for one lets its proof be tried again."""
        while True:
            self._split()
            before = int(self.hidden.sum()), len(self._moved)
            for proof in self.proofs.values():
                if not proof.is_done:
                    protect_more(proof)
            if (int(self.hidden.sum()), len(self._moved)) == before:
                return

    def give_up(self) -> None:
        """Protects all that is tied to any cell of which it is not proven that it holds."""
        done = {name for name, proof in self.proofs.items() if proof.is_done}
        parts = split(self.sums, self.base, self.hidden)
        self._protect_tied([part.cells for part in parts if part.cells.tobytes() not in done])

    def _protect_tied(self, unproven: Iterable[Index]) -> None:
        """Where nothing is shown that earlier releases did not show, nothing more can be told than before."""
        open_cells = ~self.lattice.frozen_shown
        weak = np.zeros(self.lattice.size, np.bool_)
        for cells in unproven:
            weak[cells] = True
        for part in split(self.sums, self.base, open_cells):
            if weak[part.cells].any():
                self.hidden[part.cells] = True

    def _widen(self, proof: Proof) -> None:
        """Protects for what the pool leaves open, without asking whether it could be proven otherwise."""
        done = 0
        for gap in proof.open_questions():
            pair = self._cheapest(proof, gap, is_last=False)
            if pair is None:
                continue
            done += not self.hidden[pair.cells].all()
            self._add(proof, pair)
            if done >= _AT_ONCE:
                return

    def show_again(self) -> None:
        """Shows every cell again that the proofs do not need, the most valuable first, as long as work is left."""
        self.work.left = _SPARE_WORK
        try:
            self._split()
            directions = Directions(np.flatnonzero(self.hidden).tolist(), self.lattice.equations)
            for proof in self.proofs.values():
                if len(proof.cells) <= _LARGEST_TRIED and (proof.is_done or not proof.gaps(first_only=True)):
                    self._show_again(proof, directions)
        except OutOfWorkError:
            return

    def _show_again(self, proof: Proof, directions: Directions) -> None:
        """Exact arithmetic comes before the attack: most cells are needed as a sensitive one could be calculated."""
        rank = {cell: at for at, cell in enumerate(self.order)}
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
                program = Program(part, self.lattice.at_most[part.cells], self.work)
                mine = inside(part.cells, moves)
                start = self._start(part, list(before.values()), mine)
                start = start[program.agree(start)]
                self.proofs[name] = Proof(program, self.demand, known, start)
                self.proofs[name].moves = mine

    def _start(self, part: Part, before: Sequence[Proof], moves: Sequence[Move]) -> Numbers:
        walked = walk(self.base[part.cells], self.lattice.at_most[part.cells], moves)
        return np.concatenate(
            (_inherited(part, self.base, before), moved_tables(part.cells, self.base, self._moved), walked)
        )

    def _mend(self, proof: Proof) -> None:
        gaps = proof.gaps()
        proof.is_done = not gaps
        for gap in gaps:
            pair = self._cheapest(proof, gap, is_last=False)
            if pair is not None and not pair.is_whole and self.hidden[pair.cells].all() and self._whole_tries:
                self._whole_tries -= 1
                pair = self._cheapest(proof, gap, is_last=True)
            if pair is None:
                raise UserError(
                    "Julkaisua ei voi suojata niin, että aiemmin julkaistut luvut pysyvät suojattuina: "
                    "poista taulu tai neljännes, joka on aiempaa tarkempi."
                )
            self._add(proof, pair)

    def _add(self, proof: Proof, pair: Pair) -> None:
        self.hidden[pair.cells] = True
        proof.add_moved(self.base, self._keep(pair))

    def _keep(self, pair: Pair) -> list[Move]:
        """Moves of the pair that are whole; they join the pool of every component that they fall in."""
        moves = [(pair.cells[row != 0], row[row != 0]) for row in pair.steps if pair.is_whole and row.any()]
        self._moved += moves
        return moves

    def _cheapest(self, proof: Proof, gap: Gap, *, is_last: bool) -> Pair | None:
        cell = int(proof.cells[gap.at])
        held = () if gap.insider == NOBODY else ((int(proof.cells[gap.insider]), 1),)
        wish = Wish(cell, self.demand.width, int(proof.need[gap.at]), held)
        return self._repair.cheapest(self.hidden, wish, is_last=is_last)


def find(lattice: Lattice, demand: Demand, order: Sequence[int]) -> Search:
    """Protected cells: eliminated, attacked and mended, and what is not needed shown again.

    Always ends: work is counted, and where it runs out all is protected that is tied to what is not proven.
    """
    search = Search(lattice, demand, sensitive_cells(lattice, demand), order)
    try:
        search.eliminate()
        search.pair()
        search.repair()
    except OutOfWorkError:
        search.give_up()
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
        point = Program(part, lattice.at_most[part.cells], Work(_WORK)).reach([])
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
