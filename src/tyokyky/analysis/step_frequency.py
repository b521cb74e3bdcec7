"""How often a step of a service path really occurs: persons of a service with a moment code or a touchpoint."""

import polars as pl

from tyokyky.analysis.selection import PACKAGE, filter_values
from tyokyky.domain.filters import Filters
from tyokyky.store import query
from tyokyky.store.connection import Connection


def step_frequency(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Persons who had the step in an attended moment during a stay in the service.

    The stays are those that overlap the days of the filters, running ones too; the window has no part in it.

    Returns:
        One row per service, kind (moment, touchpoint) and value that occurs: service_code, kind, value, person_count
        (with any stay), with_step_count, share (of person_count).
    """
    bound = filter_values(filters)
    del bound["window_days"]
    counts = query.frame(connection, PACKAGE, "figure/step_frequency", bound)
    return counts.with_columns(share=pl.col("with_step_count") / pl.col("person_count"))
