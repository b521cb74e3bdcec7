"""From counts of units to their funnels: one funnel per service, from what its rows hold and no more."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.domain.unit_funnel import Z_95, Z_998, outside, unit_funnel

_LIMITS: Final = ("lower_95", "upper_95", "lower_998", "upper_998")
_ADDED: Final = {
    **dict.fromkeys(("drop_off_share", "centre", *_LIMITS, "overdispersion"), pl.Float64),
    "outside": pl.String,
}


def funnels(rows: pl.DataFrame) -> pl.DataFrame:
    """Units with the funnel of their service.

    `rows`: service_code, exit_count and dropped_count (null where they are not told), service_exit_count and
    service_dropped_count (totals of the service; null where they are not told).

    Returns:
        The rows with drop_off_share, centre, lower_95, upper_95, lower_998, upper_998 (0–1; null where the exits or the
        centre are not told), overdispersion (φ of the service) and outside ('' or above_95, below_95, above_998,
        below_998).
    """
    if rows.is_empty():
        return rows.with_columns(pl.lit(None, dtype=kind).alias(name) for name, kind in _ADDED.items())
    return pl.concat(_funnel(part) for part in rows.partition_by("service_code", maintain_order=True))


def _funnel(rows: pl.DataFrame) -> pl.DataFrame:
    exits, dropped = (
        rows[name].cast(pl.Float64).fill_null(np.nan).to_numpy() for name in ("exit_count", "dropped_count")
    )
    base, total = rows["service_exit_count"][0], rows["service_dropped_count"][0]
    funnel = unit_funnel(dropped, exits, total / base if base and total is not None else float("nan"))
    numbers = dict(zip(_LIMITS, (*funnel.limits(Z_95), *funnel.limits(Z_998)), strict=True))
    numbers |= {"drop_off_share": funnel.shares, "centre": np.full(exits.shape, funnel.centre)}
    numbers["overdispersion"] = np.full(exits.shape, funnel.overdispersion)
    columns = {name: pl.Series(values, dtype=pl.Float64).fill_nan(None) for name, values in numbers.items()}
    known = rows.with_columns(**columns, outside=pl.Series(outside(funnel), dtype=pl.String))
    return known.select(*rows.columns, *_ADDED)
