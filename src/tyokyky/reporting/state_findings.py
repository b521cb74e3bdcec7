"""The findings of figures of states and stages."""

from typing import Final

import polars as pl

from tyokyky.domain.messages import Message
from tyokyky.domain.occupation import NO_SERVICE_STATE
from tyokyky.domain.question import Clock

_A_YEAR: Final = 12


def of_occupation(shown: pl.DataFrame, clock: Clock) -> Message:
    """How many are in no service a year after the start (or as long as is known), or in the last calendar month."""
    known = shown.filter(pl.col("share").is_not_null() & (pl.col("state") == NO_SERVICE_STATE))
    if known.is_empty():
        return Message("finding.hidden" if (shown["observable_count"].fill_null(1) > 0).any() else "finding.none")
    if clock is Clock.CALENDAR:
        last = known.sort("month").row(-1, named=True)
        values = {"share": last["share"], "month": last["month"], "observable_count": last["observable_count"]}
        return Message("finding.occupation.calendar", values)
    early = known.filter(pl.col("month") <= _A_YEAR)
    chosen = (early if not early.is_empty() else known).sort("month").row(-1, named=True)
    values = {"share": chosen["share"], "months": chosen["month"], "observable_count": chosen["observable_count"]}
    return Message("finding.occupation.path", values)
