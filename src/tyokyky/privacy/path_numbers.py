"""The small-number rule for paths: a rare pair keeps no number, and a rare whole path is not even named (ADR 0027)."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT, is_small

_NUMBERS: Final = ("pair_count", "person_count", "median_days")
_ROUNDS: Final = 20
"""Withholding a pair may call for another; settles in a few rounds, and from then on all of a block is withheld."""


def protect_flows(exact: pl.DataFrame) -> pl.DataFrame:
    """Pairs of steps as staff may see them: those of fewer than five persons have no numbers.

    All pairs add up to what other figures may tell (spells less persons), and those from or to one step nearly to what
    followed its exits: none of these sums may tell a gap, by having only one or leaving hardly more than one each.
    """
    hidden = exact.select(is_small(pl.col("person_count"))).to_series()
    for _ in range(_ROUNDS):
        more = hidden
        for block in ("grain", "from_code", "to_code"):
            more = _with_partner(exact, more, block)
        if more.equals(hidden):
            break
        hidden = more
    few_waits = is_small(pl.col("known_wait_count"))
    return exact.with_columns(
        pl.when(pl.lit(hidden)).then(None).otherwise(pl.col(column)).alias(column) for column in _NUMBERS
    ).with_columns(median_days=pl.when(~few_waits).then("median_days"))


def _with_partner(exact: pl.DataFrame, hidden: pl.Series, block: str) -> pl.Series:
    """Where a block's hidden pairs can be told, its smallest shown pair is hidden as well."""
    rows = exact.select(block, "pair_count").with_columns(hidden=hidden)
    gaps, pairs = pl.col("hidden").sum().over(block), pl.col("pair_count").filter("hidden").sum().over(block)
    # Each hidden pair holds at least one: what together holds hardly more tells each.
    told = (gaps > 0) & ((gaps == 1) | (pairs < gaps + SMALLEST_SHOWN_COUNT - 1))
    shown = pl.when(~pl.col("hidden")).then("pair_count")
    smallest = shown.rank("ordinal").over(block) == 1
    return rows.select(pl.col("hidden") | (told & smallest).fill_null(value=False)).to_series()


def protect_variants(exact: pl.DataFrame) -> pl.DataFrame:
    """Whole paths as staff may see them, in the order given; those of fewer than five persons stand in one last row.

    A whole path can be one person's story: rare ones are not named, only counted together (path null). Where they are
    fewer than five together, the rarest of the others joins them; what can not be made five has no count either.
    """
    rare = exact.select(pl.col("person_count") < SMALLEST_SHOWN_COUNT).to_series()
    if not rare.any():
        return _without_few_lengths(exact)
    named = exact.filter(~rare)
    rest = exact.filter(rare)
    if rest["person_count"].sum() < SMALLEST_SHOWN_COUNT and not named.is_empty():
        rest = pl.concat([named.tail(1), rest])
        named = named.head(-1)
    return pl.concat([_without_few_lengths(named), _pooled(rest)])


def _pooled(rest: pl.DataFrame) -> pl.DataFrame:
    person_count = pl.col("person_count").sum()
    pooled = rest.select(
        pl.col("grain").first(),
        path=pl.lit(None, dtype=pl.String),
        person_count=pl.when(person_count >= SMALLEST_SHOWN_COUNT).then(person_count),
        known_length_count=pl.col("known_length_count").sum(),
        median_days=pl.lit(None, dtype=pl.Float64),
        share=pl.when(person_count >= SMALLEST_SHOWN_COUNT).then(pl.col("share").sum()),
    )
    return pooled.select(column for column in rest.columns if column in pooled.columns).cast(
        {name: kind for name, kind in rest.schema.items() if name in pooled.columns}
    )


def _without_few_lengths(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(median_days=pl.when(~is_small(pl.col("known_length_count"))).then("median_days"))
