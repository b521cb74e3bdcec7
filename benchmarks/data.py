"""Data to measure on: a synthetic county, repeated under other ids until there are enough periods."""

from pathlib import Path

import polars as pl

from tyokyky.demo.county import generate

DATA_AS_OF = "2026-06-30"
_MOST_CLIENTS = 20_000
_PERIODS_OF_CLIENT = 5
"""Fewer than there are on average: so many clients have rows enough."""


def write_periods(path: Path, row_count: int) -> Path:
    """A canonical UTF-8 CSV of so many register periods, about 6.5 a person; the same bytes each time."""
    county = generate(min(_MOST_CLIENTS, row_count // _PERIODS_OF_CLIENT), seed=1).period.with_columns(
        pl.col(pl.Enum).cast(pl.String)
    )
    written = 0
    with path.open("wb") as file:
        for copy in range(-(-row_count // county.height)):
            rows = county.head(row_count - written).with_columns(
                pl.col("period_id", "client_id") + pl.lit(f"-{copy:04d}"),
            )
            rows.write_csv(file, include_header=written == 0)
            written += rows.height
    return path
