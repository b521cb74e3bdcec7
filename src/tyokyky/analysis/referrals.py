"""At the door: of those who were referred to a service, how likely it is that nothing came of it (definitions, 6)."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.life_tables import to_arrays
from tyokyky.analysis.selection import BREAKDOWN, PACKAGE, breakdown_order, filter_values
from tyokyky.domain.estimates import CumulativeIncidence, DropOff, LifeTable
from tyokyky.domain.figures import State
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.store import query
from tyokyky.store.connection import Connection

JOINT: Final = ("from_service_code", "to_service_code")
_ROW: Final = (*JOINT, BREAKDOWN)
_KINDS: Final = ("started", "other")
_OUTCOMES: Final = (*_KINDS, "dropped", "still_in_window", "not_yet_observable", "not_linked")
_IN_ESTIMATE: Final = (*_KINDS, "dropped", "still_in_window")


def referrals(connection: Connection, filters: Filters, breakdown: Breakdown | None = None) -> pl.DataFrame:
    """What referrals came to within the window, per referring and referred service (and value of the breakdown).

    Filters: service is the referred one, unit the referrer's, since and until are days of referral.

    Returns:
        from_service_code ('unknown' where it is not told), to_service_code, breakdown_value ('' without a breakdown);
        referral_count (to services that can be seen), at_start_count, started_count, other_count, dropped_count
        (nothing came), still_in_window_count,
        not_yet_observable_count, not_linked_count; not_started_share, lower_share, upper_share, started_share,
        other_share (null without an estimate, else the three add up to 1); state ('' or why there is no estimate).
    """
    bound = filter_values(filters) | {"breakdown": breakdown.name if breakdown else ""}
    cells = query.frame(connection, PACKAGE, "figure/referral_cell", bound)
    counts = _in_order(_counted(cells), breakdown)
    table = _life_table(cells, counts, filters.window_days)
    estimate = DropOff.of(table)
    incidence = CumulativeIncidence.of(table, estimate)
    interval, share = estimate.interval(), estimate.share[:, -1]
    return counts.with_columns(
        not_started_share=pl.Series(share, dtype=pl.Float64),
        lower_share=pl.Series(interval.lower[:, -1], dtype=pl.Float64),
        upper_share=pl.Series(interval.upper[:, -1], dtype=pl.Float64),
        started_share=pl.Series(incidence.share[:, 0], dtype=pl.Float64),
        other_share=pl.Series(incidence.share[:, 1], dtype=pl.Float64),
        state=_state(pl.Series(np.isnan(share), dtype=pl.Boolean)),
    ).fill_nan(None)


def _counted(cells: pl.DataFrame) -> pl.DataFrame:
    count, is_linked = pl.col("exit_count"), pl.col("outcome") != "not_linked"
    return cells.group_by(_ROW, maintain_order=True).agg(
        count.filter(is_linked).sum().alias("referral_count"),
        count.filter(pl.col("outcome").is_in(_IN_ESTIMATE)).sum().alias("at_start_count"),
        *(count.filter(pl.col("outcome") == outcome).sum().alias(f"{outcome}_count") for outcome in _OUTCOMES),
    )


def _in_order(counts: pl.DataFrame, breakdown: Breakdown | None) -> pl.DataFrame:
    """By the two services, then the breakdown's own order."""
    values = sorted(counts[BREAKDOWN].unique(), key=lambda value: breakdown_order(breakdown, value))
    order = pl.DataFrame({BREAKDOWN: values}, schema={BREAKDOWN: pl.String}).with_row_index("place")
    placed = counts.join(order, on=BREAKDOWN, how="left", maintain_order="left")
    return placed.sort("to_service_code", "from_service_code", "place").drop("place")


def _life_table(cells: pl.DataFrame, groups: pl.DataFrame, window_days: int) -> LifeTable:
    came = pl.when(pl.col("outcome").is_in(_KINDS)).then("outcome").otherwise(pl.lit(""))
    counts = cells.filter(pl.col("outcome").is_in(_IN_ESTIMATE)).with_columns(successor_service_code=came)
    placed = counts.join(groups.select(_ROW).with_row_index("group"), on=_ROW, how="inner", maintain_order="left")
    return to_arrays(placed, len(groups), window_days, _KINDS)


def _state(no_estimate: pl.Series) -> pl.Expr:
    """Why a row has no estimate: the referred service's register is not joined, or nothing is known yet."""
    return (
        pl.when(pl.col("referral_count") == 0)
        .then(pl.lit(State.NOT_LINKED.value))
        .when(no_estimate)
        .then(pl.lit(State.NOT_YET.value))
        .otherwise(pl.lit(""))
    )
