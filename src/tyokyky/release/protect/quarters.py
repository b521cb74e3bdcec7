"""What is hidden of one measure in one quarter: of each face its pattern, and of the totals that the faces share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np

from tyokyky.release.protect.attack import KNOWN, Attack
from tyokyky.release.protect.grids import Ends, Grid, Pair, Pattern
from tyokyky.release.protect.patterns import Cost, PatternSearch
from tyokyky.release.protect.transport import NONE

_SPARE: Final = 1
"""The one person more whom a reader may know."""
_FEWEST_CLASSES: Final = 3
"""With two hidden totals of classes, whoever is the only one in a class would know the other."""


@dataclass(frozen=True, slots=True, eq=False)
class Hidden:
    """What faces with the same classes hide in one quarter.

    Attributes:
        patterns: by face.
        classes: of which the totals are hidden.
        is_total_hidden: so is the count of all together.
        is_everything: and all else.
    """

    patterns: tuple[Pattern, ...]
    classes: tuple[int, ...] = ()
    is_total_hidden: bool = False
    is_everything: bool = False


def enough_of(grid: Grid) -> int:
    """Persons among whom any count can lie, for whoever knows one of them."""
    return max(grid.width, grid.n_min) + _SPARE


def hidden_of(
    grids: Sequence[Grid], kept_classes: Sequence[int], *, is_total_kept: bool, may_hide_total: bool
) -> Hidden:
    """The least that can be hidden of the faces of one measure, quarter and dimension of classes.

    `kept_classes` are those of which the totals must be hidden. Tried in turn: totals of all classes shown; one class
    hidden with every total, or two classes with their totals, whichever costs less; no totals shown but units'. At last
    everything is hidden, and there is no limit to what it may be. `may_hide_total`: no other faces tell the count of
    all together.
    """
    whole = int(grids[0].counts.sum())
    if is_total_kept or 0 < whole < enough_of(grids[0]):
        return everything(grids)
    if not kept_classes:
        shown = [pattern_of(grid) for grid in grids]
        patterns = tuple(one for one in shown if one is not None)
        if len(patterns) == len(grids):
            return Hidden(patterns)
    found = [*_with_free(grids, kept_classes), *(_without(grids, kept_classes) if may_hide_total else ())]
    return min(found, key=lambda one: one[0])[1] if found else _beside_totals(grids) or everything(grids)


def pattern_of(grid: Grid) -> Pattern | None:
    """What a face hides whose classes have all their totals shown; None where nothing is enough."""
    nothing = Pattern(np.zeros(len(grid.counts), np.intp), np.zeros(len(grid.counts), np.bool_))
    return PatternSearch(grid).best() if grid.must.any() or grid.must_open.any() else nothing


def everything(grids: Sequence[Grid]) -> Hidden:
    """Every count of every face, the totals of classes, and that of all together."""
    patterns = [
        Pattern(np.full(len(grid.counts), grid.all_classes, np.intp), np.ones(len(grid.counts), np.bool_))
        for grid in grids
    ]
    return Hidden(tuple(patterns), tuple(range(grids[0].counts.shape[1])), is_total_hidden=True, is_everything=True)


def _beside_totals(grids: Sequence[Grid]) -> Hidden | None:
    """All counts of classes hidden, with their totals: who is counted may be of any class. Units hide small totals."""
    size = grids[0].counts.shape[1]
    units = [pattern_of(_of_totals(grid)) for grid in grids]
    if size < _FEWEST_CLASSES or any(one is None for one in units):
        return None
    patterns = [
        Pattern(np.full(len(grid.counts), grid.all_classes, np.intp), one.is_open)
        for grid, one in zip(grids, units, strict=True)
        if one is not None
    ]
    return Hidden(tuple(patterns), tuple(range(size)))


def _of_totals(grid: Grid) -> Grid:
    """The totals of units as a face of their own."""
    totals = grid.counts.sum(axis=1)
    is_few = grid.must_open | ((totals > 0) & (totals < enough_of(grid)))
    return Grid(totals[:, None], is_few.astype(np.intp), is_few, NONE, grid.unit_reach, NONE, grid.n_min, grid.width)


def _without(grids: Sequence[Grid], kept_classes: Sequence[int]) -> Iterator[tuple[Cost, Hidden]]:
    """One class hidden in every unit, and every total of units and of all: nothing then limits that class."""
    size = grids[0].counts.shape[1]
    others = [one for one in range(size) if not grids[0].told >> one & 1]
    for one in others if size >= _FEWEST_CLASSES and grids[0].told else ():
        patterns = [_beside(grid, one) for grid in grids] if set(kept_classes) <= {one} else []
        whole = [each for each in patterns if each is not None]
        if patterns and len(whole) == len(grids):
            yield _cost(grids, whole, 1 << one), Hidden(tuple(whole), (one,), is_total_hidden=True)


def _beside(grid: Grid, one: int) -> Pattern | None:
    """What else a face hides where a class is hidden in every unit with its total."""
    low = (1 << one) - 1
    told = [at for at in range(grid.counts.shape[1]) if grid.told >> at & 1 and at != one]
    least, greatest = grid.counts[:, told].min(axis=1), grid.counts[:, told].max(axis=1)
    rest = replace(
        grid,
        counts=np.delete(grid.counts, one, axis=1),
        must=(grid.must & low) | ((grid.must >> (one + 1)) << one),
        # What is shown has to leave enough beside it, as the total is hidden.
        must_open=(least < grid.n_min) & (greatest > 0),
        told=(grid.told & low) | ((grid.told >> (one + 1)) << one),
    )
    nothing = np.zeros(len(grid.counts), np.intp)
    found = (
        PatternSearch(rest, is_open=True).best()
        if rest.must.any() or rest.must_open.any()
        else Pattern(nothing, nothing > 0)
    )
    if found is None:
        return None
    reach = (found.reach & low) | ((found.reach & ~low) << 1) | (1 << one)
    return Pattern(reach.astype(np.intp), np.ones(len(grid.counts), np.bool_))


def _cost(grids: Sequence[Grid], patterns: Sequence[Pattern], classes: int) -> Cost:
    """What the faces lose, and all together where classes have no total."""
    costs = [PatternSearch(grid).cost(one) for grid, one in zip(grids, patterns, strict=True)]
    lost, totals, cells, people = (sum(each) for each in zip(*costs, strict=True))
    return lost + bool(classes & grids[0].told), totals, cells, people


def _with_free(grids: Sequence[Grid], kept_classes: Sequence[int]) -> list[tuple[Cost, Hidden]]:
    """Two classes without totals, the pair that costs the least."""
    pairs = [one for one in combinations(range(grids[0].counts.shape[1]), 2) if set(kept_classes) <= set(one)]
    for is_told in (False, True):
        each = [_with_pair(grids, pair) for pair in pairs if _is_told(grids[0], pair) == is_told]
        found = [one for one in each if one is not None]
        if found:
            return [min(found, key=lambda one: one[0])]
    return []


def _is_told(grid: Grid, pair: Pair) -> bool:
    """Whether one of the classes is what readers ask for first: such a pair comes after all others."""
    return any((1 << one) & grid.told_first for one in pair)


def _with_pair(grids: Sequence[Grid], pair: Pair) -> tuple[Cost, Hidden] | None:
    """What it costs: the least of each face; where that is too little together, no unit of it shows the two classes."""
    searches = [PatternSearch(grid, pair) for grid in grids]
    best = {at: search.best() for at, search in enumerate(searches)}
    wide: set[int] = set()
    while True:
        patterns = [one for one in best.values() if one is not None]
        if len(patterns) < len(grids):
            return None
        weak = _weak_together(grids, patterns)
        if not weak:
            cost = _cost(grids, patterns, sum(1 << one for one in pair))
            return cost, Hidden(tuple(patterns), pair)
        more = (weak - wide) or (set(best) - wide)
        if not more:
            return None
        wide |= more
        best |= {at: searches[at].best(is_least=False) for at in more}


def _weak_together(grids: Sequence[Grid], patterns: Sequence[Pattern]) -> set[int]:
    """Faces that do not hold when each of the others limits the totals that they share."""
    ends = _common_ends([Attack(grid, pattern) for grid, pattern in zip(grids, patterns, strict=True)])
    attacks = [Attack(grid, pattern, ends) for grid, pattern in zip(grids, patterns, strict=True)]
    weak = {at for at, attack in enumerate(attacks) if attack.weak_count(*KNOWN)}
    for at, attack in enumerate(attacks):
        known = attack.ends_by_fact(*KNOWN)
        others = [other for other in range(len(attacks)) if other != at]
        weak |= {other for other in others if any(attacks[other].weak_count_at(one) for one in known)}
    return weak


def _common_ends(attacks: Sequence[Attack]) -> Ends:
    """Between what the total of the first free class is by every face."""
    each = [attack.ends_alone() for attack in attacks]
    return max(one[0] for one in each), min(one[1] for one in each)
