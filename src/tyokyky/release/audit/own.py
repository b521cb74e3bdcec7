"""Whom a cell holds: what the only person in it knows of every part of it, whatever is published."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Mask = NDArray[np.bool_]


class Own:
    """Cells by what they add up.

    Whoever is the only one in a cell has been in every part of it or not, and knows which: the parts are none or one.
    A cell all of whose parts are such, or shown to be none, is known as well: it holds the same person alone, as a sum
    over one more quarter in which nothing happened does. No release can change that, and nobody is found by it.
    """

    def __init__(self, matrix: sparse.csr_array, is_difference: Mask, is_none: Mask) -> None:
        """`matrix`: sums with the parent above zero; `is_none`: cells that everybody knows to be 0.

        A difference is nobody's part: sums that hold one are left out.
        """
        self._rows = sparse.csr_array(matrix[(abs(matrix) @ is_difference.astype(np.int64)) == 0])
        self._columns = sparse.csc_array(self._rows)
        self._is_none = is_none
        self._part_count = (self._rows < 0).astype(np.int64) @ (~is_none).astype(np.int64)
        self._found: dict[int, frozenset[int]] = {}

    def of(self, cell: int) -> frozenset[int]:
        """The cell, its parts and theirs, and every cell all of whose parts are among them."""
        if cell not in self._found:
            self._found[cell] = self._held(cell)
        return self._found[cell]

    def _held(self, cell: int) -> frozenset[int]:
        seen, waiting, parts_seen = {cell}, [cell], dict[int, int]()
        while waiting:
            for new in self._next(waiting.pop(), parts_seen):
                if new not in seen and not self._is_none[new]:
                    seen.add(new)
                    waiting.append(new)
        return frozenset(seen)

    def _next(self, cell: int, parts_seen: dict[int, int]) -> list[int]:
        """Parts of a cell, and the parents of which it was the last part to be known."""
        column = slice(self._columns.indptr[cell], self._columns.indptr[cell + 1])
        found: list[int] = []
        for row, sign in zip(self._columns.indices[column].tolist(), self._columns.data[column].tolist(), strict=True):
            entries = slice(self._rows.indptr[row], self._rows.indptr[row + 1])
            signs, cells = self._rows.data[entries], self._rows.indices[entries]
            if sign > 0:
                found.extend(cells[signs < 0].tolist())
                continue
            parts_seen[row] = parts_seen.get(row, 0) + 1
            if parts_seen[row] == self._part_count[row]:
                found.extend(cells[signs > 0].tolist())
        return found
