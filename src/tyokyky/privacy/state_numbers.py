"""The small-number rule for months, stages and ways back: counts that add up to a base staff can see."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import HIDDEN, SMALLEST_SHOWN_COUNT, is_small

_ROUNDS: Final = 20
_EXACT: Final = "exact_person_count"


def protect_occupation(exact: pl.DataFrame) -> pl.DataFrame:
    """States of months as staff may see them; the states of a month add up to those observable.

    A month with 1–4 observable shows nothing but its zeros. Else counts 1–4 go; where what a month hides could be
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


def protect_occupation_of_groups(exact: pl.DataFrame) -> pl.DataFrame:
    """Each group's months as staff may see them when they ask for that group alone: no more, and no less."""
    groups = exact.partition_by("breakdown_value", maintain_order=True)
    return pl.concat([protect_occupation(group) for group in groups]) if groups else protect_occupation(exact)


def _without_told(rows: pl.DataFrame) -> pl.DataFrame:
    gap = pl.col("person_count").is_null()
    gap_count = gap.sum().over("month")
    gap_sum = pl.when(gap).then(_EXACT).sum().over("month")
    told = (gap_count > 0) & ((gap_count == 1) | (gap_sum <= gap_count) | is_small(gap_sum))
    shown = pl.when(pl.col("person_count") > 0).then("person_count")
    smallest = (shown.rank("ordinal").over("month") == 1).fill_null(value=False)
    return rows.with_columns(person_count=pl.when(~(told & smallest)).then("person_count"))


def protect_funnel(exact: pl.DataFrame, may_be_skipped: tuple[bool, ...]) -> pl.DataFrame:
    """Stages as staff may see them: one that few entered, reached, or were watched to its end without reaching goes.

    Those who set out for a stage are those who reached the last before it that may not be skipped, less those whose
    next register is not seen: they go with it, or where few are not seen, and with them the share, which would tell.
    """
    entered, reached = pl.col("entered_count"), pl.col("reached_count")
    left = entered - reached
    few = (entered < SMALLEST_SHOWN_COUNT) | is_small(reached) | is_small(left)
    few_dropped = is_small(left - pl.col("still_in_window_count"))
    gone = exact.select((few | few_dropped) & (entered > 0)).to_series().to_list()
    begins = [0, *_stages_before(may_be_skipped)]
    unseen = exact.select(is_small(pl.col("not_linked_count"))).to_series().to_list()
    entry_gone = [gone[begin] or unseen[row] for row, begin in enumerate(begins)]
    rows = exact.with_columns(gone=pl.Series(gone), entry_gone=pl.Series(entry_gone))
    withheld = {
        "reached_count": pl.col("gone"),
        "median_days": pl.col("gone"),
        **dict.fromkeys(("share", "lower_share", "upper_share"), pl.col("gone") | pl.col("entry_gone")),
        "entered_count": pl.col("entry_gone"),
    }
    shown = rows.with_columns(pl.when(~where).then(name).alias(name) for name, where in withheld.items())
    hidden = (pl.col("gone") | pl.col("entry_gone")) & (pl.col("state") == "")
    return shown.with_columns(state=pl.when(hidden).then(pl.lit(HIDDEN)).otherwise("state")).drop("gone", "entry_gone")


def _stages_before(may_be_skipped: tuple[bool, ...]) -> list[int]:
    """Of each stage after the first, the place of the stage that its clock starts from."""
    begins, last = [], 0
    for place, skipped in enumerate(may_be_skipped[1:], 1):
        begins.append(last)
        last = last if skipped else place
    return begins


def protect_bounces(exact: pl.DataFrame) -> pl.DataFrame:
    """Bounces as staff may see them: per service its ways add up, with those not come back, to its exits."""
    count, exits = pl.col("bounce_count"), pl.col("exit_count")
    few = is_small(count) | (exits < SMALLEST_SHOWN_COUNT) & (count > 0) | is_small(exits - count)
    rows = exact.with_columns(bounce_count=pl.when(~few).then(count), share=pl.when(~few).then("share"))
    # Those not come back are shown nowhere, so a withheld way has two unknowns beside it; but few of them would tell.
    back = exact.select(back=count.sum().over("service_code"))["back"]
    rows = rows.with_columns(left=exits - back)
    smallest = pl.when(count > 0).then(count).rank("ordinal").over("service_code") == 1
    lone = is_small(pl.col("left")) & smallest
    lone = lone & ~count.is_null().any().over("service_code")
    rows = rows.with_columns(lone=lone.fill_null(value=False))
    return rows.with_columns(
        bounce_count=pl.when(~pl.col("lone")).then("bounce_count"),
        share=pl.when(~pl.col("lone")).then("share"),
        exit_count=pl.when(~is_small(exits)).then("exit_count"),
    ).drop("left", "lone")


def protect_switches(exact: pl.DataFrame, all_services: str) -> pl.DataFrame:
    """Switches as staff may see them: the services' years and switches add up to those of all, where that row stands.

    A row of 1–4 persons goes whole; of 1–4 switches its switches and rate. Where it could be told from the rest the
     smallest other goes too, and where there is no other, the total.
    """
    small = pl.col("person_count") < SMALLEST_SHOWN_COUNT
    gone = _with_partner(exact, small, "person_years", all_services)
    few = pl.Series(gone) | exact.select(is_small(pl.col("switch_count"))).to_series()
    switches_gone = _with_partner(exact, pl.lit(few), "switch_count", all_services)
    rows = exact.with_columns(gone=gone, switches_gone=switches_gone)
    kept, told = ~pl.col("gone"), ~pl.col("switches_gone")
    return rows.with_columns(
        person_count=pl.when(kept).then("person_count"),
        person_years=pl.when(kept).then("person_years"),
        switch_count=pl.when(told).then("switch_count"),
        per_person_year_rate=pl.when(told).then("per_person_year_rate"),
    ).drop("gone", "switches_gone")


def _with_partner(exact: pl.DataFrame, gone: pl.Expr, column: str, all_services: str) -> pl.Series:
    """Which rows go, so that the rows and their total never leave one gap or a gap of 1–4 to be told."""
    rows = exact.with_columns(gone=gone)
    is_total = pl.col("service_code") == all_services
    total_gone = rows.filter(is_total & pl.col("gone")).height > 0 or rows.filter(is_total).is_empty()
    for _ in range(rows.height):
        hidden = rows.filter(~is_total & pl.col("gone"))
        told = hidden.height == 1 or (hidden.height > 0 and hidden[column].sum() < SMALLEST_SHOWN_COUNT)
        if total_gone or not told:
            break
        others = rows.filter(~is_total & ~pl.col("gone") & (pl.col(column) > 0)).sort(column, "service_code")
        partner = all_services if others.is_empty() else others["service_code"][0]
        total_gone = partner == all_services
        rows = rows.with_columns(gone=pl.col("gone") | (pl.col("service_code") == partner))
    return rows["gone"]
