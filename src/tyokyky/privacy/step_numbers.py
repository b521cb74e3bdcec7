"""Frequencies of the steps of a service path as staff may see them."""

import polars as pl

from tyokyky.privacy.small_numbers import HIDDEN, SMALLEST_SHOWN_COUNT, is_small


def protect_step_frequency(exact: pl.DataFrame) -> pl.DataFrame:
    """Withholds a row's count and share where few had the step, or few did not, or the service has few persons.

    A person may have many steps: rows do not add up to a total, so no row gives another back. Adds `state`.
    """
    count, base = pl.col("with_step_count"), pl.col("person_count")
    few = is_small(count) | is_small(base - count) | (base < SMALLEST_SHOWN_COUNT)
    return exact.with_columns(
        pl.when(base >= SMALLEST_SHOWN_COUNT).then(base).alias("person_count"),
        pl.when(~few).then(count).alias("with_step_count"),
        pl.when(~few).then("share").alias("share"),
        pl.when(few).then(pl.lit(HIDDEN)).otherwise(pl.lit("")).alias("state"),
    )
