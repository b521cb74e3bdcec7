"""What clients said in their own words."""

import polars as pl

from tyokyky.analysis.selection import PACKAGE
from tyokyky.domain.filters import Filters
from tyokyky.store import query
from tyokyky.store.connection import Connection


def comments(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Open comments, newest first. Grain: open comment.

    Columns: comment_key, controller, response_id, service_code, unit_code, municipality_code, channel, respondent,
    phase, answered_on, question, text; all but the first three and text may be null. `since` and `until` are days of
    answering here; window and chaining mean nothing.
    """
    values: dict[str, query.Value] = {
        "service": filters.service,
        "municipality": filters.municipality,
        "unit": filters.unit,
        "since": filters.since,
        "until": filters.until,
    }
    return query.frame(connection, PACKAGE, "figure/comment", values)
