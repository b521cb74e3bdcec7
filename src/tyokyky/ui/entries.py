"""Entries on a page: each as text, one of them open in its form; saving, another's save beside, undo, taking out."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.errors import StreamlitAPIException

from tyokyky.domain.codevelopment import Conflict, Content, Saved, Work
from tyokyky.domain.entry_shapes import Shape, shapes
from tyokyky.domain.errors import UserError
from tyokyky.presentation import entry_words as words
from tyokyky.presentation.tables import ReadableTable, csv_of
from tyokyky.presentation.workbook import workbook_of_table
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.reporting import codevelopment as reporting
from tyokyky.ui import entry_draft, entry_fields
from tyokyky.ui.board import paged_table, plain
from tyokyky.ui.entry_desk import Desk, writer
from tyokyky.ui.entry_draft import Draft
from tyokyky.ui.session import LANGUAGE, log, log_once, say

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_VERSION: Final = "entry_version"
_Done = Callable[[], Saved[Any] | Conflict[Any]]
Beside = Callable[[Saved[Any]], None]


@dataclass(frozen=True)
class Part:
    """Entries of one kind as they stand on a part of the page.

    `new`: what a new one says before anything is written, none where none is begun here; `without`: fields that the
    place tells already; `beside`: what else stands under each; `place` tells parts of the same kind apart.
    """

    kind: type[Any]
    saves: Sequence[Saved[Any]]
    new: Content | None = None
    without: tuple[str, ...] = ()
    beside: Beside | None = None
    place: str = ""


def entries(desk: Desk, part: Part) -> None:
    """The entries in their order, the button for a new one, those taken out of use, and the table to take out."""
    kind = part.kind.KIND
    if not part.saves:
        st.markdown(say(f"codev.none.{kind}"))
    for saved in part.saves:
        with st.container(border=True, key=f"entry_{kind}_{saved.entry_id}"):
            one(desk, saved, part)
    begin(desk, part)
    downloads(part.kind, part.saves, part.place)


def one(desk: Desk, saved: Saved[Any], part: Part) -> None:
    """One entry: in its form where it is being written, else as text."""
    st.subheader(plain(words.title_of(saved.content, desk.names, LANGUAGE)), anchor=False)
    draft = entry_draft.held()
    if desk.may_write and draft is not None and draft.is_of(part.kind, saved.entry_id, place=part.place):
        form(desk, draft)
        return
    show(desk, saved.content, part.without)
    if part.beside is not None:
        part.beside(saved)
    if desk.may_write:
        _change_button(desk, saved, part)


def _change_button(desk: Desk, saved: Saved[Any], part: Part) -> None:
    title = words.title_of(saved.content, desk.names, LANGUAGE)
    st.button(
        say("entry.change", title=plain(title)),
        key=f"change_{part.kind.KIND}_{saved.entry_id}",
        on_click=partial(entry_draft.hold, without=part.without, place=part.place),
        args=(saved.content, saved.entry_id, saved.version),
    )


def begin(desk: Desk, part: Part) -> None:
    """The button for a new entry, or its form once it was pressed."""
    if part.new is None or not desk.may_write:
        return
    draft = entry_draft.held()
    if draft is not None and draft.is_of(part.kind, None, place=part.place):
        with st.container(border=True, key=f"entry_{part.kind.KIND}_new"):
            st.subheader(say(f"codev.new.{part.kind.KIND}"), anchor=False)
            form(desk, draft)
        return
    st.button(
        say(f"codev.new.{part.kind.KIND}"),
        key=f"new_{part.kind.KIND}{part.place}",
        on_click=partial(entry_draft.hold, without=part.without, place=part.place),
        args=(part.new,),
    )


def page_link(file: Path, label: str) -> None:
    """A link to another page; a page that runs without the navigation of main.py has none."""
    with suppress(StreamlitAPIException):
        st.page_link(file, label=label)


def show(desk: Desk, content: Content, without: Sequence[str] = ()) -> None:
    """An entry as text: facts of a few words, long texts, then its lists as tables; nothing is taken for markup.

    A title stands above it already, and is said again only where it was cut.
    """
    told = words.facts(content, without, desk.names, LANGUAGE)
    title = shapes(type(content))[0].name
    show_facts([fact for fact in told if fact.shape.shape is not Shape.PARTS and not _is_title(fact, title)])
    for fact in told:
        if fact.shape.shape is Shape.PARTS:
            parts = getattr(content, fact.shape.name)
            table = words.parts_table(type(parts[0]), parts, desk.names, LANGUAGE)
            st.markdown(f"**{fact.label}**")
            paged_table(table, f"{content.KIND}_{fact.shape.name}", fact.label)


def show_facts(told: Sequence[words.Fact]) -> None:
    """Facts of a few words as lines, then long texts each under its label."""
    lines = [f"**{fact.label}:** {plain(fact.text)}" for fact in told if not _is_long(fact)]
    if lines:
        st.markdown("  \n".join(lines))
    for fact in filter(_is_long, told):
        with st.container(gap=None):
            st.markdown(f"**{fact.label}**")
            st.text(fact.text)


def _is_long(fact: words.Fact) -> bool:
    return fact.shape.shape is Shape.TEXT or (len(fact.text) > words.LONGEST_TITLE and fact.shape.shape is Shape.NAME)


def _is_title(fact: words.Fact, title: str) -> bool:
    return fact.shape.name == title and not _is_long(fact)


def form(desk: Desk, draft: Draft) -> None:
    """The form of the draft with its acts; below it who has saved what, and taking out of use."""
    _clash(desk, draft)
    with st.form(f"entry_form_{draft.revision}", border=False):
        entry_fields.draw(draft, desk.offer, _rows)
        failed = entry_draft.failed()
        if failed:
            st.error(failed)
        elif entry_draft.errors():
            st.error(say("entry.form.wrong"))
        with st.container(horizontal=True):
            st.form_submit_button(
                say("entry.form.save"), type="primary", on_click=_save, args=(desk,), key=draft.key("save")
            )
            st.form_submit_button(say("entry.form.cancel"), on_click=entry_draft.drop, key=draft.key("cancel"))
    if draft.entry_id is not None and draft.row is None:
        _history(desk, draft, draft.entry_id)


def _read(draft: entry_draft.Draft | None) -> Content | None:
    """What the fields say; none where nothing is written or a field is wrong, which then is told beside it."""
    if draft is None:
        return None
    content, wrong = entry_fields.read(draft)
    entry_draft.keep_errors(wrong)
    return None if wrong else content


def _rows(name: str, gone: int | None) -> None:
    """Adds a row to a list, or takes one away; what the other fields say stays."""
    content = _read(entry_draft.held())
    if content is None:
        return
    rows = getattr(content, name)
    one = next(one for one in shapes(type(content)) if one.name == name)
    changed = (*rows, entry_fields.new_row(one)) if gone is None else rows[:gone] + rows[gone + 1 :]
    change: dict[str, Any] = {name: changed}
    entry_draft.refill(replace(content, **change))


def _save(desk: Desk, on_version: int | None = None) -> None:
    draft = entry_draft.held()
    content = _read(draft)
    if draft is None or content is None:
        return
    based_on = draft.based_on if on_version is None else on_version
    act = partial(reporting.save_entry, desk.settings, _tidy(content), writer(log), draft.entry_id, based_on)
    _done(lambda: act(draft.act_id), "entry.done.saved")


def _tidy(content: Content) -> Content:
    """Without phases of which nothing is told."""
    if not isinstance(content, Work):
        return content
    return replace(content, phases=tuple(one for one in content.phases if one != type(one)(one.phase_id)))


def _done(act: _Done, done: str) -> None:
    """What came of an act: the form closes on a save; another's save is kept to be shown; a refusal is told."""
    try:
        came = act()
    except UserError as error:
        entry_draft.fail(str(error))
        return
    if isinstance(came, Conflict):
        entry_draft.keep_clash(came.latest)
        return
    entry_draft.drop()
    entry_draft.tell_done(say(done))


def _clash(desk: Desk, draft: Draft) -> None:
    theirs = entry_draft.clash()
    if theirs is None:
        return
    mine, _ = entry_fields.read(draft)
    differ = ", ".join(words.differing(mine, theirs.content, LANGUAGE)) or say("entry.clash.nothing")
    st.warning(say("entry.clash", who=plain(theirs.saved_by), differ=differ))
    mine_column, theirs_column = st.columns(2)
    with mine_column:
        st.markdown(f"**{say('entry.clash.mine')}**")
        st.text(words.outline(mine, desk.names, LANGUAGE))
        st.button(say("entry.clash.keep_mine"), on_click=_save, args=(desk, theirs.version))
    with theirs_column:
        st.markdown(f"**{say('entry.clash.theirs')}**")
        st.text(words.outline(theirs.content, desk.names, LANGUAGE))
        st.button(say("entry.clash.take_theirs"), on_click=entry_draft.take, args=(theirs,))


def _history(desk: Desk, draft: Draft, entry_id: int) -> None:
    saves = reporting.open_entry(desk.settings, type(draft.content), entry_id, writer(log_once))
    told = {one.version: _told(one) for one in reversed(saves)}
    with st.expander(say("entry.history"), key="entry_history"):
        st.text("\n".join(told.values()))
        earlier = [one.version for one in reversed(saves) if one.version != draft.based_on]
        if earlier:
            st.selectbox(say("entry.history.which"), earlier, format_func=lambda one: told.get(one, ""), key=_VERSION)
            st.button(say("entry.history.undo"), on_click=_undo, args=(desk, draft, entry_id))
        st.button(say("entry.remove"), on_click=_remove, args=(desk, draft, entry_id), help=say("entry.remove.help"))


def _told(saved: Saved[Any]) -> str:
    when = f"{saved.saved_at:%d.%m.%Y %H.%M}"
    key = "entry.history.removed" if saved.removed else "entry.history.saved"
    return say(key, version=str(saved.version), who=saved.saved_by, when=when)


def _undo(desk: Desk, draft: Draft, entry_id: int) -> None:
    version, kind = st.session_state[_VERSION], type(draft.content)
    _done(
        lambda: reporting.undo_entry(desk.settings, kind, entry_id, writer(log), version, draft.based_on),
        "entry.done.undone",
    )


def _remove(desk: Desk, draft: Draft, entry_id: int) -> None:
    kind = type(draft.content)
    _done(
        lambda: reporting.remove_entry(desk.settings, kind, entry_id, writer(log), draft.based_on),
        "entry.done.removed",
    )


def restore(desk: Desk, saved: Saved[Any]) -> None:
    """Brings back what was taken out of use, as it was last."""
    kind = type(saved.content)
    _done(
        lambda: reporting.undo_entry(desk.settings, kind, saved.entry_id, writer(log), saved.version, saved.version),
        "entry.done.undone",
    )


def removed(desk: Desk, kinds: Sequence[type[Any]]) -> None:
    """What was taken out of use, folded away, each with a button that brings it back."""
    gone = [one for kind in kinds for one in desk.all_saves(kind) if one.removed]
    if not (gone and desk.may_write):
        return
    with st.expander(say("entry.removed"), key="entry_removed"):
        for saved in gone:
            title = words.title_of(saved.content, desk.names, LANGUAGE)
            label = say("entry.restore", title=plain(title), kind=say(f"codev.kind.{saved.content.KIND}"))
            key = f"restore_{saved.content.KIND}_{saved.entry_id}"
            st.button(label, on_click=restore, args=(desk, saved), key=key)


def downloads(of: type[Any], saves: Sequence[Saved[Any]], place: str = "") -> None:
    """Entries as CSV and as a workbook: every field, who saved and when; each taking out is logged."""
    if not saves:
        return
    kind, frame = of.KIND, reporting.table_of(saves)
    headings = words.saves_headings(of, frame.columns, LANGUAGE)
    table = ReadableTable(headings, tuple(tuple(row) for row in frame.rows()))
    viewer = writer(log)
    taken = partial(log, Access(viewer.name, Opened.EXPORT, f"{kind} list", "download", row_count=frame.height))
    name = say(f"codev.file.{kind}")
    files = (("csv", csv_of(table), "text/csv"), ("xlsx", workbook_of_table(table, name), _XLSX))
    with st.container(horizontal=True):
        for form_, content, mime in files:
            label, file = say(f"entry.{form_}", name=name.lower()), f"{name}.{form_}"
            st.download_button(label, content, file, mime, key=f"{form_}_{kind}{place}", on_click=taken)
