"""The small-number rule for months and stages: counts that add up to a shown base, withheld with what gives them back."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT, is_small

_ROUNDS: Final = 20
_EXACT: Final = "exact_person_count"


def protect_occupation(exact: pl.DataFrame) -> pl.DataFrame:
    """States of months as staff may see them; the states of a month add up to those observable.

    A month with 1–4 observable shows nothing but its zeros. Else counts 1–4 go; where what is hidden in a month could be
    told (one gap, ones only, or together 1–4) its smallest other count goes too. A share goes with its count.
    """
    count = pl.col("person_count")
    few = (pl.col("observable_count") < SMALLEST_SHOWN_COUNT) & (count > 0)
    rows = exact.with_columns(
        pl.col("person_count").alias(_EXACT),
        person_count=pl.when(~(is_small(count) | few)).then(count),
    )
    for _ in range(_ROUNDS):
        before = rows
        rows = _without_told(rows)
        if rows.equals(before):
            break
    observable = pl.col("observable_count")
    return rows.drop(_EXACT).with_columns(
        share=pl.when(count.is_not_null()).then("share"),
        observable_count=pl.when(~is_small(observable)).then(observable),
    )


def _without_told(rows: pl.DataFrame) -> pl.DataFrame:
    gap = pl.col("person_count").is_null()
    gap_count = gap.sum().over("month")
    gap_sum = pl.when(gap).then(_EXACT).sum().over("month")
    told = (gap_count > 0) & ((gap_count == 1) | (gap_sum <= gap_count) | is_small(gap_sum))
    shown = pl.when(pl.col("person_count") > 0).then("person_count")
    smallest = (shown.rank("ordinal").over("month") == 1).fill_null(value=False)
    return rows.with_columns(person_count=pl.when(~(told & smallest)).then("person_count"))
