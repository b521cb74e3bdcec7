"""The counts that stand beside every drop-off (definitions, section 5)."""

from typing import Final

import polars as pl

from tyokyky.analysis.life_tables import IN_ESTIMATE
from tyokyky.analysis.selection import BREAKDOWN, PACKAGE, SERVICE, Selection, breakdown_order, filter_values
from tyokyky.store import query

_OUTCOMES: Final = ("dropped", "still_in_window", "not_yet_observable", "not_linked")
EXIT_COUNTS: Final = (
    "exit_count",
    "person_count",
    "at_start_count",
    "dropped_count",
    "still_in_window_count",
    "not_yet_observable_count",
    "may_be_renewed_count",
    "not_linked_count",
)


def counted(cells: pl.DataFrame, persons: pl.DataFrame | None = None) -> pl.DataFrame:
    """Counts per service and breakdown value, from cells of exits and the persons among repeaters.

    Returns:
        service_code, breakdown_value, period_count and `EXIT_COUNTS`; without `persons` the person_count is null.
    """
    exits = pl.col("exit_count")
    counts = cells.group_by(SERVICE, BREAKDOWN, maintain_order=True).agg(
        pl.col("period_count").sum(),
        exits.sum(),
        pl.col("once_count").sum(),
        exits.filter(pl.col("outcome").is_in(IN_ESTIMATE)).sum().alias("at_start_count"),
        *(exits.filter(pl.col("outcome") == outcome).sum().alias(f"{outcome}_count") for outcome in _OUTCOMES),
        pl.col("may_be_renewed_count").sum(),
    )
    if persons is None:
        return counts.with_columns(person_count=pl.lit(None, dtype=pl.Int64)).drop("once_count")
    known = counts.join(persons, on=[SERVICE, BREAKDOWN], how="left", maintain_order="left")
    person_count = pl.col("once_count") + pl.col("repeated_person_count").fill_null(0)
    return known.with_columns(person_count=person_count).drop("once_count", "repeated_person_count")


def counts_of_groups(cells: pl.DataFrame, services: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """Counts of every named group of every service with exits, in the services' order; without exits a row of zeros."""
    counts = counted(cells)
    with_exits = services.select(SERVICE, "chain_gap_days").join(
        counts.select(SERVICE).unique(), on=SERVICE, how="semi", maintain_order="left"
    )
    groups = pl.DataFrame({BREAKDOWN: names}, schema={BREAKDOWN: pl.String})
    grid = with_exits.join(groups, how="cross", maintain_order="left_right")
    filled = grid.join(counts, on=[SERVICE, BREAKDOWN], how="left", maintain_order="left")
    return filled.with_columns(pl.col("^.*_count$").fill_null(0)).with_columns(spell_count=pl.col("exit_count"))


def exit_counts(selection: Selection, cells: pl.DataFrame) -> pl.DataFrame:
    """Counts beside the drop-off, per service and value, in the order of the path.

    Periods and spells are all those of the service, ended or not; with a time filter or a key, those of the exits.
    A service with spells but no exit has a row of zeros, so that nothing is silently absent.
    """
    counts = counted(cells, selection.ask("repeated_person"))
    filters = selection.filters
    if selection.breakdown is None and filters.since is None and filters.until is None:
        spells = query.frame(selection.connection, PACKAGE, "figure/spell_count", filter_values(filters))
        counts = (
            spells.join(counts.drop("period_count"), on=SERVICE, how="left")
            .with_columns(pl.col(EXIT_COUNTS).fill_null(0), pl.col(BREAKDOWN).fill_null(""))
            .select(SERVICE, BREAKDOWN, "period_count", "spell_count", *EXIT_COUNTS)
        )
    else:
        counts = counts.with_columns(spell_count=pl.col("exit_count"))
    return in_path_order(selection, counts)


def in_path_order(selection: Selection, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows by the services' rank (furthest along first), then the breakdown's order; with each service's tolerance."""
    services = selection.ask("visible_service").select(SERVICE, "chain_gap_days")
    values = rows[BREAKDOWN].unique().to_list()
    values.sort(key=lambda value: breakdown_order(selection.breakdown, value))
    order = pl.DataFrame({BREAKDOWN: values}, schema={BREAKDOWN: pl.String}).with_row_index("value_place")
    return (
        rows.join(services.with_row_index("place"), on=SERVICE, how="left")
        .join(order, on=BREAKDOWN, how="left")
        .sort("place", SERVICE, "value_place", nulls_last=True)
        .drop("place", "value_place")
    )
