"""Writes a compared delivery into the register."""

from datetime import datetime
from typing import Final

import polars as pl

from tyokyky.ingest.comparison import PACKAGE, Comparison
from tyokyky.ingest.prepared import Prepared
from tyokyky.ingest.report import DeliveryReport, RuleCount
from tyokyky.store import query
from tyokyky.store.connection import Connection
from tyokyky.store.register import count_revision

ROW_NUMBER_BITS: Final = 32


def next_batch(register: Connection) -> int:
    """Number of the delivery about to be recorded."""
    return int(query.row(register, PACKAGE, "register/next_batch")["batch_id"])


def record(
    register: Connection,
    prepared: Prepared,
    comparison: Comparison,
    report: DeliveryReport,
    *,
    imported_at: datetime,
    synthetic: bool,
) -> None:
    """Writes all of one delivery, inside the caller's transaction: ledger, rows, events, quarantine and rule counts."""
    batch_id = int(report.batch_id or 0)
    query.execute(register, PACKAGE, "register/insert_batch", _ledger_row(prepared, report, imported_at, synthetic))
    incoming = comparison.new.with_columns(
        row_id=pl.lit(batch_id << ROW_NUMBER_BITS, pl.Int64) + pl.col("row_number"),
        batch_id=pl.lit(batch_id, pl.Int32),
        controller=pl.lit(prepared.source.controller),
    )
    with query.visible_as(register, "incoming", incoming):
        query.execute(register, PACKAGE, f"register/insert_{prepared.table.name}")
    with query.visible_as(register, "event", comparison.events):
        values: dict[str, query.Value] = {"batch_id": batch_id, "table_name": prepared.table.name}
        query.execute(register, PACKAGE, "register/insert_events", values)
    refusals = prepared.findings.refusals(prepared.file_rows)
    with query.visible_as(register, "refused", refusals):
        query.execute(register, PACKAGE, "register/insert_quarantine", {"batch_id": batch_id})
    with query.visible_as(register, "counted", _counted(report.rules)):
        query.execute(register, PACKAGE, "register/insert_rule_counts", {"batch_id": batch_id})
    count_revision(register)


def _counted(rules: tuple[RuleCount, ...]) -> pl.DataFrame:
    schema = {"rule": pl.String, "severity": pl.String, "row_count": pl.Int64}
    return pl.DataFrame([(one.rule, one.severity, one.row_count) for one in rules], schema=schema, orient="row")


def _ledger_row(
    prepared: Prepared, report: DeliveryReport, imported_at: datetime, synthetic: bool
) -> dict[str, query.Value]:
    source = prepared.source
    return {
        "batch_id": report.batch_id,
        "source": source.name,
        "controller": source.controller,
        "link_group": prepared.link_group,
        "table_name": prepared.table.name,
        "file_label": prepared.file_label,
        "file_fingerprint": prepared.fingerprint,
        "delivery_kind": source.delivery,
        "covered_from": source.covered_from,
        "data_as_of": prepared.data_as_of,
        "in_use_for": ",".join(source.in_use_for),
        "key_id": prepared.ring.key_id,
        "synthetic": synthetic,
        "imported_at": imported_at,
        "rows_in": report.rows_in,
        "accepted_count": report.accepted,
        "quarantined_count": report.quarantined,
        "unchanged_count": report.unchanged,
        "warning_count": int(prepared.findings.doubted().sum()),
    }
