"""Protects the tables of a release by the engine that its policy names."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import CellKey, Engine, Policy, TableLayout, require_decomposable
from tyokyky.release.protect.blocks import hidden_by_blocks
from tyokyky.release.protect.component import sums_matrix
from tyokyky.release.protect.demand import sensitive_cells, usual_demand
from tyokyky.release.protect.lattice import UNKNOWN, Counts, EarlierRelease, Insiders, Lattice, build_lattice, cell_keys
from tyokyky.release.protect.loss import Loss, loss_of
from tyokyky.release.protect.ranges import public_ranges
from tyokyky.release.protect.rounding import rounded
from tyokyky.release.protect.search import find


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What a release stands in.

    Attributes:
        release: its id.
        quarter_versions: of its frozen quarters.
        earlier: every earlier release.
        populations: inhabitants by code of the dimension `municipality`, groups included.
        upper_bounds: numbers anyone may know that bound a cell from above.
        seed: secret of the rounding engine.
    """

    release: str
    quarter_versions: Mapping[str, int] = field(default_factory=dict)
    earlier: Sequence[EarlierRelease] = ()
    populations: Mapping[str, int] = field(default_factory=dict)
    upper_bounds: Mapping[CellKey, int] = field(default_factory=dict)
    seed: bytes = b""


@dataclass(frozen=True, slots=True, eq=False)
class ProtectedTable:
    """One table as it may be published; arrays are shaped and indexed as its layout.

    Attributes:
        counts: −1 where protected.
        lower: least value by the shown cells; the count where shown.
        upper: greatest value by the shown cells; `ranges.ENDLESS` where nothing bounds it.
    """

    layout: TableLayout
    counts: Counts
    lower: Counts
    upper: Counts


@dataclass(frozen=True, slots=True, eq=False)
class Protected:
    """A protected release: its tables in the order given, and what was lost."""

    tables: tuple[ProtectedTable, ...]
    losses: tuple[Loss, ...]


def protect(tables: Mapping[TableLayout, Counts], policy: Policy, around: Surroundings) -> Protected:
    """Protects every table so that the demand of docs/release-format.md holds over this and all earlier releases.

    The same tables, policy and surroundings give the same answer. Which cells are protected depends on the counts, so
    the pattern itself says something of them; what it says is not part of the demand.

    Errors: tables in a circle, counts that do not add up, a frozen number that has changed, earlier releases that
    leave no way to protect.
    """
    require_decomposable(tables)
    if policy.engine == "rounding":
        keys = {layout.name: cell_keys(layout, around.release, around.quarter_versions) for layout in tables}
        published = rounded(tables, around.seed, _frozen_counts(around.earlier), keys)
        made = tuple(ProtectedTable(layout, counts, counts, counts) for layout, counts in published.items())
    else:
        made = _eliminated(tables, _lattice(tables, policy, around), policy)
    losses = tuple(loss_of(one.layout, tables[one.layout], one.counts) for one in made)
    return Protected(made, losses)


def losses_by_engine(
    tables: Mapping[TableLayout, Counts], policy: Policy, around: Surroundings
) -> dict[Engine, tuple[Loss, ...]]:
    """Loss of every table by each engine."""
    engines: tuple[Engine, ...] = ("elimination", "rounding")
    return {one: protect(tables, dataclasses.replace(policy, engine=one), around).losses for one in engines}


def _lattice(tables: Mapping[TableLayout, Counts], policy: Policy, around: Surroundings) -> Lattice:
    small = {code for code, persons in around.populations.items() if persons < policy.small_population}
    insiders = Insiders(policy.insider_count, policy.insider_count_small, frozenset(small))
    return build_lattice(tables, around.release, around.quarter_versions, around.earlier, insiders, around.upper_bounds)


def reading_order(lattice: Lattice) -> list[int]:
    """Cells by their value to readers: those that name the least first, and the greater before the smaller."""
    named = np.array([len(key[1]) for key in lattice.keys], np.int64)
    return [int(cell) for cell in np.lexsort((-lattice.value, named))]


def _eliminated(tables: Mapping[TableLayout, Counts], lattice: Lattice, policy: Policy) -> tuple[ProtectedTable, ...]:
    demand = usual_demand(lattice, policy)
    hidden = hidden_by_blocks(tables, lattice, demand)
    if hidden is None:
        settled = sensitive_cells(lattice, demand) | lattice.frozen_hidden | lattice.frozen_shown
        hidden = find(lattice, demand, [cell for cell in reading_order(lattice) if not settled[cell]]).hidden
    lower, upper = public_ranges(lattice, sums_matrix(lattice), hidden)
    made = []
    for layout, counts in tables.items():
        places = lattice.places[layout.name]
        shown = np.where(hidden[places], UNKNOWN, counts)
        made.append(ProtectedTable(layout, shown, lower[places], upper[places]))
    return tuple(made)


def _frozen_counts(earlier: Sequence[EarlierRelease]) -> dict[CellKey, int]:
    """Counts that earlier releases showed, by cell; refuses where an earlier one protected cells in another way."""
    found: dict[CellKey, int] = {}
    for one in earlier:
        for layout, counts in one.tables.items():
            if (counts == UNKNOWN).any():
                raise UserError(
                    f"Julkaisu {one.release} on suojattu peittämällä, joten pyöristystä ei voi käyttää sen jälkeen: "
                    "valitse moottoriksi elimination."
                )
            keys = cell_keys(layout, one.release, one.quarter_versions)
            found.update(zip(keys, (int(count) for count in counts.reshape(-1)), strict=True))
    return found
