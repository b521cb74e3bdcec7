"""What is hidden of one measure in one quarter: of each face its pattern, and of the totals that the faces share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from tyokyky.release.protect.grids import Attack, Ends, Grid, Pair, Pattern
from tyokyky.release.protect.patterns import Cost, Search
from tyokyky.release.protect.transport import NONE

_SPARE: Final = 1
"""The one person more whom a reader may know."""
_FEWEST_CLASSES: Final = 3
"""With two hidden totals of classes, whoever is the only one in a class would know the other."""
_FEWEST_UNITS: Final = 3
"""The same of units, where they say something of a person."""


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """What faces with the same classes hide in one quarter.

    Attributes:
        patterns: by face.
        classes: of which the totals are hidden.
        is_total_hidden: so is the count of all together, and everything.
    """

    patterns: tuple[Pattern, ...]
    classes: tuple[int, ...] = ()
    is_total_hidden: bool = False


def enough_of(grid: Grid) -> int:
    """Persons among whom any count can lie, for whoever knows one of them."""
    return max(grid.width, grid.n_min) + _SPARE


def hidden_of(grids: Sequence[Grid], kept_classes: Sequence[int], *, is_total_kept: bool) -> Hidden:
    """The least that can be hidden of the faces of one measure, quarter and dimension of classes.

    `kept_classes` are those of which the totals must be hidden. Tried in turn: totals of all classes shown, of all but
    two, of none; at last the count of all together is hidden too, and whoever reads it knows of no limit at all.
    """
    whole = int(grids[0].counts.sum())
    if is_total_kept or 0 < whole < enough_of(grids[0]):
        return everything(grids, is_total_hidden=True)
    if not kept_classes:
        shown = [pattern_of(grid) for grid in grids]
        patterns = tuple(one for one in shown if one is not None)
        if len(patterns) == len(grids):
            return Hidden(patterns)
    return _with_free(grids, kept_classes) or everything(grids, is_total_hidden=not _hold_beside_total(grids))


def pattern_of(grid: Grid) -> Pattern | None:
    """What a face hides whose classes have all their totals shown; None where nothing is enough."""
    nothing = Pattern(np.zeros(len(grid.counts), np.intp), np.zeros(len(grid.counts), np.bool_))
    return Search(grid).best() if grid.must.any() or grid.must_open.any() else nothing


def everything(grids: Sequence[Grid], *, is_total_hidden: bool) -> Hidden:
    """Every count of every face, and the totals of classes."""
    patterns = [
        Pattern(np.full(len(grid.counts), grid.all_classes, np.intp), np.ones(len(grid.counts), np.bool_))
        for grid in grids
    ]
    return Hidden(tuple(patterns), tuple(range(grids[0].counts.shape[1])), is_total_hidden)


def _hold_beside_total(grids: Sequence[Grid]) -> bool:
    """Whether all else hidden is enough: the persons may then be in any class and any unit."""
    are_many = all(len(grid.counts) >= _FEWEST_UNITS or grid.unit_reach == NONE for grid in grids)
    return are_many and grids[0].counts.shape[1] >= _FEWEST_CLASSES


def _with_free(grids: Sequence[Grid], kept_classes: Sequence[int]) -> Hidden | None:
    """Two classes hidden everywhere, the pair that costs the least."""
    found: list[tuple[Cost, Hidden]] = []
    for pair in combinations(range(grids[0].counts.shape[1]), 2):
        if set(kept_classes) <= set(pair):
            searches = [Search(grid, pair) for grid in grids]
            best = [search.best() for search in searches]
            patterns = tuple(one for one in best if one is not None)
            if len(patterns) == len(grids) and _hold_together(grids, patterns, pair):
                costs = [search.cost(one) for search, one in zip(searches, patterns, strict=True)]
                told = int(any((1 << one) & grids[0].face.told_first for one in pair))
                found.append(((told + sum(cost[0] for cost in costs), *map(sum, zip(*costs, strict=True))), Hidden(patterns, pair)))
    return min(found, key=lambda one: one[0])[1] if found else None


def _hold_together(grids: Sequence[Grid], patterns: Sequence[Pattern], pair: Pair) -> bool:
    """Whether the faces hold though each of them limits the totals that they share."""
    ends = _common_ends([Attack(grid, pattern) for grid, pattern in zip(grids, patterns, strict=True)])
    if ends is None:
        return False
    attacks = [Attack(grid, pattern, ends) for grid, pattern in zip(grids, patterns, strict=True)]
    if any(attack.weak_count() for attack in attacks) or not _is_wide(grids[0], ends, pair):
        return False
    for at, attack in enumerate(attacks):
        for known in attack.ends_by_fact():
            others = attacks[:at] + attacks[at + 1 :]
            if not _is_wide(grids[0], known, pair) or any(other.weak_count_at(known) for other in others):
                return False
    return True


def _common_ends(attacks: Sequence[Attack]) -> Ends | None:
    """Between what the total of the first free class is by every face."""
    each = [attack.ends_alone() for attack in attacks]
    least, greatest = max(one[0] for one in each), min(one[1] for one in each)
    return (least, greatest) if least <= greatest else None


def _is_wide(grid: Grid, ends: Ends, pair: Pair) -> bool:
    """Whether the totals of both free classes are far from told, if they may say too much."""
    whole, both = int(grid.counts.sum()), int(grid.counts[:, list(pair)].sum())
    for least, greatest in (ends, (both - ends[1], both - ends[0])):
        may_say = (least < grid.n_min and greatest >= 1) or (grid.total_reach != NONE and whole - greatest <= grid.total_reach)
        if may_say and (greatest - least < grid.width or greatest < grid.n_min):
            return False
    return True
