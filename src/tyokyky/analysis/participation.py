"""Drop-off by participation: groups per level and measure, and their difference (definitions, section 7)."""

from dataclasses import replace
from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.drop_off import with_estimate
from tyokyky.analysis.exit_counts import counted
from tyokyky.analysis.life_tables import level_cells, life_table, to_arrays
from tyokyky.analysis.selection import BREAKDOWN, PACKAGE, SERVICE, Selection, filter_values, select_exits
from tyokyky.domain import intervals
from tyokyky.domain.estimates import DropOff, LifeTable
from tyokyky.domain.filters import Filters
from tyokyky.domain.participation import COMPARED_GROUPS, GROUPS, Level, Measure
from tyokyky.store import query
from tyokyky.store.connection import Connection

_ROW: Final = (SERVICE, "level")
_STRATUM: Final = (*_ROW, "unit_code", "age_band")
_GROUP: Final = (*_STRATUM, BREAKDOWN)
_LISTS: Final = ("days", "are_followed", "exit_counts")


def participation(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Drop-off of every group of every level, for both measures side by side.

    Returns:
        One row per service × level × measure × group, groups without exits included: service_code, level, measure,
        breakdown_value (the group) and the columns of `drop_off`; the same on all rows of a service, level and measure:
        difference_share, difference_lower_share, difference_upper_share, p_holm, adjusted_share, adjusted_lower_share,
        adjusted_upper_share, adjusted_covered_share, answered_count and active_person_count (experience only).
    """
    measured = pl.concat([_measure(connection, filters, measure) for measure in Measure])
    name = "figure/response_share" if filters.has_days else "figure/response_share_kept"
    shares = query.frame(connection, PACKAGE, name, filter_values(filters))
    answered = shares.select(
        SERVICE,
        level="participation_level",
        measure=pl.lit(Measure.EXPERIENCE.value),
        answered_count="answered_count",
        active_person_count="person_count",
    )
    return measured.join(answered, on=[SERVICE, "level", "measure"], how="left", maintain_order="left")


def _measure(connection: Connection, filters: Filters, measure: Measure) -> pl.DataFrame:
    """All levels of one measure at once, in groups called 'planning:realised'.

    The p values of all services form one Holm family, whichever service is asked for: who looks at one service after
    the other makes as many comparisons as who looks at all of them.
    """
    everywhere = replace(filters, service=None)
    selection = select_exits(connection, everywhere, None)
    cells = level_cells(selection, measure.value).with_columns(
        pl.concat_str("level", pl.lit(":"), BREAKDOWN).alias(BREAKDOWN)
    )
    counts = _counts_of_all_groups(cells, selection.ask("visible_service"), measure)
    estimate = DropOff.of(life_table(cells, counts, filters.window_days))
    rows = _level_and_group(with_estimate(counts, estimate)).with_columns(measure=pl.lit(measure.value))
    adjusted = _adjusted(Selection(connection, filters, None), measure)
    differences = _with_holm(_differences(rows, measure)).join(adjusted, on=_ROW, how="left")
    asked_rows = rows if filters.service is None else rows.filter(pl.col(SERVICE) == filters.service)
    return asked_rows.join(differences, on=_ROW, how="left", maintain_order="left")


def _level_and_group(rows: pl.DataFrame) -> pl.DataFrame:
    parts = pl.col(BREAKDOWN).str.split_exact(":", 1)
    return rows.with_columns(parts.struct[0].alias("level"), parts.struct[1].alias(BREAKDOWN))


def _counts_of_all_groups(cells: pl.DataFrame, visible: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Counts per service and group; a group without exits is shown as such: silence is a result too."""
    counts = counted(cells)
    groups = [f"{level}:{group}" for level in Level for group in GROUPS[measure]]
    services = visible.select(SERVICE, "chain_gap_days").join(
        counts.select(SERVICE).unique(), on=SERVICE, how="semi", maintain_order="left"
    )
    grid = services.join(
        pl.DataFrame({BREAKDOWN: groups}, schema={BREAKDOWN: pl.String}), how="cross", maintain_order="left_right"
    )
    filled = grid.join(counts, on=[SERVICE, BREAKDOWN], how="left", maintain_order="left")
    return filled.with_columns(pl.col("^.*_count$").fill_null(0)).with_columns(spell_count=pl.col("exit_count"))


def _with_holm(differences: pl.DataFrame) -> pl.DataFrame:
    compared_count = differences["difference_share"].count()
    adjusted_p = intervals.holm(differences["p"].fill_null(np.nan).to_numpy(), compared_count)
    return differences.with_columns(p_holm=pl.Series(adjusted_p, dtype=pl.Float64)).drop("p").fill_nan(None)


def _differences(rows: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Drop-off of the first compared group minus the second's, with MOVER interval and p from z."""
    first, second = COMPARED_GROUPS[measure]
    columns = [*_ROW, "drop_off_share", "lower_share", "upper_share", "variance"]
    followed = pl.col("at_start_count") - pl.col("dropped_count") - pl.col("still_in_window_count")
    counted = rows.with_columns(least_count=pl.min_horizontal(followed, "dropped_count").cast(pl.Float64))
    columns.append("least_count")
    both = (
        counted.filter(pl.col(BREAKDOWN) == first)
        .select(columns)
        .join(
            counted.filter(pl.col(BREAKDOWN) == second).select(columns),
            on=_ROW,
            how="inner",
            suffix="_second",
            maintain_order="left",
        )
        .fill_null(np.nan)
    )
    one, other = both["drop_off_share"].to_numpy(), both["drop_off_share_second"].to_numpy()
    lower, upper = intervals.of_difference(
        one,
        (both["lower_share"].to_numpy(), both["upper_share"].to_numpy()),
        other,
        (both["lower_share_second"].to_numpy(), both["upper_share_second"].to_numpy()),
    )
    p = intervals.two_sided_p(
        one - other,
        both["variance"].to_numpy() + both["variance_second"].to_numpy(),
        both.select(pl.min_horizontal("least_count", "least_count_second")).to_series().to_numpy(),
    )
    return both.select(
        *_ROW,
        difference_share=pl.Series(one - other, dtype=pl.Float64),
        difference_lower_share=pl.Series(lower, dtype=pl.Float64),
        difference_upper_share=pl.Series(upper, dtype=pl.Float64),
        p=pl.Series(p, dtype=pl.Float64),
    ).fill_nan(None)


def _adjusted(selection: Selection, measure: Measure) -> pl.DataFrame:
    """Difference standardised over unit × age band: strata where both groups have an estimate, weighted by their exits.

    Returns:
        Per service: adjusted_share, adjusted_lower_share, adjusted_upper_share, adjusted_covered_share (of the exits of
        both groups, those in the strata used). Normal interval with variance Σ w²(V₁ + V₀).
    """
    first, second = COMPARED_GROUPS[measure]
    compared = {"measure": measure.value, "first_group": first, "second_group": second}
    tables = selection.ask("stratum_life_table", compared)
    groups = tables.group_by(_GROUP, maintain_order=True).agg(pl.col("weight_count").sum())
    estimate = DropOff.of(_life_tables(tables, groups, selection.filters.window_days))
    estimated = groups.with_columns(
        share=pl.Series(estimate.share[:, -1], dtype=pl.Float64),
        variance=pl.Series(estimate.variance[:, -1], dtype=pl.Float64),
    ).fill_nan(None)
    one = estimated.filter(pl.col(BREAKDOWN) == first).drop(BREAKDOWN)
    other = estimated.filter(pl.col(BREAKDOWN) == second).drop(BREAKDOWN)
    strata = one.join(other, on=_STRATUM, how="inner", suffix="_second").drop_nulls(["share", "share_second"])
    exits = groups.group_by(_ROW).agg(all_count=pl.col("weight_count").sum())
    return _standardised(strata, exits)


def _life_tables(tables: pl.DataFrame, groups: pl.DataFrame, window_days: int) -> LifeTable:
    """Life table of each group, from rows with lists of days, cut at the window here."""
    numbered = tables.join(groups.select(_GROUP).with_row_index("group"), on=_GROUP, how="inner")
    told = numbered.select("group", *_LISTS).explode(*_LISTS).drop_nulls()
    is_followed = pl.col("are_followed") & (pl.col("days") <= window_days)
    counts = told.select(
        "group",
        day=pl.min_horizontal("days", pl.lit(window_days, dtype=pl.Int16)),
        successor_service_code=pl.when(is_followed).then(pl.lit("followed")).otherwise(pl.lit("")),
        exit_count="exit_counts",
    )
    return to_arrays(counts, len(groups), window_days, ("followed",))


def _standardised(strata: pl.DataFrame, exits: pl.DataFrame) -> pl.DataFrame:
    both = pl.col("weight_count") + pl.col("weight_count_second")
    weight = both / both.sum().over(_ROW)
    summed = (
        strata.with_columns(weight=weight, both_count=both)
        .group_by(_ROW, maintain_order=True)
        .agg(
            adjusted_share=(pl.col("weight") * (pl.col("share") - pl.col("share_second"))).sum(),
            spread=(pl.col("weight") ** 2 * (pl.col("variance") + pl.col("variance_second"))).sum().sqrt(),
            used_count=pl.col("both_count").sum(),
        )
    )
    return summed.join(exits, on=_ROW, how="left").select(
        *_ROW,
        "adjusted_share",
        adjusted_lower_share=pl.col("adjusted_share") - intervals.Z * pl.col("spread"),
        adjusted_upper_share=pl.col("adjusted_share") + intervals.Z * pl.col("spread"),
        adjusted_covered_share=pl.col("used_count") / pl.col("all_count"),
    )
