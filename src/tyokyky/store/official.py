"""Published figures that ours are set beside, from `data/official`."""

from typing import Final

import polars as pl

from tyokyky.settings import shipped_folder

_SCHEMA: Final = {
    "service_code": pl.String,
    "table": pl.String,
    "code": pl.String,
    "year": pl.Int64,
    "ended": pl.Int64,
    "in_service": pl.Int64,
    "unemployed": pl.Int64,
}


def after_service() -> pl.DataFrame:
    """What became of those whose service ended (Statistics Finland, CC BY 4.0).

    Returns:
        One row per service × published table and code × year: service_code, table, code, year, ended (register
        periods), in_service and unemployed (of those, 3 months after; they overlap; null where not published).
    """
    return pl.read_csv(shipped_folder() / "data" / "official" / "after_service.csv", schema=_SCHEMA)
