"""Which counts of a face are hidden: the fewest rates, then the fewest cells, that leave nothing too narrow."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from tyokyky.release.protect.attack import KNOWN, Attack
from tyokyky.release.protect.grids import Grid, Pair, Pattern
from tyokyky.release.protect.loss import RATE_BASE

_FEWEST_CLASSES: Final = 2
_MOST_OPTIONS: Final = 12
"""Units looked at before one is hidden: the cheapest."""
_WORK: Final = 20_000_000
"""Work for one face, counted and not timed; where it is spent, what was found by then is taken as it is."""
Cost = tuple[int, int, int, int]
"""Shares that can not be worked out from the classes of which they are made; nor from the total; cells; persons."""
Step = tuple[int, int, bool]
"""A unit, the classes that it hides, and whether its total."""
Start = tuple[Pattern, int, bool]
"""A pattern, and the classes and whether the total that units hide when they join."""


class PatternSearch:
    """Patterns of one face: units are hidden more until the pattern holds, then less where it still does."""

    def __init__(self, grid: Grid, free: Pair | None = None, *, is_open: bool = False) -> None:
        """`free`: classes of which the totals are hidden; `is_open`: whoever hides anything hides the total as well."""
        self.grid, self.free, self.only_open = grid, free, is_open
        self.base = sum(1 << one for one in free or ())
        self.total = grid.counts.sum(axis=1)
        self._weak: dict[tuple[bytes, bytes], int] = {}
        self._work, self._has_one = 0, False

    def best(self, *, is_least: bool = True) -> Pattern | None:
        """The pattern of least loss that holds; None where not even every unit hidden whole does.

        `is_least`: units that are not needed are shown; else all keep hidden the classes without a total.
        """
        found: list[Pattern] = []
        for start in self._starts():
            settled = self._settled(start)
            found.extend([settled] if settled is not None else [])
        ordered = sorted(map(self._less, found) if is_least else found, key=self.cost)
        return next((one for one in ordered if not Attack(self.grid, one).weak_count(*KNOWN)), None)

    def cost(self, pattern: Pattern) -> Cost:
        """What readers lose."""
        each = [
            self._unit_cost(unit, int(reach), is_open)
            for unit, (reach, is_open) in enumerate(zip(pattern.reach, pattern.is_open.tolist(), strict=True))
        ]
        return tuple(map(sum, zip(*each, strict=True)))  # type: ignore[return-value]

    def _unit_cost(self, unit: int, reach: int, is_open: bool) -> Cost:
        if not reach:
            return 0, 0, 0, 0
        told, first = self.grid.told, self.grid.told_first
        is_rate = self.total[unit] >= RATE_BASE
        no_total = is_rate and (is_open or bool(reach & first) or not first)
        followed = sum(int(count) for at, count in enumerate(self.grid.counts[unit]) if not told or told >> at & 1)
        lost = followed >= RATE_BASE and bool(reach & told or not told)
        return int(lost), int(no_total), reach.bit_count() + is_open, int(self.total[unit])

    def _starts(self) -> Iterator[Start]:
        """Patterns that hide what must be, with what units hide when they join."""
        whole = self.grid.all_classes
        for classes in range(whole, 0, -1):
            if classes == whole or (self.free is None and self.grid.told and not classes & self.grid.told):
                yield self._start(classes, is_open=True), classes, True
        if self.only_open:
            return
        live = [one for one in range(whole.bit_length()) if self.grid.counts[:, one].any() or one in (self.free or ())]
        if len(live) > _FEWEST_CLASSES:
            for classes in range(1, whole + 1):
                if classes.bit_count() >= _FEWEST_CLASSES and classes & self.base == self.base:
                    yield self._start(classes, is_open=False), classes, False

    def _start(self, classes: int, *, is_open: bool) -> Pattern:
        grid = self.grid
        is_bad = (grid.must > 0) | grid.must_open
        fits = (grid.must & ~classes) == 0
        if is_open:
            fits &= [self._may_hide_total(unit, classes) for unit in range(len(is_bad))]
        reach = np.where(is_bad, np.where(fits & ~grid.must_open, classes, grid.all_classes), self.base)
        return Pattern(reach.astype(np.intp), grid.must_open | (is_bad & is_open), self.free)

    def _may_hide_total(self, unit: int, classes: int) -> bool:
        """Whether a unit may hide its total with these classes: all, or those beside which the share is told whole.

        Then what is shown leaves enough beside each of its counts, also over quarters.
        """
        grid = self.grid
        if classes == grid.all_classes:
            return True
        shown = [int(count) for at, count in enumerate(grid.counts[unit]) if grid.told >> at & 1]
        is_whole = bool(classes) and not classes & grid.told and len(shown) > 1 and self.free is None
        return is_whole and (min(shown) >= grid.n_min or not any(shown))

    def _settled(self, start: Start) -> Pattern | None:
        pattern, classes, is_open = start
        while not self.holds(pattern):
            more = self._more(pattern, classes, is_open=is_open)
            if more is None or (self._has_one and self._work >= _WORK):
                return None
            pattern = more
        self._has_one = True
        return pattern

    def holds(self, pattern: Pattern) -> bool:
        """Whether nothing is too narrow."""
        return self._weak_count(pattern) == 0

    def _weak_count(self, pattern: Pattern) -> int:
        name = pattern.reach.tobytes(), pattern.is_open.tobytes()
        if name not in self._weak:
            attack = Attack(self.grid, pattern)
            self._work += attack.size
            self._weak[name] = attack.weak_count(1)
        return self._weak[name]

    def _more(self, pattern: Pattern, classes: int, *, is_open: bool) -> Pattern | None:
        """One unit hidden more: the cheapest with which it holds; else the cheapest of those that leave the least."""
        steps = sorted(self._steps(pattern, classes, joins_open=is_open), key=lambda one: self._step_key(pattern, one))
        options = [pattern.with_unit(unit, reach, is_open=opens) for unit, reach, opens in steps[:_MOST_OPTIONS]]
        found = next((one for one in options if self.holds(one)), None)
        return found or min(options, key=lambda one: (self.cost(one)[0], self._weak_count(one)), default=None)

    def _step_key(self, pattern: Pattern, step: Step) -> tuple[int, ...]:
        """What a step costs more than nothing; units without anyone come after all others that cost no rate."""
        unit, reach, is_open = step
        before = self._unit_cost(unit, int(pattern.reach[unit]), bool(pattern.is_open[unit]))
        after = self._unit_cost(unit, reach, is_open)
        rates, others, cells, people = (new - old for new, old in zip(after, before, strict=True))
        if not pattern.reach[unit]:
            return rates, others, int(self.total[unit] == 0), cells, people
        return rates, others, 0, cells, people

    def _steps(self, pattern: Pattern, classes: int, *, joins_open: bool) -> Iterator[Step]:
        """Every unit hidden more in each way that it may be."""
        whole = self.grid.all_classes
        for unit, (reach, is_open) in enumerate(zip(pattern.reach.tolist(), pattern.is_open.tolist(), strict=True)):
            for wider in dict.fromkeys((classes, whole)) if not self.only_open else ():
                if wider.bit_count() >= _FEWEST_CLASSES and wider != reach and (reach & wider) == reach:
                    yield unit, wider, False
            for wider in dict.fromkeys((reach | classes if joins_open else whole, whole)):
                if (not is_open or wider != reach) and self._may_hide_total(unit, wider):
                    yield unit, wider, True

    def _less(self, pattern: Pattern) -> Pattern:
        """Units shown again that the others do without, those that cost the most first."""
        costs = [
            self._unit_cost(unit, int(pattern.reach[unit]), bool(pattern.is_open[unit]))
            for unit in range(len(self.total))
        ]
        for unit in sorted(range(len(costs)), key=lambda one: costs[one], reverse=True):
            if self._work >= _WORK:
                break
            for fewer in self._fewer(pattern, unit):
                if self.holds(fewer):
                    pattern = fewer
                    break
        return pattern

    def _fewer(self, pattern: Pattern, unit: int) -> Iterator[Pattern]:
        """One unit hidden less, the least hidden first."""
        must, reach, is_open = int(self.grid.must[unit]), int(pattern.reach[unit]), bool(pattern.is_open[unit])
        if self.grid.must_open[unit]:
            return
        for classes in sorted(range(self.grid.all_classes + 1), key=int.bit_count):
            if classes & ~reach or must & ~classes:
                continue
            if classes.bit_count() != 1 and (classes != reach or is_open) and not (self.only_open and classes):
                yield pattern.with_unit(unit, classes, is_open=False)
            if is_open and classes != reach and self._may_hide_total(unit, classes):
                yield pattern.with_unit(unit, classes, is_open=True)
