"""The steward's work: check and bring in a file, look at what was refused, take a delivery back."""

from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.report import DeliveryReport
from tyokyky.presentation import deliveries as presentation
from tyokyky.presentation import sentences, tables
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, decide
from tyokyky.reporting import choices, figures
from tyokyky.reporting import deliveries as reporting
from tyokyky.reporting.mart import current_mart
from tyokyky.ui.board import paged_table
from tyokyky.ui.days import asked_day
from tyokyky.ui.mode import settings
from tyokyky.ui.session import LANGUAGE, Viewer, log, log_once, say

_CHECKED: Final = "checked_delivery"


def manages(viewer: Viewer) -> bool:
    """Whether the viewer may change the data; others see counts only."""
    return decide(viewer.role, Permission.MANAGE_DELIVERIES, viewer.scope).allowed


def refuse_part(viewer: Viewer) -> None:
    """Deliveries are whole: whoever looks at a part of the area is told so, and the page ends."""
    if not viewer.scope.is_whole_county:
        log_once(Access(viewer.who, Opened.FIGURE, "ledger", "deliveries are of no part", allowed=False))
        st.info(say("data.whole_only"))
        st.stop()


def ledger(viewer: Viewer) -> pl.DataFrame:
    """Shows what came in and gives it on."""
    rows = reporting.ledger(settings())
    st.header(say("data.ledger.title"), anchor=False)
    log_once(Access(viewer.who, Opened.FIGURE, "ledger", f"role {viewer.role}", row_count=rows.height))
    if rows.is_empty():
        st.info(say("data.ledger.empty"))
    else:
        with st.container(key="ledger"):
            paged_table(presentation.ledger_table(rows, LANGUAGE), "ledger", say("data.ledger.title"))
    if not manages(viewer):
        st.caption(say("data.counts_only"))
    return rows


def quality(viewer: Viewer) -> None:
    """Shows which rules the accepted and refused rows met, delivery by delivery."""
    try:
        mart = current_mart(settings())
    except UserError:
        return
    figure = figures.figure(mart, "quality", Filters())
    log_once(Access(viewer.who, Opened.FIGURE, "quality", f"role {viewer.role}", row_count=figure.table.height))
    st.header(say("data.quality.title"), anchor=False)
    names = choices.code_names(mart)
    with st.container(key="finding_quality"):
        st.markdown(sentences.sentence(figure.finding, names, LANGUAGE))
    if not figure.table.is_empty():
        paged_table(tables.table_of(figure, None, names, LANGUAGE), "quality", say("data.quality.title"))


def upload(viewer: Viewer) -> None:
    """Asks for a file, its source and its day; checks it first and brings it in only when the viewer then says so.

    The file stays in memory: it is written to no folder, since it holds raw identifiers.
    """
    st.header(say("data.upload.title"), anchor=False)
    if settings().synthetic:
        st.warning(say("data.upload.synthetic"))
    file = st.file_uploader(
        say("data.upload.file"), type=["csv", "txt", "parquet", "xlsx", "xes", "gz"], key="upload_file"
    )
    left, right = st.columns(2)
    source = left.selectbox(
        say("data.upload.source"),
        reporting.source_names(settings()),
        index=None,
        placeholder=say("data.upload.source.placeholder"),
        key="upload_source",
    )
    with right:
        as_of = asked_day(say("data.upload.as_of"), "upload_as_of", say("data.upload.as_of.help"))
    if file is None or source is None:
        return
    delivery = (file.file_id, source, as_of)
    delivered = DeliveredFile(file.name, file.getvalue())
    if st.button(say("data.upload.check"), type="primary"):
        st.session_state[_CHECKED] = (delivery, _checked(viewer, delivered, source, as_of))
    checked = st.session_state.get(_CHECKED)
    if checked is not None and checked[0] == delivery and checked[1] is not None:
        _offer(viewer, checked[1], delivered, source, as_of)


def _checked(viewer: Viewer, file: DeliveredFile, source: str, as_of: date | None) -> DeliveryReport | None:
    try:
        with st.spinner(say("data.upload.checking")):
            report = reporting.dry_run(settings(), file, source, as_of)
    except UserError as error:
        st.error(str(error))
        return None
    log(Access(viewer.who, Opened.DRY_RUN, source, f"role {viewer.role}", row_count=report.rows_in))
    return report


def _offer(viewer: Viewer, report: DeliveryReport, file: DeliveredFile, source: str, as_of: date | None) -> None:
    st.subheader(say("data.upload.dry"), anchor=False)
    for one in report.of_each_table:
        words = presentation.report_words(one, LANGUAGE)
        st.markdown(words if report.beside is None else f"**{say(f'table.{one.table}')}.** {words}")
        if one.rules:
            paged_table(presentation.rules_table(one.rules, LANGUAGE), f"dry_{one.table}", say("data.upload.dry"))
    if report.same_as_batch is not None:
        st.info(say("data.report.same", batch=str(report.same_as_batch)))
        return
    if st.button(say("data.upload.accept"), type="primary", disabled=report.quarantined == report.rows_in):
        _bring_in(viewer, file, source, as_of)


def _bring_in(viewer: Viewer, file: DeliveredFile, source: str, as_of: date | None) -> None:
    notices = _bar()
    try:
        [report] = reporting.deliver_all(settings(), [file], source, as_of, notices, builds=False)
        # What came in is in the log even where the build after it fails.
        done = f"batch {report.batch_id}"
        accepted = sum(one.accepted for one in report.of_each_table)
        log(Access(viewer.who, Opened.IMPORT, done, f"role {viewer.role}", row_count=accepted))
        reporting.build_if_behind(settings(), notices)
    except UserError as error:
        st.error(str(error))
        return
    st.session_state.pop(_CHECKED, None)
    st.toast(say("data.upload.done"))
    st.rerun()


def _bar() -> reporting.Notices:
    """A progress bar for the import and then for the build; another import under way is waited for, and told."""
    bar = st.progress(0.0, text=say("data.upload.importing"))

    def progress(step: str, share: float) -> None:
        bar.progress(share, text=say("data.upload.importing"))

    def on_wait() -> None:
        bar.progress(0.0, text=say("data.upload.waiting"))

    return reporting.Notices(progress, on_wait)


def quarantine(viewer: Viewer, rows: pl.DataFrame) -> None:
    """Shows the refused rows of a delivery by rule: row numbers, never cells."""
    refused = rows.filter(pl.col("quarantined_count") > 0)
    if refused.is_empty():
        return
    st.header(say("data.quarantine.title"), anchor=False)
    batch_id = _batch(refused, "data.quarantine.batch", "quarantine_batch")
    by_rule = reporting.quarantine_by_rule(settings(), batch_id)
    count = int(by_rule["row_count"].sum())
    log_once(Access(viewer.who, Opened.QUARANTINE, f"batch {batch_id}", f"role {viewer.role}", row_count=count))
    if by_rule.is_empty():
        st.info(say("data.quarantine.none"))
        return
    paged_table(presentation.quarantine_table(by_rule, LANGUAGE), "quarantine", say("data.quarantine.title"))


def undo(viewer: Viewer, rows: pl.DataFrame) -> None:
    """Takes a delivery back after the viewer has confirmed which."""
    accepted = rows.filter(pl.col("state") == "accepted")
    if accepted.is_empty():
        return
    st.header(say("data.undo.title"), anchor=False)
    batch_id = _batch(accepted, "data.quarantine.batch", "undo_batch")
    sure = st.checkbox(say("data.undo.confirm", batch=str(batch_id)), key=f"undo_sure_{batch_id}")
    if st.button(say("data.undo.button", batch=str(batch_id)), disabled=not sure):
        try:
            reporting.undo(settings(), batch_id, _bar())
        except UserError as error:
            st.error(str(error))
            return
        log(Access(viewer.who, Opened.UNDO, f"batch {batch_id}", f"role {viewer.role}"))
        st.toast(say("data.undo.done", batch=str(batch_id)))
        st.rerun()


def _batch(rows: pl.DataFrame, label_key: str, key: str) -> int:
    names = {
        row["batch_id"]: say("data.batch", batch=str(row["batch_id"]), source=row["source"], file=row["file_label"])
        for row in rows.to_dicts()
    }
    chosen: int = st.selectbox(say(label_key), list(names), format_func=lambda batch: names[batch], key=key)
    return chosen
