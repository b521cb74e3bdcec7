"""Makes columns of frames from arrays of numbers."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tyokyky.demo.calibration import Floats
from tyokyky.demo.journeys import NEVER

IntArray = NDArray[np.integer]


def names(numbers: IntArray, of: Sequence[str]) -> pl.Series:
    """Name of each number, null for −1; kept as a dictionary so that a million clients fit in memory."""
    column = pl.Series(numbers.astype(np.int32))
    known = pl.select(pl.when(column >= 0).then(column).cast(pl.UInt32)).to_series()
    return known.cat.to(pl.Enum([str(name) for name in of]))


def days(day_numbers: IntArray) -> pl.Series:
    """Dates of day numbers, null for NEVER."""
    column = pl.Series(day_numbers.astype(np.int32))
    return pl.select(pl.when(column != NEVER).then(column).cast(pl.Date)).to_series()


def ids(prefix: str, numbers: IntArray, width: int) -> pl.Series:
    """Prefix and number, filled with zeros to a width that holds the greatest."""
    text = pl.Series("id", numbers.astype(np.int64)).cast(pl.String).str.zfill(width)
    return pl.select(pl.lit(prefix) + text).to_series()


def drawn(shares: Sequence[float] | Floats, uniform: Floats) -> NDArray[np.int32]:
    """Number of the class into which each uniform draw falls."""
    return np.searchsorted(np.cumsum(shares)[:-1] / np.sum(shares), uniform, side="right").astype(np.int32)
