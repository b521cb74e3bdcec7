"""Files in: a dry run, and the import of one file as one transaction, all or nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.domain.instruments import Instrument
from tyokyky.ingest.comparison import PACKAGE, Comparison, compare, live_rows, mark_against_register
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.file_label import label_without_known_clients
from tyokyky.ingest.prepared import Prepared, Progress, prepare
from tyokyky.ingest.recording import next_batch, record
from tyokyky.ingest.report import DeliveryReport, rule_counts
from tyokyky.ingest.sources import Source
from tyokyky.ingest.stale_periods import UsualLengths, mark_stale
from tyokyky.privacy.key_rotation import next_ring
from tyokyky.privacy.pseudonyms import KeyRing, has_keys, open_key_ring, passing_ring
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import Connection, transaction
from tyokyky.store.expiry import delete_expired_comments
from tyokyky.store.instruments import load_instruments
from tyokyky.store.register import open_empty_register, open_register


def _silent(step: str, share: float) -> None:
    """Reports nothing."""


def _no_notice() -> None:
    """Says nothing while waiting."""


def check_file(
    settings: Settings,
    file: Path | DeliveredFile,
    source: Source,
    data_as_of: date | None,
    *,
    wait_seconds: float | None = None,
    on_wait: Callable[[], None] = _no_notice,
    progress: Progress = _silent,
) -> DeliveryReport:
    """Dry run: the steps of an import and its report, with nothing stored and no store, key or folder made.

    Raises:
        UserError: as for `import_file`.
    """
    ring = open_key_ring(settings.keys_folder) if has_keys(settings.keys_folder) else passing_ring()
    prepared = prepare(settings, _opened(file, settings), source, data_as_of, ring=ring, progress=progress)
    known = _Known(load_instruments(settings), UsualLengths.of_home(settings))
    progress("compare", 0.7)
    wait = settings.wait_seconds if wait_seconds is None else wait_seconds
    there = settings.register_path.exists()
    with open_register(settings.register_path, wait, on_wait) if there else open_empty_register() as register:
        prepared = _labelled(register, prepared)
        same = _same_delivery(register, prepared)
        report = _of_all_tables(prepared, lambda one: _report(one, _compared(register, one, known), None))
    progress("done", 1.0)
    return report if same is None else _of_all_tables(prepared, lambda one: _unchanged_report(one, same))


def import_file(
    settings: Settings,
    file: Path | DeliveredFile,
    source: Source,
    data_as_of: date | None,
    *,
    ring: KeyRing | None = None,
    wait_seconds: float | None = None,
    on_wait: Callable[[], None] = _no_notice,
    progress: Progress = _silent,
) -> DeliveryReport:
    """Imports one file: reads, checks and records it in one transaction; on any error nothing has changed.

    The register is held only from the comparison on. The same bytes again from the same source and day store nothing.
    `data_as_of` is the day the file was extracted from its register; null takes it from the source's column. `ring` is
    the home's own unless given: the answers' queue names persons by code, which its ring turns into pseudonyms.

    Raises:
        UserError: the file can not be read or recognised, the day is missing or ahead, the key is not the one the
            register was made with, another import holds the register, or disk or memory is short.
    """
    ring = ring or open_key_ring(settings.keys_folder)
    prepared = prepare(settings, _opened(file, settings), source, data_as_of, ring=ring, progress=progress)
    known = _Known(load_instruments(settings), UsualLengths.of_home(settings))
    progress("compare", 0.7)
    wait = settings.wait_seconds if wait_seconds is None else wait_seconds
    with open_register(settings.register_path, wait, on_wait) as register, transaction(register):
        _refuse_other_key(register, ring, settings)
        delete_expired_comments(register, settings)
        prepared = _labelled(register, prepared)
        same = _same_delivery(register, prepared)
        if same is not None:
            return _of_all_tables(prepared, lambda one: _unchanged_report(one, same))
        progress("record", 0.85)
        # One moment for all tables of the file: by it they are known to belong together.
        now = datetime.now(UTC)
        report = _of_all_tables(
            prepared,
            lambda one: _recorded(register, one, known, imported_at=now, synthetic=settings.synthetic),
        )
        delete_expired_comments(register, settings)
    progress("done", 1.0)
    return report


def _of_all_tables(prepared: Prepared, done: Callable[[Prepared], DeliveryReport]) -> DeliveryReport:
    """The report of a file, with that of its other table beside it."""
    report = done(prepared)
    return report if prepared.beside is None else replace(report, beside=done(prepared.beside))


@dataclass(frozen=True)
class _Known:
    """What the home says that rules compare with: items of its instruments, and how long periods usually last."""

    instruments: tuple[Instrument, ...]
    usual_lengths: UsualLengths


def _compared(register: Connection, prepared: Prepared, known: _Known) -> Comparison:
    live = live_rows(register, prepared.table.name, prepared.source.controller)
    mark_against_register(register, prepared, live, known.instruments)
    if prepared.table.name == "period":
        mark_stale(prepared, live, known.usual_lengths)
    return compare(register, prepared, live)


def _recorded(
    register: Connection,
    prepared: Prepared,
    known: _Known,
    *,
    imported_at: datetime,
    synthetic: bool,
) -> DeliveryReport:
    comparison = _compared(register, prepared, known)
    report = _report(prepared, comparison, next_batch(register))
    record(register, prepared, comparison, report, imported_at=imported_at, synthetic=synthetic)
    return report


def _labelled(register: Connection, prepared: Prepared) -> Prepared:
    label = label_without_known_clients(register, prepared)
    beside = prepared.beside and replace(prepared.beside, file_label=label)
    return replace(prepared, file_label=label, beside=beside)


def _opened(file: Path | DeliveredFile, settings: Settings) -> DeliveredFile:
    return file if isinstance(file, DeliveredFile) else DeliveredFile.read(file, settings)


def _refuse_other_key(register: Connection, ring: KeyRing, settings: Settings) -> None:
    """With another key the same person would become someone else, and nobody would notice."""
    known = query.frame(register, PACKAGE, "register/key_ids").get_column("key_id").to_list()
    if known and ring.key_id not in known:
        if any((next_ring(settings.keys_folder) or ring).knows(key_id) for key_id in known):
            raise UserError("Avaimen vaihto on jäänyt kesken: aja tyokyky keys rotate, niin se tehdään loppuun.")
        raise UserError(
            "Kodin avain ei ole se, jolla rekisterin peitetunnukset on tehty: palauta kansio keys varmuuskopiosta."
        )


def _same_delivery(register: Connection, prepared: Prepared) -> int | None:
    values: dict[str, query.Value] = {
        "source": prepared.source.name,
        "file_fingerprint": prepared.fingerprint,
        "data_as_of": prepared.data_as_of,
    }
    same = query.frame(register, PACKAGE, "register/same_delivery", values)
    return None if same.is_empty() else int(same.item(0, "batch_id"))


def _report(prepared: Prepared, comparison: Comparison, batch_id: int | None) -> DeliveryReport:
    rows_in, accepted = prepared.values.height, comparison.new.height
    quarantined = int(prepared.findings.refused().sum())
    return DeliveryReport(
        batch_id=batch_id,
        source=prepared.source.name,
        table=prepared.table.name,
        file_label=prepared.file_label,
        data_as_of=prepared.data_as_of,
        rows_in=rows_in,
        accepted=accepted,
        quarantined=quarantined,
        unchanged=rows_in - accepted - quarantined,
        closed=comparison.events.filter(pl.col("event") == "closed").height,
        rules=rule_counts(prepared.findings),
    )


def _unchanged_report(prepared: Prepared, same: int) -> DeliveryReport:
    rows = prepared.values.height
    return DeliveryReport(
        batch_id=None,
        source=prepared.source.name,
        table=prepared.table.name,
        file_label=prepared.file_label,
        data_as_of=prepared.data_as_of,
        rows_in=rows,
        accepted=0,
        quarantined=0,
        unchanged=rows,
        closed=0,
        rules=(),
        same_as_batch=same,
    )
