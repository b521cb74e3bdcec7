"""The small-number rule for our own counts beside the official ones; what is published is no secret."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import DROP_OFF_COUNTS, DROP_OFF_RATES, HIDDEN, is_small, protect_drop_off

_JOINT: Final = ("service_code",)


def protect_official(exact: pl.DataFrame, published: str, by_spell: str) -> pl.DataFrame:
    """Rows as staff may see them. `published`, `by_spell`: names of those rules.

    Rows by spells are the drop-off by year, and show nothing that it withholds: the years of a service add up. Rows by
    periods withhold few ended, and few or all but few of a part.
    """
    return pl.concat(
        [
            exact.filter(pl.col("rule") == published),
            _periods(exact.filter(~pl.col("rule").is_in([published, by_spell]))),
            _spells(exact.filter(pl.col("rule") == by_spell)),
        ]
    )


def _periods(rows: pl.DataFrame) -> pl.DataFrame:
    ended = pl.col("ended_count")
    shown = {"ended_count": ~is_small(ended)}
    for name in ("in_service_count", "unemployed_count"):
        shown[name] = ~(is_small(ended) | is_small(pl.col(name)) | is_small(ended - pl.col(name)))
    is_hidden = ~pl.all_horizontal(where | pl.col(name).is_null() for name, where in shown.items())
    return rows.with_columns(
        *(pl.when(where).then(pl.col(name)).alias(name) for name, where in shown.items()),
        state=pl.when(is_hidden).then(pl.lit(HIDDEN)).otherwise("state"),
    )


def _spells(rows: pl.DataFrame) -> pl.DataFrame:
    names = [name for name in (*DROP_OFF_COUNTS, *DROP_OFF_RATES, "state") if name in rows.columns]
    seen = protect_drop_off(rows.select(*_JOINT, *names), _JOINT)
    parts_shown = pl.all_horizontal(
        pl.col(name).is_not_null() for name in ("at_start_count", "dropped_count", "still_in_window_count")
    )
    return rows.with_columns(seen.select(names)).with_columns(
        ended_count=pl.col("at_start_count"),
        in_service_count=pl.when(parts_shown).then("in_service_count"),
    )
