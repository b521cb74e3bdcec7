"""Bouncing (pompottelu): back to a service by way of another, and switches of service (definitions, section 8)."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.life_tables import to_arrays
from tyokyky.analysis.selection import PACKAGE, SERVICE, filter_values
from tyokyky.domain.estimates import CumulativeIncidence, DropOff
from tyokyky.domain.filters import Filters
from tyokyky.domain.stages import ALL_SERVICES
from tyokyky.store import query
from tyokyky.store.connection import Connection

BOUNCE_WINDOW_DAYS: Final = 180
_DAYS_IN_YEAR: Final = 365.25
_VIA: Final = "via_service_code"


def bounces(connection: Connection, filters: Filters) -> pl.DataFrame:
    """How likely a person is back in service A within 180 days of leaving it by way of B (ADR 0029).

    Aalen–Johansen on exits, so that recent ones are not counted as not bounced; the question's window plays no part.

    Returns:
        One row per service × service B by way of which anybody came back to any service (B ≠ A): service_code,
        via_service_code, bounce_count, exit_count (in the estimate), still_in_window_count, share (null where nobody
        was watched for 180 days).
    """
    values = {**filter_values(filters), "bounce_days": BOUNCE_WINDOW_DAYS}
    cells = query.frame(connection, PACKAGE, "figure/bounce_cell", values)
    ranked = query.frame(connection, PACKAGE, "figure/visible_service", {})[SERVICE].to_list()
    left, came = set(cells[SERVICE]), set(cells["successor_service_code"])
    services = [code for code in ranked if code in left]
    vias = tuple(code for code in ranked if code in came)
    numbered = pl.DataFrame({SERVICE: services}, schema={SERVICE: pl.String}).with_row_index("group")
    table = to_arrays(cells.join(numbered, on=SERVICE), len(services), BOUNCE_WINDOW_DAYS, vias)
    share = CumulativeIncidence.of(table, DropOff.of(table)).share
    crossed = numbered.select(
        SERVICE,
        exit_count=pl.Series(table.at_start, dtype=pl.Int64),
        still_in_window_count=pl.Series(table.censored[:, :-1].sum(axis=1), dtype=pl.Int64),
    ).join(pl.DataFrame({_VIA: vias}, schema={_VIA: pl.String}), how="cross", maintain_order="left_right")
    return (
        crossed.with_columns(
            bounce_count=pl.Series(table.followed.sum(axis=1).ravel(), dtype=pl.Int64),
            share=pl.Series(np.asarray(share).ravel(), dtype=pl.Float64),
        )
        .filter(pl.col(SERVICE) != pl.col(_VIA))
        .fill_nan(None)
    )


def switches(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Switches from one path service straight to another, per year in which they could happen (ADR 0029).

    The filters are of the spell that is left: its service, unit, municipality and first day.

    Returns:
        One row per path service and, without a service filter, first of all one for all together (`all`): service_code,
        person_count, person_years, switch_count, per_person_year_rate (null without time).
    """
    name = "figure/switch_count" if filters.has_days else "figure/switch_count_kept"
    counted = query.frame(connection, PACKAGE, name, filter_values(filters))
    ranked = query.frame(connection, PACKAGE, "figure/visible_service", {})[SERVICE].to_list()
    order = {code: place for place, code in enumerate((ALL_SERVICES, *ranked))}
    named = counted.with_columns(pl.col(SERVICE).replace("", ALL_SERVICES)).filter(pl.col("person_count") > 0)
    if filters.service is not None:
        named = named.filter(pl.col(SERVICE) != ALL_SERVICES)
    years = pl.col("step_days") / _DAYS_IN_YEAR
    return (
        named.sort(pl.col(SERVICE).replace_strict(order, default=len(order), return_dtype=pl.Int64), SERVICE)
        .with_columns(person_years=years)
        .with_columns(
            per_person_year_rate=pl.when(pl.col("step_days") > 0).then(pl.col("switch_count") / pl.col("person_years"))
        )
        .drop("step_days")
    )
