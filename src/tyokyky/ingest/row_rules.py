"""Row rules that need the day of extraction, the law or the source's permission, besides the contracts."""

from datetime import date
from typing import Final

import polars as pl

from tyokyky.ingest.findings import Findings
from tyokyky.ingest.sources import LINKING_PERMITTED, Source
from tyokyky.store.tables import Table

_REHABILITATIVE_WORK: Final = "KTT"
_LAW_LEAST: Final = "3mo"
_LAW_MOST: Final = "24mo"
"""L 189/2001: 3–24 months. Registers cut a stay into shorter periods, so this only warns."""


def with_defaults(values: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Flags that the store wants filled: what is not said is not so. An unreadable one is marked already."""
    needed = [flag for flag in table.flags if flag != "critical"]
    return values.with_columns(pl.col(flag).fill_null(value=False) for flag in needed)


def mark_forbidden_links(values: pl.DataFrame, table: Table, source: Source, findings: Findings) -> None:
    """Answers tied to a client without leave: neither the source says that all gave it, nor the row."""
    if table.name != "response":
        return
    permitted = values.get_column(LINKING_PERMITTED).fill_null(value=source.linked_answers_permitted)
    findings.add("client_id|linked_without_permission", values.get_column("client_id").is_not_null() & ~permitted)


def mark_odd_lengths(values: pl.DataFrame, table: Table, data_as_of: date, findings: Findings) -> None:
    """Periods of rehabilitative work activity under or over the law's length; one still open is measured so far."""
    if table.name != "period":
        return
    start, end = pl.col("started_on"), pl.col("ended_on")
    in_law = pl.col("service_code") == _REHABILITATIVE_WORK
    day_after = pl.min_horizontal(end, pl.lit(data_as_of)).dt.offset_by("1d")
    marks = values.select(
        under=in_law & (end <= data_as_of) & (day_after < start.dt.offset_by(_LAW_LEAST)),
        over=in_law & (day_after > start.dt.offset_by(_LAW_MOST)),
    )
    findings.add("ended_on|under_law_length", marks.get_column("under"))
    findings.add("ended_on|over_law_length", marks.get_column("over"))


def with_future_ends_open(values: pl.DataFrame, table: Table, data_as_of: date, findings: Findings) -> pl.DataFrame:
    """Periods whose end was still ahead at the extraction are open; the end is kept as the planned one."""
    if table.name != "period":
        return values
    ahead = pl.col("ended_on") > data_as_of
    findings.add("ended_on|end_after_data_as_of", values.select(ahead).to_series())
    return values.with_columns(
        pl.when(ahead)
        .then(pl.coalesce("planned_end_on", "ended_on"))
        .otherwise("planned_end_on")
        .alias("planned_end_on"),
        pl.when(ahead).then(None).otherwise("ended_on").alias("ended_on"),
    )


def mark_repeated_ids(values: pl.DataFrame, table: Table, findings: Findings) -> pl.Series:
    """Marks rows of one id with different content; returns which rows repeat an earlier one as it was.

    Only rows that no other rule refuses are compared.
    """
    nothing = pl.repeat(value=False, n=values.height, dtype=pl.Boolean, eager=True)
    kept = ~findings.refused()
    repeated_key = _repeated(values.select(table.key), kept)
    if not repeated_key.any():
        return nothing
    suspects = values.filter(repeated_key).select("row_number", *table.columns)
    distinct = suspects.unique(subset=list(table.columns), keep="first", maintain_order=True)
    clashing = suspects.join(
        distinct.filter(pl.struct(table.key).is_duplicated()).select(table.key).unique(), on=list(table.key), how="semi"
    )
    row_numbers = values.get_column("row_number")
    findings.add(
        f"{table.key[0]}|same_id_different_content", row_numbers.is_in(clashing.get_column("row_number").implode())
    )
    again = suspects.join(distinct, on="row_number", how="anti").join(clashing, on="row_number", how="anti")
    return row_numbers.is_in(again.get_column("row_number").implode())


def _repeated(keys: pl.DataFrame, kept: pl.Series) -> pl.Series:
    """Rows whose key stands in more than one kept row."""
    rows = kept.arg_true()
    among_kept = keys.filter(kept)
    duplicated = among_kept.to_series().is_duplicated() if among_kept.width == 1 else among_kept.is_duplicated()
    every = pl.repeat(value=False, n=len(kept), dtype=pl.Boolean, eager=True)
    return every.scatter(rows.filter(duplicated), values=True)
