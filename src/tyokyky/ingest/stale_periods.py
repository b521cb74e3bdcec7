"""Open periods past their register's usual length: found, warned about, and closed by rule with a reason."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Self

import polars as pl

from tyokyky.domain.journeys import Part
from tyokyky.ingest.comparison import PACKAGE, live_rows
from tyokyky.ingest.prepared import Prepared
from tyokyky.ingest.recording import ROW_NUMBER_BITS, next_batch
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.codebook import load_code_book
from tyokyky.store.connection import Connection
from tyokyky.store.register import count_revision

CLOSED_BY_RULE: Final = "ended_on|closed_by_rule"
RULE_KIND: Final = "rule"
"""Kind of delivery that no source sent: what a steward decided by rule."""
_FEWEST_ENDED: Final = 100
"""With fewer ended periods a 99th percentile is but the longest or two, and nothing is called stale by it."""
_USUAL_SHARE: Final = 0.99
_TOLD_FACTOR: Final = 2
_COLUMNS: Final = ("controller", "source", "batch_id", "row_number", "service_code", "unit_code", "started_on")


@dataclass(frozen=True)
class UsualLengths:
    """What the home says of lengths: its own by service, and which services people are to be led on from."""

    own: Mapping[str, int]
    path_services: frozenset[str]

    @classmethod
    def of_home(cls, settings: Settings) -> Self:
        """Those of a home's settings and code lists.

        Raises:
            UserError: a code list can not be read.
        """
        services = load_code_book(settings).services
        return cls(settings.usual_open_days, frozenset(one.code for one in services if one.part is Part.PATH))


def usual_days(periods: pl.DataFrame, said: UsualLengths) -> pl.DataFrame:
    """How long a period of each service usually lasts at most: the home's own setting, else what has been.

    That is the 99th percentile (an observed length, the higher of two) of the ended periods of one controller and path
    service, both ends counted, where at least 100 have ended and the register has told of the service at least twice as
    long: in a shorter time long periods can not have ended, and every old one would look stale.

    Returns:
        service_code, usual_days; services with neither are left out.
    """
    length = (pl.col("ended_on") - pl.col("started_on")).dt.total_days() + 1
    latest = pl.max_horizontal(pl.col("started_on").max(), pl.col("ended_on").max())
    seen = periods.group_by("service_code").agg(
        length.quantile(_USUAL_SHARE, "higher").cast(pl.Int64).alias("usual_days"),
        pl.col("ended_on").count().alias("ended_count"),
        (latest - pl.col("started_on").min()).dt.total_days().alias("told_days"),
    )
    of_path = pl.col("service_code").is_in(list(said.path_services - set(said.own)))
    long_enough = pl.col("told_days") >= _TOLD_FACTOR * pl.col("usual_days")
    known = seen.filter((pl.col("ended_count") >= _FEWEST_ENDED) & of_path & long_enough)
    of_home = pl.DataFrame(
        {"service_code": list(said.own), "usual_days": list(said.own.values())},
        schema={"service_code": pl.String, "usual_days": pl.Int64},
    )
    return pl.concat([known.select("service_code", "usual_days"), of_home]).sort("service_code")


def with_open_days(periods: pl.DataFrame, usual: pl.DataFrame, day: date | pl.Expr) -> pl.DataFrame:
    """The stale among periods, with open_days (to a day, both counted) and usual_days beside."""
    known_until = pl.lit(day) if isinstance(day, date) else day
    open_days = (known_until - pl.col("started_on")).dt.total_days() + 1
    still_open = periods.filter(pl.col("ended_on").is_null()).with_columns(open_days.alias("open_days"))
    return still_open.join(usual, on="service_code").filter(pl.col("open_days") > pl.col("usual_days"))


def mark_stale(prepared: Prepared, live: pl.DataFrame, said: UsualLengths) -> None:
    """Warns of open periods of a delivery past the usual length, told by it and the register together."""
    columns = ["service_code", "started_on", "ended_on"]
    kept = prepared.values.filter(prepared.kept).select("row_number", "period_id", *columns)
    others = live.join(kept, on="period_id", how="anti").select(columns)
    usual = usual_days(pl.concat([kept.select(columns), others]), said)
    stale = with_open_days(kept, usual, prepared.data_as_of)
    numbers = prepared.values.get_column("row_number")
    prepared.findings.add("ended_on|stale_open", numbers.is_in(stale.get_column("row_number").implode()))


def stale_rows(register: Connection, settings: Settings) -> pl.DataFrame:
    """Live open periods past their usual length on the day their source last told of itself.

    Returns:
        The columns of `period`, and source, known_until, open_days, usual_days; in the order of service, then start.
    """
    batches = query.frame(register, PACKAGE, "register/batches").filter(pl.col("state") == "accepted")
    of_periods = batches.filter(pl.col("table_name") == "period")
    until = of_periods.group_by("controller", "source").agg(pl.col("data_as_of").max().alias("known_until"))
    said = UsualLengths.of_home(settings)
    found = []
    for controller in sorted(until["controller"].unique()):
        live = live_rows(register, "period", controller)
        told = live.join(batches.select("batch_id", "source"), on="batch_id").join(until, on=["controller", "source"])
        found.append(with_open_days(told, usual_days(live, said), pl.col("known_until")))
    order = ["service_code", "started_on", "row_id"]
    return pl.concat(found).sort(order) if found else pl.DataFrame()


def stale_list(register: Connection, settings: Settings) -> pl.DataFrame:
    """Stale periods as a steward looks them up in the source's own file; no pseudonym.

    Returns:
        controller, source, batch_id, row_number, service_code, unit_code, started_on, open_days, usual_days.
    """
    rows = stale_rows(register, settings)
    if rows.is_empty():
        return pl.DataFrame(schema=[*_COLUMNS, "open_days", "usual_days"])
    number = pl.col("row_id") % 2**ROW_NUMBER_BITS
    return rows.with_columns(number.alias("row_number")).select(*_COLUMNS, "open_days", "usual_days")


def close_stale(register: Connection, settings: Settings, service_code: str, reason: str) -> list[tuple[int, int]]:
    """Closes, inside the caller's transaction, the stale periods of a service: new versions, a delivery per source.

    A period ends on its planned end, where that has passed; else on the last day of its usual length. Its end reason
    stays unknown. Taking the delivery back opens them again, and so does a source that tells them open once more.

    Returns:
        Number of each delivery and how many periods it closes.
    """
    rows = stale_rows(register, settings)
    if rows.is_empty():
        return []
    rows = rows.filter(pl.col("service_code") == service_code).with_columns(_end_by_rule().alias("ended_on"))
    made = []
    for source in rows["source"].unique().sort():
        of_source = rows.filter(pl.col("source") == source)
        made.append((_record(register, of_source, source, reason), of_source.height))
    if made:
        count_revision(register)
    return made


def _end_by_rule() -> pl.Expr:
    planned_has_passed = pl.col("planned_end_on").is_between("started_on", "known_until")
    usual_end = pl.col("started_on") + pl.duration(days=pl.col("usual_days") - 1)
    return pl.when(planned_has_passed).then("planned_end_on").otherwise(usual_end)


def _record(register: Connection, rows: pl.DataFrame, source: str, reason: str) -> int:
    batch_id = next_batch(register)
    values = _ledger_row(register, source, batch_id, rows.height, reason)
    query.execute(register, PACKAGE, "register/insert_batch", values)
    incoming = rows.sort("row_id").with_columns(
        row_id=pl.lit(batch_id << ROW_NUMBER_BITS, pl.Int64) + pl.int_range(1, pl.len() + 1),
        batch_id=pl.lit(batch_id, pl.Int32),
    )
    with query.visible_as(register, "incoming", incoming):
        query.execute(register, PACKAGE, "register/insert_period")
    counted = pl.DataFrame({"rule": [CLOSED_BY_RULE], "severity": ["warning"], "row_count": [rows.height]})
    with query.visible_as(register, "counted", counted):
        query.execute(register, PACKAGE, "register/insert_rule_counts", {"batch_id": batch_id})
    return batch_id


def _ledger_row(register: Connection, source: str, batch_id: int, count: int, reason: str) -> dict[str, query.Value]:
    """Like the source's newest delivery of periods, so that nothing else of the source changes by it."""
    batches = query.frame(register, PACKAGE, "register/batches")
    of_source = (pl.col("source") == source) & (pl.col("table_name") == "period") & (pl.col("state") == "accepted")
    newest: dict[str, Any] = batches.filter(of_source).sort("data_as_of", "batch_id").row(-1, named=True)
    counts = {"rows_in": count, "accepted_count": count, "quarantined_count": 0, "unchanged_count": 0}
    return {
        **newest,
        **counts,
        "batch_id": batch_id,
        "file_label": f"sääntö: {reason}",
        "file_fingerprint": secrets.token_hex(32),
        "delivery_kind": RULE_KIND,
        "imported_at": datetime.now(UTC),
        "warning_count": count,
    }
