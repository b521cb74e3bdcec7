"""The path funnel: how many reach each stage after the one before it (definitions, section 8; ADR 0029)."""

from typing import Any, Final

import numpy as np
import polars as pl

from tyokyky.analysis.selection import PACKAGE, filter_values
from tyokyky.domain.estimates import CumulativeIncidence, DropOff, LifeTable
from tyokyky.domain.figures import State
from tyokyky.domain.filters import Filters
from tyokyky.domain.stages import Stage
from tyokyky.store import query
from tyokyky.store.connection import Connection

SCHEMA: Final = {
    "stage": pl.String,
    "entered_count": pl.Int64,
    "reached_count": pl.Int64,
    "not_linked_count": pl.Int64,
    "still_in_window_count": pl.Int64,
    "share": pl.Float64,
    "lower_share": pl.Float64,
    "upper_share": pl.Float64,
    "median_days": pl.Float64,
    "state": pl.String,
}


def funnel(connection: Connection, filters: Filters, stages: tuple[Stage, ...]) -> pl.DataFrame:
    """How far along the stages people come, each within its window of the stage before.

    The filters limit the spell that begins the path: its service, unit, municipality, and first day (`since`, `until`).
    `entered_count` is the persons at risk at the start of the stage: those who reached the stage before (the last that
    may not be skipped) and whose next register can be seen. Nobody leaves it for having no later event.

    Returns:
        One row per stage, in order: `SCHEMA`. The first stage is reached by all; its interval and median are null.
        Shares are Aalen–Johansen with its interval, null with a state where nobody is known for the whole window.
        median_days: of those who reached it, days from the stage before.
    """
    pairs = [(number, code) for number, stage in enumerate(stages, 1) for code in stage.services]
    listed = pl.DataFrame(pairs, schema={"stage": pl.Int32, "service_code": pl.String}, orient="row")
    with query.visible_as(connection, "funnel_stage", listed):
        query.execute(connection, PACKAGE, "figure/funnel_begin", filter_values(filters))
        rows = [_first(connection, stages[0])]
        from_stage = 1
        for number, stage in enumerate(stages[1:], 2):
            window_days = stage.window_days or filters.window_days
            values = {"stage": number, "from_stage": from_stage, "window_days": window_days}
            query.execute(connection, PACKAGE, "figure/funnel_step", values)
            cells = query.frame(connection, PACKAGE, "figure/funnel_cell", values)
            rows.append(_row(stage, cells, window_days))
            from_stage = from_stage if stage.may_be_skipped else number
    return pl.DataFrame(rows, schema=SCHEMA)


def _first(connection: Connection, stage: Stage) -> dict[str, Any]:
    """The beginning: whoever entered has reached it."""
    values = {"stage": 1, "from_stage": 1, "window_days": 0}
    begun = int(query.frame(connection, PACKAGE, "figure/funnel_cell", values)["person_count"].sum())
    nothing = dict.fromkeys(("lower_share", "upper_share", "median_days"))
    counts = {"entered_count": begun, "reached_count": begun, "not_linked_count": 0, "still_in_window_count": 0}
    share = {"share": 1.0 if begun else None, "state": "" if begun else State.NONE.value}
    return {"stage": stage.name, **counts, **share, **nothing}


def _row(stage: Stage, cells: pl.DataFrame, window_days: int) -> dict[str, Any]:
    at_risk = cells.filter("is_linked")
    table = _life_table(at_risk, window_days)
    incidence = CumulativeIncidence.of(table, DropOff.of(table))
    interval = incidence.interval()
    numbers = (incidence.share[0, 0], interval.lower[0, 0], interval.upper[0, 0])
    share, lower, upper = (None if np.isnan(number) else float(number) for number in numbers)
    entered, not_linked = int(table.at_start[0]), int(cells.filter(~pl.col("is_linked"))["person_count"].sum())
    watched = at_risk.filter(~pl.col("is_reached") & (pl.col("day") < window_days))
    return {
        "stage": stage.name,
        "entered_count": entered,
        "reached_count": int(table.followed.sum()),
        "not_linked_count": not_linked,
        "still_in_window_count": int(watched["person_count"].sum()),
        "share": share,
        "lower_share": lower,
        "upper_share": upper,
        "median_days": _median(at_risk.filter("is_reached")),
        "state": _state(share, entered, not_linked),
    }


def _life_table(cells: pl.DataFrame, window_days: int) -> LifeTable:
    counts = np.zeros((2, window_days + 1), dtype=np.int64)
    places = (cells["is_reached"].cast(pl.Int64).to_numpy(), cells["day"].to_numpy())
    np.add.at(counts, places, cells["person_count"].to_numpy())
    return LifeTable(followed=counts[1][None, :, None], censored=counts[0][None, :])


def _median(reached: pl.DataFrame) -> float | None:
    days = np.repeat(reached["day"].to_numpy(), reached["person_count"].to_numpy())
    return float(np.median(days)) if len(days) else None


def _state(share: float | None, entered: int, not_linked: int) -> str:
    if share is not None:
        return ""
    if entered == 0:
        return State.NOT_LINKED.value if not_linked else State.NONE.value
    return State.NOT_YET.value
