"""Which rules the delivered rows met."""

import polars as pl

from tyokyky.analysis.selection import PACKAGE
from tyokyky.store import query
from tyokyky.store.connection import Connection


def quality(connection: Connection) -> pl.DataFrame:
    """One row per delivery × rule: batch, rule, severity (error, warning), rows (count)."""
    return query.frame(connection, PACKAGE, "figure/quality")
