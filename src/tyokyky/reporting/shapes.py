"""The shape in which each figure leaves: exactly the columns that other programs may rely on (data.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from tyokyky.domain.filters import Breakdown, Filters


def _as_is(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def with_answered_share(rows: pl.DataFrame) -> pl.DataFrame:
    """Response shares from the two counts, null where nobody could have answered."""
    return rows.with_columns(
        answered_share=pl.when(pl.col("active_person_count") > 0).then(
            pl.col("answered_count") / pl.col("active_person_count")
        )
    )


@dataclass(frozen=True)
class Shape:
    """A figure's columns in their order, and our names of them. `by` marks where the breakdown's column stands."""

    columns: Mapping[str, str]
    complete: Callable[[pl.DataFrame], pl.DataFrame] = _as_is
    """What an unprotected figure still needs, which the small-number rule otherwise works out."""
    kept: str = ""
    """Column that tells which rows leave; the others are there only because they add up with them."""
    turned: Callable[[pl.DataFrame], pl.DataFrame] = _as_is
    """From the rows as they were protected to the rows that leave, where those are others."""

    def table(
        self, rows: pl.DataFrame, filters: Filters, breakdown: Breakdown | None, observed_until: date | None
    ) -> pl.DataFrame:
        """The figure's table."""
        known = {
            "window_days": pl.lit(filters.window_days, dtype=pl.Int64),
            "observed_until": pl.lit(observed_until, dtype=pl.Date),
        }
        if filters.chain_gap_days is not None:
            known["chain_gap_days"] = pl.lit(filters.chain_gap_days, dtype=pl.Int64)
        filled = self.turned(rows).with_columns(
            **{name: value for name, value in known.items() if name in self.columns.values()}
        )
        if self.kept:
            filled = filled.filter(self.kept)
        chosen = [
            pl.col(ours).alias(breakdown.name if theirs == "by" and breakdown else theirs)
            for theirs, ours in self.columns.items()
            if theirs != "by" or breakdown is not None
        ]
        return filled.select(chosen)


JOINT: Final = {"service": "service_code", "by": "breakdown_value"}
INTERVAL: Final = {"lower": "lower_share", "upper": "upper_share"}
