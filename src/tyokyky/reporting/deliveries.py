"""Deliveries in one movement: a file comes in, or is taken back, and the mart follows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tyokyky.analysis import mart
from tyokyky.domain.errors import UserError
from tyokyky.ingest import delivery
from tyokyky.ingest import ledger as register_ledger
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.prepared import Progress
from tyokyky.ingest.report import DeliveryReport
from tyokyky.ingest.source_draft import draft_source, save_draft
from tyokyky.ingest.sources import load_source, source_names
from tyokyky.settings import Settings
from tyokyky.store import generations
from tyokyky.store.connection import transaction
from tyokyky.store.expiry import delete_expired_comments
from tyokyky.store.generations import Generation
from tyokyky.store.register import open_register, revision

__all__ = [
    "Notices",
    "build",
    "build_if_behind",
    "deliver_all",
    "draft_source",
    "dry_run",
    "ledger",
    "quarantine_by_rule",
    "rules_of",
    "save_draft",
    "source_names",
    "undo",
]


def _silent(step: str, share: float) -> None:
    """Reports nothing."""


@dataclass(frozen=True)
class Notices:
    """What is told while something is under way: steps done, and once that it must wait for another."""

    progress: Progress = _silent
    on_wait: Callable[[], None] = lambda: None


QUIET = Notices()


def dry_run(
    settings: Settings, file: Path | DeliveredFile, source: str, data_as_of: date | None, notices: Notices = QUIET
) -> DeliveryReport:
    """What an import would accept and refuse, and why; nothing is stored."""
    return delivery.check_file(
        settings,
        file,
        load_source(settings, source),
        data_as_of,
        on_wait=notices.on_wait,
        progress=notices.progress,
    )


def deliver_all(
    settings: Settings,
    files: Sequence[Path | DeliveredFile],
    source: str,
    data_as_of: date | None,
    notices: Notices = QUIET,
    *,
    builds: bool = True,
) -> tuple[DeliveryReport, ...]:
    """Imports files one by one, each as a whole, and then builds the mart if it is behind (also after an earlier stop).

    Raises:
        UserError: a file, the source or the day is not fit; what came before it stays, it and what follows does not.
    """
    described = load_source(settings, source)
    reports = tuple(
        delivery.import_file(settings, file, described, data_as_of, on_wait=notices.on_wait, progress=notices.progress)
        for file in files
    )
    if builds:
        build_if_behind(settings, notices)
    return reports


def undo(settings: Settings, batch_id: int, notices: Notices = QUIET) -> None:
    """Takes a delivery back and lets the mart follow.

    Raises:
        UserError: no such delivery, or it was taken back already.
    """
    register_ledger.undo_batch(settings, batch_id, on_wait=notices.on_wait)
    build_if_behind(settings, notices)


def build(settings: Settings, notices: Notices = QUIET, as_of_batch: int | None = None) -> Generation:
    """A new mart generation; with `as_of_batch`, of what was known after that delivery.

    Raises:
        UserError: no such delivery.
    """
    if as_of_batch is not None and as_of_batch not in ledger(settings)["batch_id"].to_list():
        raise UserError(f"Erää {as_of_batch} ei ole: katso numerot komennolla tyokyky batch list.")
    return mart.build(settings, as_of_batch=as_of_batch, on_wait=notices.on_wait, progress=notices.progress)


def build_if_behind(settings: Settings, notices: Notices = QUIET) -> Generation | None:
    """A new generation where the register has changed since the last build; else nothing."""
    with open_register(settings.register_path, settings.wait_seconds, notices.on_wait) as register:
        with transaction(register):
            delete_expired_comments(register, settings)
        newest = revision(register)
    built = generations.readable(settings.marts_folder)
    if built is not None and built.revision == newest and built.path.is_file():
        return None
    return build(settings, notices)


def ledger(settings: Settings) -> pl.DataFrame:
    """The ledger, newest delivery first (columns of `ingest.ledger.batches`)."""
    return register_ledger.batches(settings)


def rules_of(settings: Settings, batch_id: int) -> pl.DataFrame:
    """Rules that rows of a delivery met: rule, severity, row_count, reason_fi."""
    return register_ledger.batch_rules(settings, batch_id)


def quarantine_by_rule(settings: Settings, batch_id: int) -> pl.DataFrame:
    """Refused rows of a delivery by rule: rule, reason_fi, row_count, row_numbers."""
    return register_ledger.quarantine_by_rule(settings, batch_id)
