"""What stands on a control chart beside its figure: the home's targets, and where complete data begin."""

from datetime import date

import polars as pl

from tyokyky.analysis import trends
from tyokyky.domain.figures import Figure
from tyokyky.reporting.mart import Mart


def target_of(mart: Mart, service: str) -> float | None:
    """Drop-off aimed at after a service (0–1), as the home's `trends.toml` stated it at the build; null for none."""
    with mart.connection(None) as connection:
        return trends.targets(connection).get(service)


def covered_from(mart: Mart) -> date | None:
    """First day on which every source in use is complete; null where none tells."""
    return max((source.covered_from for source in mart.sources if source.in_use and source.covered_from), default=None)


def newest_signal_service(signals: Figure) -> str | None:
    """Service of the newest signal of the figure `signals`, of two as new the least chance-like; null without any."""
    if signals.table.is_empty():
        return None
    newest = signals.table.sort(-pl.col("last_month").dt.epoch("d"), "chance", "rank")
    return str(newest["service"][0])
