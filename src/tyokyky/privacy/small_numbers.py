"""The small-number rule for staff (privacy.md): counts 1–4 are withheld, with what would give them back.

Pure functions from a frame to the same frame with nulls. A withheld rate has state `hidden`. The known limit, told on
the Tietoa page: staff can compare filters.
"""

from typing import Final

import polars as pl

SMALLEST_SHOWN_COUNT: Final = 5
CURVE_STEP_DAYS: Final = 7
HIDDEN: Final = "hidden"

_ROUNDS: Final = 20
"""Withholding a cell may call for another; the tables are small and settle in a few rounds."""


def is_small(count: pl.Expr) -> pl.Expr:
    """Whether a count is 1–4."""
    return (count >= 1) & (count < SMALLEST_SHOWN_COUNT)


def _withhold(rows: pl.DataFrame, columns: tuple[str, ...], where: pl.Expr) -> pl.DataFrame:
    return rows.with_columns(pl.when(where).then(None).otherwise(pl.col(column)).alias(column) for column in columns)


def withhold_lone_gaps(
    rows: pl.DataFrame, columns: tuple[str, ...], exact: pl.DataFrame, blocks: tuple[str, ...]
) -> pl.DataFrame:
    """Where a column's gaps in a block (rows that add up to a known total) can be told, its smallest other count goes.

    One gap is the total less the rest; and gaps that together hold no more than one each hold exactly one each.
    `exact` holds the same rows before anything was withheld.
    """
    for column in columns:
        seen = rows.with_columns(exact_count=exact[column], shown=pl.when(pl.col(column) > 0).then(pl.col(column)))
        gap = pl.col(column).is_null()
        gap_count, gap_sum = gap.sum().over(blocks), pl.when(gap).then("exact_count").sum().over(blocks)
        told = (gap_count == 1) | ((gap_count > 1) & (gap_sum <= gap_count))
        smallest = pl.col("shown").rank("ordinal").over(blocks) == 1
        rows = _withhold(seen, (column,), (told & smallest).fill_null(value=False)).drop("exact_count", "shown")
    return rows


DROP_OFF_COUNTS: Final = (
    "period_count",
    "spell_count",
    "exit_count",
    "person_count",
    "at_start_count",
    "dropped_count",
    "still_in_window_count",
    "not_yet_observable_count",
    "may_be_renewed_count",
    "not_linked_count",
)
DROP_OFF_RATES: Final = (
    "drop_off_share",
    "lower_share",
    "upper_share",
    "lower_clustered_share",
    "upper_clustered_share",
    "variance",
)


def protect_drop_off(exact: pl.DataFrame, blocks: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Drop-off rows as staff may see them.

    `blocks`: columns whose equal rows add up to a total that staff can see elsewhere (a breakdown); null for none.
    Those followed are not in the table, but what is left of the base gives them: few of them withhold the dropped.
    """
    risky = (
        is_small(pl.col("dropped_count"))
        | is_small(_FOLLOWED)
        | is_small(pl.col("at_start_count") - pl.col("dropped_count"))
        | (pl.col("at_start_count") < SMALLEST_SHOWN_COUNT)
    )
    rows = _protect_counts(exact, blocks).with_columns(
        risky=exact.select(risky & (pl.col("exit_count") > 0)).to_series()
    )
    rate_gone = pl.col("risky") | pl.col("dropped_count").is_null() | pl.col("at_start_count").is_null()
    estimated = pl.col("state") == ""
    rows = rows.with_columns(state=pl.when(rate_gone & estimated).then(pl.lit(HIDDEN)).otherwise("state"))
    rates = tuple(rate for rate in DROP_OFF_RATES if rate in rows.columns)
    return _withhold(rows, rates, rate_gone).drop("risky")


_FOLLOWED: Final = pl.col("at_start_count") - pl.col("dropped_count") - pl.col("still_in_window_count")


def _protect_counts(exact: pl.DataFrame, blocks: tuple[str, ...] | None) -> pl.DataFrame:
    """The counts beside the drop-off as staff may see them."""
    few_followed = exact.select(is_small(_FOLLOWED)).to_series()
    rows = exact
    for column in DROP_OFF_COUNTS:
        rows = _withhold(rows, (column,), is_small(pl.col(column)))
    rows = _withhold(rows.with_columns(few_followed=few_followed), ("dropped_count",), pl.col("few_followed"))
    return _settle(rows.drop("few_followed"), exact, blocks)


def _settle(rows: pl.DataFrame, exact: pl.DataFrame, blocks: tuple[str, ...] | None) -> pl.DataFrame:
    """Withholds what would give a withheld count back, within rows and down columns, until nothing changes."""
    for _ in range(_ROUNDS):
        before = rows
        rows = _within_row(rows, exact)
        if blocks is not None:
            rows = withhold_lone_gaps(_exits_of_whole(rows, exact, blocks), DROP_OFF_COUNTS, exact, blocks)
        if rows.equals(before):
            return rows
    return rows


_PARTS_OF_EXITS: Final = ("at_start_count", "not_yet_observable_count", "not_linked_count")


def _exits_of_whole(rows: pl.DataFrame, exact: pl.DataFrame, blocks: tuple[str, ...]) -> pl.DataFrame:
    """Where a small part withholds the exits of the whole, those of its values must not add up to them."""
    small_part = pl.any_horizontal(is_small(pl.col(part).sum().over(blocks)) for part in _PARTS_OF_EXITS)
    rows = rows.with_columns(small_part=exact.select(small_part).to_series())
    exits = pl.col("exit_count")
    # A value without exits is no secret: withholding it would protect nothing.
    smallest = pl.when(exits > 0).then(exits).rank("ordinal").over(blocks) == 1
    lone = pl.col("small_part") & ~exits.is_null().any().over(blocks) & smallest.fill_null(value=False)
    return _withhold(rows, ("exit_count",), lone).drop("small_part")


def _within_row(rows: pl.DataFrame, exact: pl.DataFrame) -> pl.DataFrame:
    """No lone gap in exits = at start + not yet observable + not linked, nor in counts that bound one another."""
    gap_count = pl.sum_horizontal(pl.col(part).is_null() for part in _PARTS_OF_EXITS)
    hidden_sum = pl.sum_horizontal(
        pl.when(pl.col(part).is_null()).then(exact[part]).otherwise(0) for part in _PARTS_OF_EXITS
    )
    rows = _withhold(rows, ("exit_count",), (gap_count == 1) | is_small(hidden_sum))
    only_exits_gone = pl.col("exit_count").is_null() & (gap_count == 0)
    # The base carries the rate; of the parts, those not yet observable are missed least.
    rows = _withhold(rows, ("not_yet_observable_count",), only_exits_gone)
    return _renewals(_bounds_of_exits(_of_base(rows, exact), exact), exact)


def _of_base(rows: pl.DataFrame, exact: pl.DataFrame) -> pl.DataFrame:
    """Where nobody was followed (a drop-off of 1 tells it), at start = dropped + still in the window: no lone gap."""
    parts = ("dropped_count", "at_start_count", "still_in_window_count")
    rows = rows.with_columns(nobody=exact.select((_FOLLOWED == 0) & (pl.col("at_start_count") > 0)).to_series())
    lone = pl.col("nobody") & (pl.sum_horizontal(pl.col(part).is_null() for part in parts) == 1)
    for part in parts:
        rows = _withhold(rows, (part,), lone & (pl.col(part) > 0))
    return rows.drop("nobody")


def _bounds_of_exits(rows: pl.DataFrame, exact: pl.DataFrame) -> pl.DataFrame:
    """Where only ended spells are counted, spells are the exits, and persons ≤ exits ≤ periods: they go with them."""
    same = rows.with_columns(same=exact["spell_count"] == exact["exit_count"])
    gone = pl.col("same") & pl.col("exit_count").is_null()
    return _withhold(same, ("period_count", "spell_count", "person_count"), gone).drop("same")


def _renewals(rows: pl.DataFrame, exact: pl.DataFrame) -> pl.DataFrame:
    """With a window as long as the tolerance, may be renewed = still in the window + not yet observable."""
    still, not_yet = "still_in_window_count", "not_yet_observable_count"
    rows = _withhold(rows, ("may_be_renewed_count",), pl.col(still).is_null() | pl.col(not_yet).is_null())
    equal = exact["may_be_renewed_count"] == exact[still] + exact[not_yet]
    rows = rows.with_columns(lone=equal & pl.col("may_be_renewed_count").is_null())
    both_shown = pl.col(still).is_not_null() & pl.col(not_yet).is_not_null()
    return _withhold(rows, (still,), pl.col("lone") & both_shown & (pl.col(still) > 0)).drop("lone")


_JOINT: Final = ("service_code", "breakdown_value")
_OF_BASE: Final = ("at_start_count", "dropped_count", "still_in_window_count")


def protect_destinations(exact: pl.DataFrame, blocks: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Destinations as staff may see them: per joint they add up, with those not followed, to the base.

    `exact` also holds the counts beside the joint's drop-off, as staff can see what is shown of them there. `blocks`:
    columns whose equal joints add up to a total that staff can see elsewhere (a breakdown); null for none.
    """
    joints = exact.unique(_JOINT, maintain_order=True).select(*_JOINT, *DROP_OFF_COUNTS)
    seen = _protect_counts(joints, blocks).select(
        *_JOINT, base_gap_count=pl.sum_horizontal(pl.col(part).is_null() for part in _OF_BASE)
    )
    count, base = pl.col("successor_count"), pl.col("at_start_count")
    rows = exact.join(seen, on=_JOINT, how="left", maintain_order="left").with_columns(exact_successor_count=count)
    rows = _withhold(rows, ("successor_count",), is_small(count) | is_small(base - count))
    for _ in range(_ROUNDS):
        before = rows
        rows = _within_joint(rows)
        if blocks is not None:
            rows = withhold_lone_gaps(rows, ("successor_count",), exact, (*blocks, "successor_service_code"))
        if rows.equals(before):
            break
    gone = (base < SMALLEST_SHOWN_COUNT) | count.is_null()
    return _withhold(rows, ("share", "lower_share", "upper_share"), gone).drop(
        "base_gap_count", "exact_successor_count"
    )


def _within_joint(rows: pl.DataFrame) -> pl.DataFrame:
    """No lone gap in at start = destinations + dropped + still in the window; no ones only."""
    gap = pl.col("successor_count").is_null()
    gap_count, gap_sum = gap.sum().over(_JOINT), pl.when(gap).then("exact_successor_count").sum().over(_JOINT)
    few_left = is_small(pl.col("dropped_count") + pl.col("still_in_window_count"))
    told = (
        (gap_count + pl.col("base_gap_count") == 1)
        | ((gap_count > 0) & (gap_sum <= gap_count))
        | ((gap_count == 0) & few_left)
    )
    candidate = pl.when(pl.col("successor_count") > 0).then(pl.col("successor_count"))
    lone = told & (candidate.rank("ordinal").over(_JOINT) == 1)
    return _withhold(rows, ("successor_count",), lone.fill_null(value=False))


def protect_curve(exact: pl.DataFrame) -> pl.DataFrame:
    """A point every seven days, and only where the events so far and those at risk are each 0 or at least 5."""
    return exact.filter(
        (pl.col("day") % CURVE_STEP_DAYS == 0)
        & ~is_small(pl.col("followed_count"))
        & ~is_small(pl.col("at_risk_count"))
    )


_COMPARISON: Final = (
    "difference_share",
    "difference_lower_share",
    "difference_upper_share",
    "p_holm",
    "adjusted_share",
    "adjusted_lower_share",
    "adjusted_upper_share",
    "adjusted_covered_share",
)


def protect_groups(exact: pl.DataFrame, blocks: tuple[str, ...]) -> pl.DataFrame:
    """Groups of participation as staff may see them; the groups of a block add up to all exits of its service.

    Nothing of a group is shown here that the drop-off by the same groups withholds (ADR 0033): its exits, less those
    at the start there, would give back who is not yet observable or not linked.
    """
    return protect_drop_off(exact, blocks)


def protect_participation(exact: pl.DataFrame, compared: dict[str, tuple[str, str]]) -> pl.DataFrame:
    """Participation as staff may see it. `compared`: per measure the two groups that its difference is of.

    A difference is withheld with either of its two rates, and a response share where few answered or few did not.
    """
    blocks = ("service_code", "measure", "level")
    rows = protect_groups(exact, blocks)
    is_compared = pl.any_horizontal(
        (pl.col("measure") == measure) & pl.col("breakdown_value").is_in(list(groups))
        for measure, groups in compared.items()
    )
    rate_gone = (is_compared & pl.col("drop_off_share").is_null()).any().over(blocks)
    rows = _withhold(rows.with_columns(rate_gone=rate_gone), _COMPARISON, pl.col("rate_gone")).drop("rate_gone")
    answered, base = pl.col("answered_count"), pl.col("active_person_count")
    few = is_small(answered) | is_small(base - answered) | (base < SMALLEST_SHOWN_COUNT)
    return rows.with_columns(
        answered_share=pl.when(few).then(None).otherwise(answered / base),
    )


def protect_rule_counts(exact: pl.DataFrame) -> pl.DataFrame:
    """Counts of rows per rule and delivery: 1–4 are withheld."""
    return _withhold(exact, ("rows",), is_small(pl.col("rows")))
