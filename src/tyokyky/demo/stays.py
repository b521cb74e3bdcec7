"""Stays in one service, cut into register periods as registers do."""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.random import Generator

from tyokyky.demo.calibration import Knobs
from tyokyky.demo.planting import Booleans, Integers

_BEYOND_THE_DATA_DAYS: Final = 20_000
"""Length of what has no end, such as a pension."""
_LENGTH_SHAPE: Final = 2.2
"""Shape of the gamma law of lengths: most are short, some very long."""
_COURSE_FITS_DAYS: Final = 120
"""A course of at most 90 days then ends a month before the stay does, so it never follows or precedes an exit."""
_COURSE_APART_DAYS: Final = 31


@dataclass(frozen=True)
class Stays:
    """Stays and their periods; `period_stay` is the row of the stay. Ends are the last days in the service."""

    end: Integers
    period_stay: Integers
    period_start: Integers
    period_end: Integers

    @classmethod
    def of_one_period(cls, start: Integers, end: Integers) -> Self:
        """Stays that were never renewed."""
        return cls(end, np.arange(start.size, dtype=np.int32), start, end)


def draw_stays(knobs: Knobs, service: Integers, start: Integers, rng: Generator) -> Stays:
    """Stays that begin on the given days, renewed a random number of times with no or short gaps."""
    counts = rng.geometric(1 / knobs.mean_period_count[service])
    firsts = np.cumsum(counts) - counts
    stay = np.repeat(np.arange(service.size, dtype=np.int32), counts)
    lengths = _lengths(knobs, service[stay], rng)
    gaps = _renewal_gaps(knobs, stay.size, rng)
    gaps[firsts] = 0
    # Days from the start of all stays laid end to end; the stay's own first day is taken off again.
    finish = np.cumsum(lengths + gaps)
    offset = finish - lengths
    period_start = start[stay] + offset - offset[firsts][stay]
    period_end = period_start + lengths - 1
    last = firsts + counts - 1
    period_end[last] = _at_month_end(knobs, period_end[last], rng)
    return Stays(period_end[last].astype(np.int32), stay, period_start.astype(np.int32), period_end.astype(np.int32))


def _lengths(knobs: Knobs, service: Integers, rng: Generator) -> Integers:
    shortest = int(knobs.number("joints", "shortest_period_days"))
    mean = knobs.mean_length_days[service] - shortest
    drawn = rng.gamma(_LENGTH_SHAPE, np.where(np.isfinite(mean), mean / _LENGTH_SHAPE, 1.0))
    days = np.where(np.isfinite(mean), shortest + np.floor(drawn), _BEYOND_THE_DATA_DAYS)
    return np.asarray(days, dtype=np.int64)


def _renewal_gaps(knobs: Knobs, size: int, rng: Generator) -> Integers:
    longest = int(knobs.number("joints", "longest_renewal_gap_days"))
    gaps = rng.integers(1, longest, size, endpoint=True)
    return np.where(rng.random(size) < knobs.number("joints", "renewal_gap_share"), gaps, 0)


def _at_month_end(knobs: Knobs, end: Integers, rng: Generator) -> Integers:
    month = end.astype("datetime64[D]").astype("datetime64[M]")
    month_end = (month + 1).astype("datetime64[D]").astype(np.int64) - 1
    return np.where(rng.random(end.size) < knobs.number("joints", "month_end_share"), month_end, end)


def course_beside(
    knobs: Knobs, free_since: Integers, start: Integers, end: Integers, rng: Generator
) -> tuple[Booleans, Integers, Integers]:
    """Which stays have a short course beside them, and for each stay the course's first and last day.

    It starts with the stay or, so that it can not be taken for what followed the stay before, weeks later.
    """
    size = start.size
    with_stay = rng.random(size) < 0.5
    first = start + np.where(with_stay, 0, rng.integers(20, 50, size))
    last = first + rng.integers(14, 40, size)
    has = rng.random(size) < knobs.number("joints", "course_share")
    has &= (end - start >= _COURSE_FITS_DAYS) & (first - free_since > _COURSE_APART_DAYS)
    has &= first <= knobs.last_day
    return has, first.astype(np.int32), last.astype(np.int32)
