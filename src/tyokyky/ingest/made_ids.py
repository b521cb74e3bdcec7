"""Ids made from the natural key, where a source has none (data.md, footnote 1)."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from tyokyky.store.tables import Table

_NATURAL_KEYS: Final[dict[str, tuple[str, ...]]] = {
    # Never the end: an open period delivered again with its end is the same period.
    "period": ("client_id", "service_code", "started_on", "unit_code"),
    "referral": ("client_id", "to_service_code", "referred_on", "from_service_code", "unit_code"),
    "moment": ("client_id", "occurred_at", "moment_code"),
    "response": ("client_id", "answered_on", "service_code", "unit_code", "channel", "respondent", "phase"),
    "group_score": (
        "measure_code",
        "period_start",
        "period_end",
        "unit_code",
        "municipality_code",
        "service_code",
    ),
}
_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "period": ("client_id", "service_code", "started_on"),
    "referral": ("client_id", "to_service_code", "referred_on"),
    "moment": ("client_id", "occurred_at", "moment_code"),
    "response": ("answered_on",),
    "group_score": ("measure_code", "period_start", "period_end"),
}
_ONE_OF_A_KIND: Final = frozenset({"period", "referral", "group_score"})
"""Of these there is one row of a natural key: another with it is the same thing told again, or a mistake."""
_SEPARATOR: Final = "|"
_TIMES: Final = {
    "occurred_at": "%Y-%m-%dT%H:%M:%S%.f",
    **dict.fromkeys(("started_on", "referred_on", "answered_on", "period_start", "period_end"), "%Y-%m-%d"),
}


def with_made_ids(values: pl.DataFrame, table: Table, *, repeats_are_events: bool = False) -> pl.DataFrame:
    """The values (pseudonyms in place) with an id in each row that lacked one and has what it is made of.

    Period: pseudonym, service, start, unit. Referral: pseudonym, services, day, unit. Moment: pseudonym,
    time, code, and which of several at that time.
    Response: pseudonym or nothing, day, service, unit, channel, respondent, phase, and which of several. Group score:
    measure, span of days, unit, municipality, service. In an event log (`repeats_are_events`) an event that stands
    there twice happened twice; in other files a row told twice is one and the same.
    """
    if table.name not in _NATURAL_KEYS:
        return values
    id_column = table.key[0]
    lacks = pl.col(id_column).is_null() & pl.all_horizontal(pl.col(_NEEDED[table.name]).is_not_null())
    if not values.select(lacks.any()).item():
        return values
    natural = pl.concat_str([_as_text(column) for column in _NATURAL_KEYS[table.name]], separator=_SEPARATOR)
    made = values.with_columns(pl.when(lacks).then(natural).alias("_natural"))
    if table.name not in _ONE_OF_A_KIND:
        ordinal = _one_by_one(["_natural"]) if repeats_are_events else _ordinal(table)
        made = made.with_columns(pl.concat_str("_natural", ordinal.cast(pl.String), separator=_SEPARATOR))
    return made.with_columns(pl.coalesce(id_column, "_natural").alias(id_column)).drop("_natural")


def _as_text(column: str) -> pl.Expr:
    text = pl.col(column).dt.strftime(_TIMES[column]) if column in _TIMES else pl.col(column)
    return text.fill_null("")


def _one_by_one(key: Sequence[str]) -> pl.Expr:
    """Which row of a key this is, in the order of the file."""
    return pl.int_range(1, pl.len() + 1).over(key)


def _ordinal(table: Table) -> pl.Expr:
    """Which of several rows with one natural key this is.

    Rows with the same content are the same event told twice and get the same number, and the number does not hang on
    the order of the file. Unlinked answers are numbered one by one: two people may well have answered alike.
    """
    content = [column for column in table.columns if column != table.key[0]]
    key = ["_natural", "item_id"] if table.name == "response" else ["_natural"]
    same = _fingerprint(content).rank("dense").over(key).cast(pl.Int64)
    if table.name == "moment":
        return same
    return pl.when(pl.col("client_id").is_null()).then(_one_by_one(key)).otherwise(same)


def _fingerprint(columns: Sequence[str]) -> pl.Expr:
    return pl.concat_str([pl.col(column).cast(pl.String).fill_null("") for column in columns], separator="\x1f")
