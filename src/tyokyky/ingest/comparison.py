"""Compares a delivery with what the register holds: what is new, what is unchanged, what is no longer there."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from tyokyky.domain.instruments import Instrument, Respondents
from tyokyky.ingest.prepared import Prepared
from tyokyky.store import query
from tyokyky.store.connection import Connection

PACKAGE: Final = "tyokyky.store"
_CLIENT: Final = "client_id"
_LEAST_VOLUME: Final = 20
_VOLUME_RATIO: Final = 2.0
_FIRST_DAY: Final = date(1800, 1, 1)
_END_OF_DAYS: Final = date(9999, 12, 31)
_DAYS_PER_GROUP: Final = 4_000_000
"""More than the days from the first to the last."""
_DAY: Final = {
    "period": "started_on",
    "referral": "referred_on",
    "moment": "occurred_at",
    "response": "answered_on",
    "group_score": "period_end",
}


@dataclass(frozen=True)
class Comparison:
    """`new`: rows to store. `unchanged`: marks the rows that hold already. `events`: row_id, event of stored rows."""

    new: pl.DataFrame
    unchanged: pl.Series
    events: pl.DataFrame


def live_rows(register: Connection, table_name: str, controller: str, *, closed: bool = False) -> pl.DataFrame:
    """The rows of a table that hold now, of one controller; or those that the newest word calls closed."""
    live = query.frame(register, PACKAGE, f"register/live_{table_name}", {"as_of_batch": None, "closed": closed})
    return live.filter(pl.col("controller") == controller)


def compare(register: Connection, prepared: Prepared, live: pl.DataFrame) -> Comparison:
    """Finds what the delivery changes; writes nothing. `live` holds the rows of its table that hold (`live_rows`).

    Rows equal in every column to the row that holds are not stored again. In a full delivery, rows of the same source
    that hold, lie within its coverage and are missing from the file are closed; a refused row is not missing.
    """
    key, columns = list(prepared.table.key), list(prepared.table.columns)
    kept = prepared.values.filter(prepared.kept)
    is_full = prepared.source.delivery == "full"
    if live.is_empty() and not is_full:
        return Comparison(kept, _nowhere(prepared), _events(live, "closed"))
    same = _same_content(kept, live, key, columns)
    unchanged = prepared.values.get_column("row_number").is_in(same.get_column("row_number").implode())
    events = [_events(same, "unchanged")]
    if is_full:
        events.append(_events(_missing(register, prepared, live, key), "closed"))
    return Comparison(prepared.values.filter(prepared.kept & ~unchanged), unchanged, pl.concat(events))


def _same_content(kept: pl.DataFrame, live: pl.DataFrame, key: list[str], columns: list[str]) -> pl.DataFrame:
    """Rows of the delivery that hold already: row_number and the row_id of the stored row. Empty equals empty."""
    held = live.select("row_id", *columns)
    others = [column for column in columns if column not in key]
    equal = [pl.col(column).eq_missing(pl.col(f"{column}_held")) for column in others]
    paired = kept.join(held, on=key, how="inner", suffix="_held")
    return paired.filter(pl.all_horizontal(equal)).select("row_number", "row_id") if equal else paired


def _nowhere(prepared: Prepared) -> pl.Series:
    return pl.repeat(value=False, n=prepared.values.height, dtype=pl.Boolean, eager=True)


def _events(rows: pl.DataFrame, event: str) -> pl.DataFrame:
    return rows.select(pl.col("row_id").cast(pl.Int64)).with_columns(event=pl.lit(event))


def _missing(register: Connection, prepared: Prepared, live: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Rows of the same source that the delivery, complete for its coverage, does not tell of.

    Rows closed already are closed once more: this delivery says so too, should the earlier one be taken back. A client
    with a refused row loses nothing: the row may be one of those, with a mistake in what it is known by.
    """
    batches = query.frame(register, PACKAGE, "register/batch_source")
    closed = live_rows(register, prepared.table.name, prepared.source.controller, closed=True)
    own = pl.concat([live, closed]).join(
        batches.filter(pl.col("source") == prepared.source.name), on="batch_id", how="semi"
    )
    covered_from, day = prepared.source.covered_from, _DAY.get(prepared.table.name)
    if covered_from is not None and day is not None:
        own = own.filter(pl.col(day).cast(pl.Date) >= covered_from)
    refused = prepared.values.filter(prepared.findings.refused())
    if not refused.is_empty():
        if _CLIENT not in refused.columns or refused[_CLIENT].null_count():
            return own.clear()
        own = own.join(refused.select(_CLIENT), on=_CLIENT, how="anti", nulls_equal=True)
    return own.join(prepared.values.select(key).drop_nulls(), on=key, how="anti")


def mark_against_register(
    register: Connection, prepared: Prepared, live: pl.DataFrame, instruments: tuple[Instrument, ...]
) -> None:
    """Rules that ask the register: items and scales, moments outside periods, overlaps, volume."""
    if prepared.table.name == "response":
        _mark_items(register, prepared, instruments)
    elif prepared.table.name == "moment":
        _mark_moments_outside(register, prepared)
    elif prepared.table.name == "period":
        _mark_overlaps(prepared, live)
    _mark_volume(register, prepared)


def _mark_items(register: Connection, prepared: Prepared, instruments: tuple[Instrument, ...]) -> None:
    """An item that was delivered stands before a shipped one of the same id."""
    items = _known_items(live_rows(register, "item", prepared.source.controller), instruments)
    answers = prepared.values.select("item_id", "score", "respondent")
    asked = answers.join(items, on="item_id", how="left", maintain_order="left")
    unknown = asked.get_column("scale_min").is_null() & asked.get_column("item_id").is_not_null()
    outside = asked.select(~pl.col("score").is_between("scale_min", "scale_max")).to_series()
    prepared.findings.add("item_id|unknown_item", unknown)
    prepared.findings.add("score|outside_scale", outside)
    # A close person answers in the client's stead.
    side = pl.when(pl.col("respondent") == "close_person").then(pl.lit("client")).otherwise("respondent")
    other = (pl.col("respondents") != Respondents.BOTH.value) & (pl.col("respondents") != side)
    prepared.findings.add("respondent|not_asked", asked.select(other.fill_null(value=False)).to_series())


def _known_items(delivered: pl.DataFrame, instruments: tuple[Instrument, ...]) -> pl.DataFrame:
    """Scale and respondents of each item; a delivered one does not say of whom it is asked, so anyone may answer."""
    schema = {"item_id": pl.String, "scale_min": pl.Float64, "scale_max": pl.Float64, "respondents": pl.String}
    shipped = [
        (item.item_id, item.scale_min, item.scale_max, item.respondents.value)
        for own in instruments
        for item in own.items
    ]
    of_anyone = delivered.select("item_id", "scale_min", "scale_max", respondents=pl.lit(Respondents.BOTH.value))
    items = pl.concat([of_anyone, pl.DataFrame(shipped, schema=schema, orient="row")])
    return items.unique(subset="item_id", keep="first", maintain_order=True)


def _mark_moments_outside(register: Connection, prepared: Prepared) -> None:
    moments = prepared.values.filter(prepared.kept).select("row_number", "client_id", "occurred_at")
    periods = live_rows(register, "period", prepared.source.controller).select("client_id", "started_on", "ended_on")
    with query.visible_as(register, "incoming", moments), query.visible_as(register, "live_period", periods):
        outside = query.frame(register, PACKAGE, "register/moments_outside_periods")
    numbers = prepared.values.get_column("row_number")
    prepared.findings.add("occurred_at|outside_periods", numbers.is_in(outside.get_column("row_number").implode()))


def _mark_overlaps(prepared: Prepared, live: pl.DataFrame) -> None:
    """Periods that start before an earlier one of the same client and service has ended, here or in the register."""
    columns = ["client_id", "service_code", "started_on", "ended_on"]
    kept = prepared.values.filter(prepared.kept).select("row_number", "period_id", *columns)
    others = live.join(kept, on="period_id", how="anti").select(pl.lit(None, pl.Int64).alias("row_number"), *columns)
    every = pl.concat([kept.drop("period_id"), others])
    overlapping = _starting_within_earlier(every).drop_nulls()
    numbers = prepared.values.get_column("row_number")
    prepared.findings.add("started_on|overlapping_periods", numbers.is_in(overlapping.implode()))


def _starting_within_earlier(periods: pl.DataFrame) -> pl.Series:
    """Row numbers of the periods that start before an earlier one of the same client and service has ended.

    Clients and services become whole numbers, and each group's days a range of their own: then one running maximum
    over all rows never looks across groups, and is many times faster than one per group.
    """
    group = pl.struct("client_id", "service_code").hash()
    end = pl.col("ended_on").fill_null(_END_OF_DAYS)
    spans = periods.select("row_number", "started_on", group.alias("group"), end)
    spans = spans.sort("group", "started_on", "row_number", nulls_last=False)
    base = pl.col("group").rle_id().cast(pl.Int64) * _DAYS_PER_GROUP
    start_day = (pl.col("started_on") - _FIRST_DAY).dt.total_days() + base
    end_day = (pl.col("ended_on") - _FIRST_DAY).dt.total_days() + base
    return spans.filter(start_day <= end_day.cum_max().shift(1)).get_column("row_number")


def _mark_volume(register: Connection, prepared: Prepared) -> None:
    """Twice or half the rows of the last delivery: maybe a filter was changed, or half the file is missing."""
    if prepared.source.volume_varies:
        return
    last = query.frame(
        register,
        PACKAGE,
        "register/last_delivery",
        {
            "source": prepared.source.name,
            "controller": prepared.source.controller,
            "table_name": prepared.table.name,
        },
    )
    if last.is_empty():
        return
    before, now = int(last.item(0, "rows_in")), prepared.values.height
    if max(before, now) >= _LEAST_VOLUME and not before / _VOLUME_RATIO <= now <= before * _VOLUME_RATIO:
        prepared.findings.warn_of_file("file|volume")
