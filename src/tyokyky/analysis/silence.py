"""The difference of experience if the silent had answered, all of them alike (definitions, section 7; ADR 0020)."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.drop_off import with_estimate
from tyokyky.analysis.exit_counts import counts_of_groups
from tyokyky.analysis.life_tables import level_cells, life_table
from tyokyky.analysis.selection import BREAKDOWN, SERVICE, select_exits
from tyokyky.domain import intervals
from tyokyky.domain.estimates import DropOff
from tyokyky.domain.filters import Filters
from tyokyky.domain.participation import (
    COMPARED_GROUPS,
    GROUPS,
    SILENT_JOIN,
    Assumption,
    ExperienceGroup,
    Level,
    Measure,
)
from tyokyky.store.connection import Connection

_ROW: Final = (SERVICE, "level", "assumption")
_GROUPS: Final = GROUPS[Measure.EXPERIENCE]
_SILENT: Final = ExperienceGroup.NO_ANSWER.value
_ESTIMATE: Final = ("drop_off_share", "lower_share", "upper_share", "state")


def silence(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Drop-off of "not" minus "realised": as answered, and if everyone silent were realised, or not.

    Under an assumption the exits without an answer are counted among those of the other group, day by day, and the
    estimate is made again of all of them: it is exact, also where some are still in the window.

    Returns:
        One row per service × level × assumption: service_code, level, assumption, realised_share, not_share (drop-offs
        of the two groups), difference_share with lower_share and upper_share (MOVER), state ('' or why there is no
        difference), exit_count (all exits of the service), no_answer_count, no_answer_share; and
        group_rows, the same on all rows of a service and level: every group as answered with its counts, drop-off
        and state (for the small-number rule).
    """
    services = select_exits(connection, filters, None).ask("visible_service").select(SERVICE, "chain_gap_days")
    cells = _cells_by_assumption(connection, filters)
    names = [f"{level}:{assumption}:{group}" for level in Level for assumption in Assumption for group in _GROUPS]
    counts = counts_of_groups(cells, services, names)
    estimate = DropOff.of(life_table(cells, counts, filters.window_days))
    rows = _named(with_estimate(counts, estimate))
    silent = _as_answered(rows).with_columns(no_answer_share=pl.col("no_answer_count") / pl.col("exit_count"))
    return _compared(rows).join(silent, on=[SERVICE, "level"], how="left", maintain_order="left")


def _cells_by_assumption(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Counts per service in groups called 'planning:all_not:not': every exit once per level and assumption."""
    cells = level_cells(select_exits(connection, filters, None), Measure.EXPERIENCE.value)
    return pl.concat(
        cells.with_columns(_name(assumption, pl.col(BREAKDOWN).replace(_SILENT, SILENT_JOIN[assumption].value)))
        for assumption in Assumption
    )


def _name(assumption: Assumption, group: pl.Expr) -> pl.Expr:
    return pl.concat_str("level", pl.lit(f":{assumption}:"), group).alias(BREAKDOWN)


def _named(rows: pl.DataFrame) -> pl.DataFrame:
    parts = pl.col(BREAKDOWN).str.split_exact(":", 2)
    names = [parts.struct[i].alias(name) for i, name in enumerate(("level", "assumption", BREAKDOWN))]
    return rows.with_columns(names)


def _compared(rows: pl.DataFrame) -> pl.DataFrame:
    first, second = COMPARED_GROUPS[Measure.EXPERIENCE]
    both = _of_group(rows, first).join(
        _of_group(rows, second), on=list(_ROW), how="inner", suffix="_second", maintain_order="left"
    )
    numbers = {name: both[name].fill_null(np.nan).to_numpy() for name in both.columns if name.endswith(_SHARE_ENDS)}
    lower, upper = intervals.of_difference(
        numbers["drop_off_share"],
        (numbers["lower_share"], numbers["upper_share"]),
        numbers["drop_off_share_second"],
        (numbers["lower_share_second"], numbers["upper_share_second"]),
    )
    state = pl.col("state")
    return both.select(
        *_ROW,
        realised_share=pl.col("drop_off_share_second"),
        not_share=pl.col("drop_off_share"),
        difference_share=pl.col("drop_off_share") - pl.col("drop_off_share_second"),
        lower_share=pl.Series(lower, dtype=pl.Float64).fill_nan(None),
        upper_share=pl.Series(upper, dtype=pl.Float64).fill_nan(None),
        state=pl.when(state != "").then(state).otherwise("state_second"),
    )


_SHARE_ENDS: Final = ("_share", "_share_second")


def _of_group(rows: pl.DataFrame, group: str) -> pl.DataFrame:
    return rows.filter(pl.col(BREAKDOWN) == group).select(*_ROW, *_ESTIMATE)


def _as_answered(rows: pl.DataFrame) -> pl.DataFrame:
    """All exits and the silent ones of each service and level, and every group as it answered."""
    answered = rows.filter(pl.col("assumption") == Assumption.AS_ANSWERED.value)
    groups = pl.struct(pl.all().exclude(SERVICE, "level", "assumption", "chain_gap_days"))
    return answered.group_by(SERVICE, "level", maintain_order=True).agg(
        pl.col("exit_count").sum(),
        no_answer_count=pl.col("exit_count").filter(pl.col(BREAKDOWN) == _SILENT).sum(),
        group_rows=groups,
    )
