"""The ledger of deliveries: what came in, what was refused and why, and taking a delivery back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.ingest.comparison import PACKAGE
from tyokyky.ingest.rules import reason_of
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import Connection, transaction
from tyokyky.store.register import count_revision, open_empty_register, open_register


def batches(settings: Settings) -> pl.DataFrame:
    """The ledger, newest delivery first; undone ones too. One row per delivery, columns of the table `batch`."""
    with _reading(settings) as register:
        return query.frame(register, PACKAGE, "register/batches")


def batch_rules(settings: Settings, batch_id: int) -> pl.DataFrame:
    """Rules that rows of a delivery met: rule, severity, row_count, reason_fi. Kept when the delivery is undone.

    Raises:
        UserError: no such delivery.
    """
    with _reading(settings) as register:
        _one_batch(register, batch_id)
        rules = query.frame(register, PACKAGE, "register/batch_rules", {"batch_id": batch_id})
    return rules.with_columns(pl.col("rule").map_elements(reason_of, return_dtype=pl.String).alias("reason_fi"))


def quarantine_by_rule(settings: Settings, batch_id: int) -> pl.DataFrame:
    """Refused rows of a delivery by rule: rule, reason_fi, row_count, row_numbers (list, in the file's order).

    Row 1 is the header. The cells themselves are kept nowhere: the row is looked up in the source's own file. Of a
    wide file `row_count` counts answers and `row_numbers` the respondents' rows.

    Raises:
        UserError: no such delivery.
    """
    with _reading(settings) as register:
        _one_batch(register, batch_id)
        rows = query.frame(register, PACKAGE, "register/quarantine_rows", {"batch_id": batch_id})
    by_rule = rows.group_by("rule").agg(
        pl.len().cast(pl.Int64).alias("row_count"), pl.col("row_number").unique().sort().alias("row_numbers")
    )
    reasons = pl.col("rule").map_elements(reason_of, return_dtype=pl.String).alias("reason_fi")
    return by_rule.sort("row_count", "rule", descending=[True, False]).select(
        "rule", reasons, "row_count", "row_numbers"
    )


def undo_batch(
    settings: Settings,
    batch_id: int,
    *,
    wait_seconds: float | None = None,
    on_wait: Callable[[], None] = lambda: None,
) -> None:
    """Takes a delivery back: what held before it holds again; its line in the ledger and its rule counts stay.

    Where its file gave rows of two tables at once (answers and comments), both are taken back.

    Raises:
        UserError: no such delivery, or it was taken back already.
    """
    wait = settings.wait_seconds if wait_seconds is None else wait_seconds
    if not settings.register_path.exists():
        raise _unknown(batch_id)
    with open_register(settings.register_path, wait, on_wait) as register, transaction(register):
        _, state = _one_batch(register, batch_id)
        if state != "accepted":
            raise UserError(f"Toimitus {batch_id} on jo peruttu: tarkista numero komennolla tyokyky batch list.")
        of_file = query.frame(register, PACKAGE, "register/batches_of_file", {"batch_id": batch_id})
        for number, table_name in of_file.iter_rows():
            _undo(register, number, table_name)
        count_revision(register)


def _undo(register: Connection, batch_id: int, table_name: str) -> None:
    values: dict[str, query.Value] = {"batch_id": batch_id, "undone_at": datetime.now(UTC)}
    query.execute(register, PACKAGE, "register/undo_batch", values)
    query.execute(register, PACKAGE, "register/undo_batch_events", values)
    query.execute(register, PACKAGE, "register/undo_batch_quarantine", values)
    query.execute(register, PACKAGE, f"register/drop_rows_{table_name}")


def _one_batch(register: Connection, batch_id: int) -> tuple[str, str]:
    found = query.frame(register, PACKAGE, "register/one_batch", {"batch_id": batch_id})
    if found.is_empty():
        raise _unknown(batch_id)
    return str(found.item(0, "table_name")), str(found.item(0, "state"))


def _unknown(batch_id: int) -> UserError:
    return UserError(f"Toimitusta {batch_id} ei ole: tarkista numero komennolla tyokyky batch list.")


def _reading(settings: Settings) -> AbstractContextManager[Connection]:
    """The register for reading; where there is none yet, an empty one that leaves no file behind."""
    if settings.register_path.exists():
        return open_register(settings.register_path, settings.wait_seconds)
    return open_empty_register()
