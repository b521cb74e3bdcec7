"""From two groups' protected rows to one row with both and their difference: nothing that either alone would not tell.

A difference is made of shares and intervals that are shown; where either is withheld or missing there is none.
"""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.domain import intervals
from tyokyky.domain.figures import State
from tyokyky.domain.intervals import Array

SIDES: Final = ("first", "second")
_OF_GROUP: Final = ("count", "share", "lower_share", "upper_share", "state")
_DIFFERENCE: Final = (
    "difference_share",
    "difference_lower_share",
    "difference_upper_share",
    "together_lower_share",
    "together_upper_share",
)


def of_destinations(shown: pl.DataFrame) -> pl.DataFrame:
    """Both groups' destinations, a row each: service_code, successor_service_code, kind, and what `_beside` adds.

    Where it is known that nobody of either group went there is nothing to compare and no row; so with months.
    """
    rows = shown.with_columns(count="successor_count")
    return _with_difference(_beside(rows, ("service_code", "successor_service_code", "kind")))


def of_months(shown: pl.DataFrame) -> pl.DataFrame:
    """Both groups' months with Wilson's intervals: month, place, and what `_beside` adds."""
    lower, upper = intervals.wilson(_numbers(shown, "person_count"), _numbers(shown, "observable_count"))
    rows = shown.with_columns(
        place="state",
        count="person_count",
        lower_share=pl.Series(lower).fill_nan(None),
        upper_share=pl.Series(upper).fill_nan(None),
        state=pl.when(pl.col("observable_count") == 0).then(pl.lit(State.NOT_YET.value)).otherwise(pl.lit("")),
    )
    return _with_difference(_beside(rows, ("month", "place")))


def _beside(rows: pl.DataFrame, row: tuple[str, ...]) -> pl.DataFrame:
    """One row for both groups: compared_by, first_value, second_value, of each group its count, share and interval."""
    named = rows.select("compared_by", *(f"{side}_value" for side in SIDES)).head(1)
    first, second = (_of_side(rows, side, row) for side in SIDES)
    both = first.join(second, on=row, how="full", coalesce=True, maintain_order="left_right")
    both = both.join(named, how="cross", maintain_order="left_right").with_columns(state=_state())
    nobody = (pl.col("first_count") == 0) & (pl.col("second_count") == 0) & (pl.col("state") == "")
    return both.filter(~nobody.fill_null(value=False))


def _of_side(rows: pl.DataFrame, side: str, row: tuple[str, ...]) -> pl.DataFrame:
    own = rows.filter(pl.col("breakdown_value") == pl.col(f"{side}_value"))
    return own.select(*row, *(pl.col(column).alias(f"{side}_{column}") for column in _OF_GROUP))


def _state() -> pl.Expr:
    """Why there is no difference: a group without any exits, a state of its own, or people are protected."""
    why = pl.lit("")
    for side in reversed(SIDES):
        missing = pl.any_horizontal(pl.col(f"{side}_{number}").is_null() for number in ("share", "lower_share"))
        own = pl.when(pl.col(f"{side}_state") == "").then(pl.lit(State.HIDDEN.value)).otherwise(f"{side}_state")
        why = pl.when(missing).then(own.fill_null(State.NONE.value)).otherwise(why)
    return why


def _with_difference(rows: pl.DataFrame) -> pl.DataFrame:
    """First less second with its interval (MOVER), and the interval that holds for all rows at once (ADR 0036)."""
    first, second = (_numbers(rows, f"{side}_share") for side in SIDES)
    ends = [(_numbers(rows, f"{side}_lower_share"), _numbers(rows, f"{side}_upper_share")) for side in SIDES]
    interval = intervals.of_difference(first, ends[0], second, ends[1])
    known = ~np.isnan(interval[0]) & ~np.isnan(interval[1])
    difference = np.where(known, first - second, np.nan)
    wide = intervals.together(difference, interval, int(known.sum()))
    values = dict(zip(_DIFFERENCE, (difference, *interval, *wide), strict=True))
    return rows.with_columns(pl.Series(name, value, dtype=pl.Float64).fill_nan(None) for name, value in values.items())


def _numbers(rows: pl.DataFrame, column: str) -> Array:
    return rows[column].cast(pl.Float64).fill_null(np.nan).to_numpy()


def clear(both: pl.DataFrame) -> pl.DataFrame:
    """Rows whose difference is clear though all rows were looked at, the largest first."""
    is_clear = (pl.col("together_lower_share") > 0) | (pl.col("together_upper_share") < 0)
    return both.filter(is_clear).sort(pl.col("difference_share").abs(), descending=True, maintain_order=True)
