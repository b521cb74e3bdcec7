"""What has been published, in the words and pictures of the council view; the council writes its own statement here."""

from typing import Final

import streamlit as st

from tyokyky.council import exports, pages
from tyokyky.council.reader import Release
from tyokyky.council.shelf import Shelf, ShelfKeeper
from tyokyky.council.words import Language, Words
from tyokyky.domain.council_statements import LONGEST_STATEMENT
from tyokyky.domain.errors import UserError
from tyokyky.presentation import numbers
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, decide
from tyokyky.reporting.council_statements import Writer, list_statements, save_statement
from tyokyky.ui.mode import settings
from tyokyky.ui.session import LANGUAGE, Viewer, chosen_role, log, log_once, say

_TEXT: Final = "statement_text"
_OUTCOME: Final = "statement_outcome"


@st.cache_resource(show_spinner=False, max_entries=4)
def _keeper(home: str) -> ShelfKeeper:
    return ShelfKeeper(settings().home / "releases")


def published(viewer: Viewer) -> Release | None:
    """Shows a release, the newest first, and gives it on; without one the page says that there is none yet."""
    shelf = _keeper(str(settings().home)).shelf()
    languages = list(Language)
    language = st.segmented_control(
        say("release.language"),
        languages,
        default=Language.PLAIN,
        required=True,
        format_func=lambda one: Words(one)("language"),
        key="julkaisun_kieli",
    )
    words = Words(language or Language.PLAIN)
    release = _chosen(shelf)
    for broken in shelf.broken:
        st.warning(words(f"broken.{broken.fault}", release=broken.id))
    if release is None:
        st.info(words("empty"))
        return None
    log_once(Access(viewer.who, Opened.RELEASE, release.id, f"role {viewer.role}"))
    body = pages.body_of(shelf, release, words.language)
    st.html(f'<style>{pages.style(is_framed=False)}</style><div class="council" lang="{words.tag}">{body}</div>')
    _files(release, viewer)
    return release


def _chosen(shelf: Shelf) -> Release | None:
    if len(shelf.releases) < 2:
        return next(iter(shelf.releases), None)
    published_on = {one.id: numbers.day_text(one.published_on, LANGUAGE) for one in shelf.releases}
    chosen = st.selectbox(
        say("release.which"),
        [*published_on],
        format_func=lambda release_id: say("release.one", published_on=published_on[release_id], id=release_id),
        key="julkaisu",
    )
    return shelf.find(chosen)


def _files(release: Release, viewer: Viewer) -> None:
    """Each table as it was published."""
    with st.expander(say("release.files")):
        for table in release.tables:
            name = f"{release.id}-{table.name}.csv"
            st.download_button(
                name,
                exports.csv_of(table),
                file_name=name,
                mime="text/csv",
                key=f"download_{table.name}",
                on_click=lambda name=name: log_once(Access(viewer.who, Opened.EXPORT, name, "download")),
            )


def statement(release: Release | None, viewer: Viewer) -> None:
    """The council's own words about a release, and what became of those written before; other roles see nothing."""
    if release is None or not decide(chosen_role(), Permission.WRITE_STATEMENTS, viewer.scope).allowed:
        return
    st.header(say("statement.title"), anchor=False)
    st.markdown(say("statement.about"))
    with st.form("statement"):
        st.caption(say("statement.help"))
        st.text_area(say("statement.text"), max_chars=LONGEST_STATEMENT, height=220, key=_TEXT)
        st.form_submit_button(say("statement.save"), type="primary", on_click=_save, args=(release.id, viewer))
    _tell_outcome()
    _written(viewer)


def _writer(viewer: Viewer) -> Writer:
    """The role is asked anew at every act, since it may have been changed."""
    return Writer(chosen_role(), viewer.scope, viewer.who, log)


def _save(release_id: str, viewer: Viewer) -> None:
    """What was refused stays in the box, so that it can be mended."""
    try:
        save_statement(settings(), _writer(viewer), release_id, st.session_state[_TEXT])
    except UserError as error:
        st.session_state[_OUTCOME] = str(error)
        return
    st.session_state[_TEXT] = ""
    st.session_state[_OUTCOME] = ""


def _tell_outcome() -> None:
    outcome = st.session_state.pop(_OUTCOME, None)
    if outcome:
        st.warning(outcome)
    elif outcome is not None:
        st.success(say("statement.saved"))


def _written(viewer: Viewer) -> None:
    found = list_statements(settings(), _writer(viewer))
    if not found:
        return
    st.subheader(say("statement.earlier"), anchor=False)
    for one in found:
        with st.container(border=True, key=f"comment_{one.id}"):
            st.markdown(f"**{say(f'statement.state.{one.state}')}**")
            st.text(one.text)
