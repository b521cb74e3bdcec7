"""The small-number rule for figures of whole years: lost people, what changed, missed moments (ADR 0032)."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import (
    DROP_OFF_COUNTS,
    DROP_OFF_RATES,
    HIDDEN,
    SMALLEST_SHOWN_COUNT,
    is_small,
    protect_drop_off,
)

_LOST: Final = ("lost_count", "lost_lower_count", "lost_upper_count", "excess_count")
_YEARS: Final = ("_before", "_after")
_DIFFERENCE: Final = ("difference_share", "lower_share", "upper_share")


def protect_gaps(exact: pl.DataFrame, blocks: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Lost people as staff may see them: nothing that the drop-off of the same days withholds.

    Lost people are exits × drop-off, so they go with either. An excess also goes where the whole area's drop-off would
    be withheld, as it would give that back; a weakest level where its realised answers are few, or its joint is
    withheld. The rows must come in the order of the path, as they do there: which of two equal counts goes is a
    matter of their order, and two answers would tell both.
    """
    rows = protect_drop_off(exact, blocks)
    gone = pl.col("drop_off_share").is_null() | pl.col("at_start_count").is_null()
    rows = rows.with_columns(pl.when(~gone).then(pl.col(name)).alias(name) for name in _LOST)
    dropped, base = pl.col("whole_dropped_count"), pl.col("whole_at_start_count")
    whole_gone = is_small(dropped) | is_small(base - dropped) | (base < SMALLEST_SHOWN_COUNT)
    few_realised = is_small(pl.col("weakest_realised_count"))
    return rows.with_columns(
        excess_count=pl.when(~whole_gone.fill_null(value=False)).then("excess_count"),
        weakest_level=pl.when(~(gone | few_realised.fill_null(value=False))).then("weakest_level"),
    )


def protect_change(exact: pl.DataFrame) -> pl.DataFrame:
    """Two years as staff may see them: each as its drop-off alone; the difference goes with either."""
    rows = exact
    for year in _YEARS:
        names = [name for name in (*DROP_OFF_COUNTS, *DROP_OFF_RATES, "state") if f"{name}{year}" in exact.columns]
        own = exact.select(pl.col(f"{name}{year}").alias(name) for name in names)
        rows = rows.with_columns(protect_drop_off(own).select(pl.col(name).alias(f"{name}{year}") for name in names))
    hidden = pl.any_horizontal(pl.col(f"state{year}") == HIDDEN for year in _YEARS)
    return rows.with_columns(
        *(pl.when(~hidden).then(pl.col(name)).alias(name) for name in _DIFFERENCE),
        state=pl.when(hidden).then(pl.lit(HIDDEN)).otherwise("state"),
    )


def protect_no_shows(exact: pl.DataFrame) -> pl.DataFrame:
    """Missed moments as staff may see them.

    The exits of the two outcomes add up to those of the service, which staff see elsewhere: they go together. Recorded
    ones are part of the exits and missed ones part of the recorded: few in a part, or in what it leaves, withhold it.
    """
    exits, recorded, missed = pl.col("exit_count"), pl.col("recorded_count"), pl.col("with_no_show_count")
    exits_gone = is_small(exits).any().over("service_code")
    recorded_gone = exits_gone | is_small(recorded) | is_small(exits - recorded)
    share_gone = recorded_gone | is_small(missed) | is_small(recorded - missed)
    gone = {"exit_count": exits_gone, "recorded_count": recorded_gone}
    gone |= dict.fromkeys(("with_no_show_count", "share", "lower_share", "upper_share"), share_gone)
    return exact.with_columns(pl.when(~where).then(pl.col(name)).alias(name) for name, where in gone.items())
