"""Which rows of the official comparison a page shows."""

from dataclasses import replace

import polars as pl

from tyokyky.domain.figures import Figure


def newest(figure: Figure) -> Figure:
    """The newest year of every rule and published code; the command line has all years."""
    of = ["service", "rule", "source"]
    return replace(figure, table=figure.table.filter(pl.col("year") == pl.col("year").max().over(of)))
