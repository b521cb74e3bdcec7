"""Drop-off by what anonymous clients said of the exit's unit in the quarter before (definitions, section 7).

Unit-level: it says nothing of single persons, and nothing of whether those who answered are those who left.
"""

import polars as pl

from tyokyky.analysis.drop_off import with_estimate
from tyokyky.analysis.exit_counts import counts_of_groups
from tyokyky.analysis.life_tables import UNIT_FEEDBACK, level_cells, life_table
from tyokyky.analysis.selection import BREAKDOWN, select_exits
from tyokyky.domain.estimates import DropOff
from tyokyky.domain.filters import Filters
from tyokyky.domain.participation import Level, ScoreBand
from tyokyky.store.connection import Connection


def unit_feedback(connection: Connection, filters: Filters) -> pl.DataFrame:
    """Drop-off of the exits whose unit had a low, middle or high score, or none, on each level.

    A unit's score in a service: mean of anonymous answers of the quarter before the exit's, of five forms at least.

    Returns:
        One row per service × level × score band, bands without exits included; the bands of a level add up to all exits
        of the service: service_code, level, breakdown_value (the band) and the columns of `drop_off`.
    """
    selection = select_exits(connection, filters, None)
    cells = level_cells(selection, UNIT_FEEDBACK).with_columns(
        pl.concat_str("level", pl.lit(":"), BREAKDOWN).alias(BREAKDOWN)
    )
    names = [f"{level}:{band}" for level in Level for band in ScoreBand]
    counts = counts_of_groups(cells, selection.ask("visible_service"), names)
    rows = with_estimate(counts, DropOff.of(life_table(cells, counts, filters.window_days)))
    parts = pl.col(BREAKDOWN).str.split_exact(":", 1)
    return rows.with_columns(parts.struct[0].alias("level"), parts.struct[1].alias(BREAKDOWN))
