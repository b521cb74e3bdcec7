"""Months of exits and their charts, one exit and one month at a time (definitions, 8; ADR 0030)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import sqrt

from tests.reference.exits import Exit, exits
from tests.reference.figures import EVERYTHING, Selection, keys
from tests.reference.spells import chain_gap_days
from tests.reference.world import World

FEWEST_POINTS = 12
Key = tuple[str, str]


@dataclass
class Month:
    """One month of a joint; `dropped` is null where the month has no point."""

    on: date
    exits: int = 0
    dropped: int | None = 0
    not_linked: int = 0
    state: str = ""
    share: float | None = None
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    signals: tuple[str, ...] = ()


def months(
    world: World, window_days: int, by: str = "", chain: int | None = None, selection: Selection = EVERYTHING
) -> dict[Key, list[Month]]:
    """Every month from a joint's first exit to the observation end, with its chart."""
    joints: dict[Key, list[Exit]] = {}
    for one in exits(world, chain):
        if selection.takes(one):
            value = keys()[by](one) if by else ""
            joints.setdefault((one.service, value), []).append(one)
    return {key: charted(_months(found, window_days, chain, selection)) for key, found in joints.items()}


def _months(found: list[Exit], window_days: int, chain: int | None, selection: Selection) -> list[Month]:
    observed_until = found[0].end + timedelta(days=found[0].follow_up_days + 1)
    last = min(observed_until, selection.until or observed_until)
    made: list[Month] = []
    on = min(one.end for one in found).replace(day=1)
    while on <= last:
        own = [one for one in found if (one.end.year, one.end.month) == (on.year, on.month)]
        linked = [one for one in own if one.linked]
        end = on.replace(day=monthrange(on.year, on.month)[1])
        needed = max(window_days, chain_gap_days(found[0].spell.service, chain))
        followed = (observed_until - end).days - 1 >= needed
        month = Month(on, len(linked), None, len(own) - len(linked))
        if not linked and month.not_linked:
            month.state = "not_linked"
        elif not followed:
            month.state = "not_yet"
        elif not linked:
            month.state = "none"
        else:
            month.dropped = sum(one.gap_days is None or one.gap_days > window_days for one in linked)
            month.share = month.dropped / month.exits
        made.append(month)
        on = end + timedelta(days=1)
    return made


def charted(made: list[Month]) -> list[Month]:
    """The months of one phase with centre, limits and signals."""
    points = [month for month in made if month.dropped is not None]
    if len(points) < FEWEST_POINTS:
        return made
    base = sum(month.exits for month in points)
    centre = sum(month.dropped or 0 for month in points) / base
    spread = _spread([_z(month, centre) for month in points]) if 0 < centre < 1 else 1.0
    for month in made:
        if month.state == "not_yet":
            month.centre = centre
            continue
        month.centre = centre
        if month.exits:
            reach = 3 * spread * sqrt(centre * (1 - centre) / month.exits)
            month.lower, month.upper = max(0.0, centre - reach), min(1.0, centre + reach)
    _name(made, centre, spread)
    return made


def _z(month: Month, centre: float) -> float:
    assert month.share is not None
    return (month.share - centre) / sqrt(centre * (1 - centre) / month.exits)


def _spread(z: list[float]) -> float:
    """Laney's sigma of z, never under one."""
    ranges = [abs(after - before) for before, after in pairwise(z)]
    mean = sum(ranges) / len(ranges)
    kept = [one for one in ranges if one <= 3.267 * mean]
    return max(1.0, sum(kept) / len(kept) / 1.128)


def _name(made: list[Month], centre: float, spread: float) -> None:
    far = [None if month.share is None or not 0 < centre < 1 else _z(month, centre) / spread for month in made]
    for place, month in enumerate(made):
        if far[place] is not None:
            month.signals = tuple(
                name
                for name, holds in (
                    ("beyond_limit", abs(far[place] or 0) > 3),
                    ("shift", _in_shift(far, place)),
                    ("trend", _in_trend([one.share for one in made], place)),
                    ("near_limit", _near(far, place)),
                )
                if holds
            )


def _in_shift(far: list[float | None], place: int) -> bool:
    here = far[place] or 0.0
    if here < 0:
        known = [value for value in far if value is not None]
        at = sum(value is not None for value in far[:place])
        return _run([value < 0 for value in known], at) >= 7
    return here > 0 and _run([value is not None and value > 0 for value in far], place) >= 7


def _run(holds: list[bool], place: int) -> int:
    """How many in a row hold around a place."""
    first = place
    while first > 0 and holds[first - 1]:
        first -= 1
    last = place
    while last + 1 < len(holds) and holds[last + 1]:
        last += 1
    return last - first + 1


def _in_trend(shares: list[float | None], place: int) -> bool:
    for first in range(max(0, place - 6), min(place, len(shares) - 7) + 1):
        seven = [share for share in shares[first : first + 7] if share is not None]
        steps = list(pairwise(seven))
        if len(seven) == 7 and (all(a < b for a, b in steps) or all(a > b for a, b in steps)):
            return True
    return False


def _near(far: list[float | None], place: int) -> bool:
    def is_near(value: float | None) -> bool:
        return value is not None and 2 < abs(value) <= 3

    if not is_near(far[place]):
        return False
    for first in range(max(0, place - 2), min(place, len(far) - 3) + 1):
        three = [value for value in far[first : first + 3] if value is not None]
        same = len(three) == 3 and (all(v > 0 for v in three) or all(v < 0 for v in three))
        if same and sum(is_near(value) for value in three) >= 2:
            return True
    return False
