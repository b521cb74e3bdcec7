"""What a page draws its figures on: asks reporting, keeps answers, logs what was shown, lays every figure out alike."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl
import streamlit as st

from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import METHOD_VERSION, Figure
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.messages import Message
from tyokyky.domain.names import CodeNames
from tyokyky.domain.question import Options, Question
from tyokyky.presentation import sentences, tables
from tyokyky.presentation.places import places_text
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import decide_place
from tyokyky.reporting import choices as reporting_choices
from tyokyky.reporting import figures as reporting_figures
from tyokyky.reporting import trend_marks
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.ui import answer_filters
from tyokyky.ui import filters as page_filters
from tyokyky.ui.mode import Mode, settings
from tyokyky.ui.session import LANGUAGE, Viewer, log_once, say

ROWS_PER_PAGE: Final = 50
_JOINED: Final = re.compile(r"(?<=\d)–(?=\d)")
_SYMBOL: Final = re.compile(r"^([∅◍◔⊘⚠]) ")
_SHOWN_BY_THE_PAGE: Final = frozenset({"caveat.synthetic"})


@st.cache_data(show_spinner=False, max_entries=400)
def _kept_figure(key: tuple[str, str, str, str], question: tuple[object, ...], _mart: Mart, _ask: Question) -> Figure:
    """A figure by what it depends on: name, generation, method version and the mart's scope; and the question."""
    return reporting_figures.figure(_mart, key[0], _ask.filters, _ask.by, _ask.options)


@st.cache_data(show_spinner=False, max_entries=4)
def _kept_names(generation: str, _mart: Mart) -> CodeNames:
    return reporting_choices.code_names(_mart)


@st.cache_data(show_spinner=False, max_entries=40)
def _kept_choices(generation: str, scope: str, _mart: Mart) -> reporting_choices.FilterChoices:
    return reporting_choices.filter_choices(_mart)


def _choices(mart: Mart) -> reporting_choices.FilterChoices:
    return _kept_choices(mart.generation, mart.scope.name, mart)


def open_mart(viewer: Viewer) -> Mart:
    """The newest generation as far as the viewer's scope reaches; where there is none, the page says so and ends."""
    try:
        return current_mart(settings()).seen_by(viewer.scope)
    except UserError as error:
        st.info(str(error))
        st.stop()


def head(page: str, viewer: Viewer, mart: Mart | None = None) -> None:
    """Title, question, and what a viewer must know on every page: synthetic data, or one's own machine."""
    st.title(say(f"page.{page}.title"), anchor=False)
    st.markdown(say(f"page.{page}.question"))
    if settings().synthetic or (mart is not None and mart.synthetic):
        st.badge(say("mark.synthetic"), color="orange")
    if viewer.mode is Mode.LOCAL:
        st.badge(say("mark.local", role=say(f"role.{viewer.role}")), color="gray")
    if mart is not None and not mart.scope.is_whole_county:
        st.badge(say("mark.scope", places=plain(_places(mart))), color="gray")


def _places(mart: Mart) -> str:
    return places_text(mart.scope.municipalities, mart.scope.units, _kept_names(mart.generation, mart), LANGUAGE)


def ask(
    mart: Mart,
    *,
    one_service: bool = False,
    breakdowns: Sequence[str | None] = page_filters.BREAKDOWNS,
    of_change: bool = False,
) -> None:
    """The page's filters; with one service, first the one after which most people fall.

    `of_change`: first the service with the newest signal of change, where there is one.
    """
    choices, names = _choices(mart), _kept_names(mart.generation, mart)
    first = (of_change and _newest_change(mart)) or _worst_joint(mart) if one_service else ""
    page_filters.draw(choices, names, one_service=one_service, first_service=first, breakdowns=breakdowns)


def ask_of_answers(mart: Mart, *, one_service: bool = False) -> None:
    """The filters of a page of answers; with one service, first the one after which most people fall."""
    choices, names = _choices(mart), _kept_names(mart.generation, mart)
    answer_filters.draw(choices, names, _worst_joint(mart) if one_service else None)


def _worst_joint(mart: Mart) -> str:
    return str(_of_everything(mart, "drop-off").finding.values.get("service_code"))


def _newest_change(mart: Mart) -> str | None:
    return trend_marks.newest_signal_service(_of_everything(mart, "signals"))


def _of_everything(mart: Mart, name: str) -> Figure:
    everything = Question(Filters())
    return _kept_figure(
        (name, mart.generation, METHOD_VERSION, mart.scope.name), _scalars(everything), mart, everything
    )


class Board:
    """One run of a page's pictures: the question as the filters now put it, and what has already been said."""

    def __init__(self, viewer: Viewer, *, one_service: bool = False, of_answers: bool = False) -> None:
        self._viewer = viewer
        self.mart = open_mart(viewer)
        self._said: set[str] = set()
        self.names = _kept_names(self.mart.generation, self.mart)
        try:
            asked = answer_filters.asked if of_answers else page_filters.asked
            self.question = asked(one_service=one_service)
        except UserError as error:
            st.warning(str(error))
            st.stop()
        self._refuse_outside()

    def _refuse_outside(self) -> None:
        """A place outside the scope can be asked for by what an earlier role chose: refused, and logged."""
        filters = self.question.filters
        decision = decide_place(self._viewer.scope, filters.municipality, filters.unit)
        if not decision.allowed:
            log_once(Access(self._viewer.who, Opened.FIGURE, "outside", decision.reason, allowed=False))
            st.warning(say("guard.outside"))
            st.stop()

    @property
    def viewer(self) -> Viewer:
        """Who looks."""
        return self._viewer

    @property
    def choices(self) -> reporting_choices.FilterChoices:
        """What a reader can choose from."""
        return _choices(self.mart)

    @property
    def service(self) -> str:
        """The one service of the page."""
        return self.question.filters.service or ""

    def figure(
        self,
        name: str,
        *,
        by: bool = False,
        key: Key | None = None,
        breakdown: Breakdown | None = None,
        options: Options | None = None,
        without: Collection[str] = (),
    ) -> Figure:
        """A figure of the question, logged; `by` asks it by the page's breakdown, `key` or `breakdown` by this one.

        `without` names limits of the page that this figure does not take: the first day of one that counts whole years,
        the unit or service beside which others stand.
        """
        given = Breakdown(key) if key is not None else breakdown
        unlimited: dict[str, Any] = dict.fromkeys(without)
        filters = replace(self.question.filters, **unlimited)
        asked = Question(filters, self.question.by if by else given, options or Options())
        return self._answer(name, asked)

    def figure_of(self, name: str, filters: Filters) -> Figure:
        """A figure of limits that are not the page's own, as those of one action; logged."""
        return self._answer(name, Question(filters))

    def _answer(self, name: str, ask_: Question) -> Figure:
        held = f"{self.mart.generation} {reporting_figures.mark_of(self.mart, name)}"
        key = (name, held, METHOD_VERSION, self.mart.scope.name)
        answer = _kept_figure(key, _scalars(ask_), self.mart, ask_)
        what = f"{name}{':by' if ask_.by else ''} {_described(ask_)}"
        log_once(Access(self._viewer.who, Opened.FIGURE, what, self._viewer.grounds, row_count=answer.table.height))
        return answer

    def finding(self, figure: Figure, key: str) -> None:
        """The finding in one sentence, unless the page has said it already."""
        self.say_finding(_in_view(figure), key)

    def say_finding(self, message: Message, key: str) -> None:
        """A finding that is made of a figure for this picture alone."""
        words = self.words(message)
        # The first is the page's own finding and looks like it.
        look = "finding" if self._said else "lead"
        if words not in self._said:
            self._said.add(words)
            with st.container(key=f"{look}_{key}"):
                st.markdown(words)

    def below(self, figure: Figure, key: str, *, by: bool = False, title: str = "", by_key: Key | None = None) -> None:
        """What stands under every picture: what it is of, caveats, the table, how to read it, what it does not tell."""
        self.counts(figure, key)
        by_name = self.question.by.name if by and self.question.by else by_key
        table = tables.table_of(figure, by_name, self.names, LANGUAGE)
        with st.expander(f"{say('show.table')}: {title}" if title else say("show.table"), key=f"table_{key}"):
            paged_table(table, key, title or say("show.table"))
            self._download(table, figure, key)
        with st.expander(f"{say('show.read')} · {say('show.limits').lower()}", key=f"read_{key}"):
            self._how_to_read(figure, key)

    def _how_to_read(self, figure: Figure, key: str) -> None:
        seen = ", ".join(plain(self.names.of("service", code, LANGUAGE)) for code in figure.services_seen)
        parts = (
            f"**{say('show.read')}.** {say(f'read.{key}')}",
            f"**{say('show.limits')}.** {say(f'limits.{key}')}",
            say("show.all_services", services=seen),
        )
        st.markdown("\n\n".join(parts))

    def counts(self, figure: Figure, key: str) -> None:
        """How many the figure is of and since when, and its caveats; nothing that the page has said already."""
        is_of = f"{self.words(figure.is_of)} · {say('is_of.method', version=figure.method_version)}"
        lines = [line for line in (self._of_whom(figure), is_of) if line and line not in self._said]
        self._said.update(lines)
        if lines:
            with st.container(key=f"counts_{key}"):
                st.markdown("\n\n".join(lines))
        self._caveats(figure)

    def _of_whom(self, figure: Figure) -> str:
        if figure.name != "drop-off":
            return ""
        shown = ("exits", "persons", "at_start", "still_in_window", "may_be_renewed")
        counts = {name: tables.total_text(figure, name, LANGUAGE) for name in shown}
        # The same person can leave several services: persons are not added up.
        kind = "show.counts" if figure.table.height == 1 else "show.counts.many"
        return say(kind, **counts)

    def _caveats(self, figure: Figure) -> None:
        new = [self.words(caveat) for caveat in figure.caveats if caveat.key not in _SHOWN_BY_THE_PAGE]
        fresh = [words for words in new if words not in self._said]
        self._said.update(fresh)
        if fresh:
            st.caption("  \n".join(fresh))

    def words(self, message: Message) -> str:
        """A message as a sentence."""
        return sentences.sentence(message, self.names, LANGUAGE)

    def _download(self, table: tables.ReadableTable, figure: Figure, key: str) -> None:
        st.download_button(
            say("show.download"),
            tables.csv_of(table),
            file_name=f"{figure.name}.csv",
            mime="text/csv",
            key=f"download_{key}",
            on_click=lambda: log_once(
                Access(self._viewer.who, Opened.EXPORT, f"{figure.name}.csv", "download", row_count=len(table.rows))
            ),
        )


def paged_table(table: tables.ReadableTable, key: str, title: str) -> None:
    """A real table, a page at a time; cells are text and never Markdown."""
    pages = max(1, -(-len(table.rows) // ROWS_PER_PAGE))
    number = 1
    if pages > 1:
        number = st.selectbox(say("show.page_of"), range(1, pages + 1), key=f"page_{key}", width=160)
    frame = table.page(number - 1, ROWS_PER_PAGE).frame()
    st.table(
        frame.select(pl.all().map_elements(plain, return_dtype=pl.String)),
        hide_index=True,
        border="horizontal",
        alt=title,
    )


def plain(cell: str) -> str:
    """Text that Markdown leaves as it is: names come from files, and a file must not draw or link anything.

    An interval and a symbol with its word stay on one line.
    """
    cell = _JOINED.sub("\N{WORD JOINER}–\N{WORD JOINER}", _SYMBOL.sub("\\1\N{NO-BREAK SPACE}", cell))
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+!|~$:&" else sign for sign in cell)


def _in_view(figure: Figure) -> Message:
    """With one service chosen there is no joint where most fall: it is said of that service."""
    if figure.finding.key == "finding.drop_off" and figure.filters.service:
        return Message("finding.drop_off.one", figure.finding.values)
    if figure.finding.key == "finding.interruptions" and figure.filters.service:
        return Message("finding.interruptions.one", figure.finding.values)
    return figure.finding


def _scalars(asked: Question) -> tuple[object, ...]:
    filters = asked.filters
    return (
        filters.window_days,
        filters.chain_gap_days,
        str(filters.since),
        str(filters.until),
        filters.service,
        filters.municipality,
        filters.unit,
        asked.by.name if asked.by else None,
        *((name, str(getattr(asked.options, name))) for name in asked.options.given),
    )


def _described(asked: Question) -> str:
    names = ("window", "chain", "since", "until", "service", "municipality", "unit", "by")
    scalars = _scalars(asked)
    given = [(name, getattr(asked.options, name)) for name in asked.options.given]
    pairs = [*zip(names, scalars[: len(names)], strict=True), *given]
    return " ".join(f"{name}={value}" for name, value in pairs if value not in (None, "None"))
