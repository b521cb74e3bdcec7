"""Forms of a figure for other programs, on standard output alone."""

import sys
from enum import StrEnum

import polars as pl


class Format(StrEnum):
    """Forms of a figure on standard output."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def write_table(table: pl.DataFrame, form: Format) -> None:
    """Writes a frame for a program: JSON, CSV or Parquet. Dates are ISO, missing is null (CSV: empty)."""
    if form is Format.JSON:
        sys.stdout.write(table.write_json() + "\n")
    elif form is Format.CSV:
        sys.stdout.write(table.write_csv())
    else:
        table.write_parquet(sys.stdout.buffer)
