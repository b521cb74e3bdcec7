"""The joints to mend first: how many people fall at each in a year, and how many more than in the whole area."""

from dataclasses import replace
from typing import Final

import polars as pl

from tyokyky.analysis.drop_off import drop_off
from tyokyky.analysis.followed_year import followed_year, with_days
from tyokyky.analysis.selection import BREAKDOWN, SERVICE, select_exits
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.participation import Level
from tyokyky.store.connection import Connection

LEAST_EXITS_FOR_EXCESS: Final = 20
LEAST_ANSWERED: Final = 20
"""Answered exits that a level needs before it can be called the weakest."""
LEAST_LEVELS: Final = 2
_JOINT: Final = [SERVICE, BREAKDOWN]


def gaps(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """Lost people per joint: exits of the newest twelve months fully followed × drop-off (definitions, section 8).

    A joint is the exit from a service; by municipality or unit where `breakdown` says so. Exits whose usual next
    register is not joined are left out (not_linked_count): nobody can know whether they were lost.

    Returns:
        One row per service and place with exits, in the order of the path (`by_lost` orders them by what may be shown):
        the columns of `drop_off`, where at_start_count is the exits; is_joint (has exits in the estimate); lost_count,
        lost_lower_count, lost_upper_count; excess_count = exits × (its drop-off − the whole area's for that service),
        null for the whole area itself and under 20 exits; whole_at_start_count and whole_dropped_count of that
        comparison; weakest_level, the level with the lowest share of realised among answered exits (null unless two
        levels have 20 answered exits; ties: the first in the order of levels), and its weakest_realised_count;
        since_on, until_on, covered_from; path_place.
    """
    year = followed_year(connection, filters)
    counted = year.of(filters) if year else filters
    rows = drop_off(connection, counted, breakdown).with_row_index("path_place")
    rows = with_excess(_with_lost(rows), _whole(connection, counted, breakdown, rows))
    rows = rows.join(_weakest(connection, counted, breakdown), on=_JOINT, how="left", maintain_order="left")
    return with_days(rows.with_columns(is_joint=pl.col("at_start_count") > 0), year)


def by_lost(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows in the order of what is shown of them: most lost first, then in the order of the path."""
    return rows.sort("lost_count", "path_place", descending=[True, False], nulls_last=True)


def _with_lost(rows: pl.DataFrame) -> pl.DataFrame:
    exits = pl.col("at_start_count")
    return rows.with_columns(
        lost_count=exits * pl.col("drop_off_share"),
        lost_lower_count=exits * pl.col("lower_share"),
        lost_upper_count=exits * pl.col("upper_share"),
    )


def _whole(connection: Connection, counted: Filters, breakdown: Breakdown | None, rows: pl.DataFrame) -> pl.DataFrame:
    """Drop-off of each service in the whole area; nothing where the joints are the whole area's own."""
    everywhere = replace(counted, municipality=None, unit=None)
    whole = rows.clear() if breakdown is None and everywhere == counted else drop_off(connection, everywhere)
    return whole.select(
        SERVICE,
        whole_share="drop_off_share",
        whole_at_start_count="at_start_count",
        whole_dropped_count="dropped_count",
    )


def with_excess(rows: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    """Rows with how many more were lost than had their drop-off been that of the whole area."""
    exits = pl.col("at_start_count")
    more = exits * (pl.col("drop_off_share") - pl.col("whole_share"))
    return rows.join(whole, on=SERVICE, how="left", maintain_order="left").with_columns(
        excess_count=pl.when(exits >= LEAST_EXITS_FOR_EXCESS).then(more)
    )


def _weakest(connection: Connection, counted: Filters, breakdown: Breakdown | None) -> pl.DataFrame:
    levels = select_exits(connection, counted, breakdown).ask("joint_experience")
    order = pl.DataFrame({"level": [str(level) for level in Level]}).with_row_index("level_place")
    judged = levels.filter(pl.col("answered_count") >= LEAST_ANSWERED).join(order, on="level")
    judged = judged.with_columns(realised_share=pl.col("realised_count") / pl.col("answered_count"))
    ordered = judged.sort(*_JOINT, "realised_share", "level_place")
    return ordered.group_by(_JOINT, maintain_order=True).agg(
        weakest_level=pl.when(pl.len() >= LEAST_LEVELS).then(pl.col("level").first()),
        weakest_realised_count=pl.col("realised_count").first(),
    )
