"""The pictures of whole years: the joints to mend first, what changed, and the official numbers beside ours."""

from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import Key
from tyokyky.domain.names import CodeNames
from tyokyky.presentation import joints as joint_words
from tyokyky.presentation import official as official_words
from tyokyky.presentation import tables
from tyokyky.presentation.charts import amounts
from tyokyky.reporting import gap_findings
from tyokyky.ui import codevelopment_links
from tyokyky.ui.board import Board, paged_table, plain
from tyokyky.ui.session import LANGUAGE, say
from tyokyky.ui.show import picture

ORDER = "jarjestys"


@dataclass(frozen=True)
class _PlainNames:
    """Names as text that Markdown leaves as it is: lines of joints stand in a list."""

    names: CodeNames

    def of(self, kind: str, code: str, language: str) -> str:
        """The name of a code, made harmless."""
        return plain(self.names.of(kind, code, language))


class Order(StrEnum):
    """What the joints are ordered by: lost people, or excess over the whole area by place."""

    LOST = "lost"
    MUNICIPALITY = "municipality"
    UNIT = "unit"


def order() -> Order:
    """Which list of joints is asked for; drawn where it stands."""
    chosen = st.segmented_control(
        say("gaps.order"),
        tuple(Order),
        default=Order.LOST,
        required=True,
        format_func=lambda one: say(f"gaps.order.{one}"),
        key=ORDER,
        bind="query-params",
    )
    return Order(chosen or Order.LOST)


def to_mend(board: Board) -> None:
    """The joints to mend first, by lost people or by excess, in a picture and in words."""
    lost = board.figure("gaps", without=("since",))
    board.finding(lost, "gaps")
    st.header(say("gaps.title"), anchor=False)
    chosen = order()
    if chosen is Order.LOST:
        _lost(board, lost)
    else:
        _excess(board, board.figure("gaps", key=Key(chosen), without=("since",)), Key(chosen))


def _lost(board: Board, lost: Figure) -> None:
    missed = board.figure("no-shows", without=("since",))
    if not lost.table.is_empty():
        picture(amounts.lost(lost, board.names, LANGUAGE), "lost", say("chart.lost.alt"))
        _lines(joint_words.lost_lines(lost, missed, _PlainNames(board.names), _themes(board), LANGUAGE))
        _begin(board, lost)
    board.below(lost, "gaps", title=say("gaps.title"))
    _no_shows(board, missed)


def _begin(board: Board, lost: Figure) -> None:
    """Links that begin co-development at the joints told in words, for those who may write it."""
    told = lost.table.drop_nulls("lost")["service"].head(joint_words.MOST_LINES)
    with st.container(key="begin_links", gap=None):
        for service in told:
            codevelopment_links.begin(board.viewer, board.names, joint=service)


def _themes(board: Board) -> joint_words.Themes:
    """What read comments of each service tell of most, of the same twelve months or not: comments are few."""
    return joint_words.frequent_themes(board.figure("themes", without=("since",)), _PlainNames(board.names), LANGUAGE)


def _excess(board: Board, by_place: Figure, key: Key) -> None:
    board.say_finding(gap_findings.of_excess(by_place, key), "excess")
    if by_place.table["excess"].count():
        picture(amounts.excess(by_place, key, board.names, LANGUAGE), "excess", say("chart.excess.alt"))
        _lines(joint_words.excess_lines(by_place, key, _PlainNames(board.names), LANGUAGE))
    board.below(by_place, "gaps", title=say("gaps.title"), by_key=key)


def _lines(lines: tuple[str, ...]) -> None:
    if lines:
        st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1)))


def _no_shows(board: Board, missed: Figure) -> None:
    """Missed moments, folded away: an early sign beside the joints, not a finding of its own."""
    title = say("no_shows.title")
    with st.expander(title, key="no_shows"):
        st.markdown(board.words(missed.finding))
        board.counts(missed, "no_shows")
        paged_table(tables.table_of(missed, None, board.names, LANGUAGE), "no_shows", title)
        st.markdown(f"{say('read.no_shows')} {say('limits.no_shows')}")


def official(board: Board) -> None:
    """Published numbers beside ours, folded at the end: each row by its own rule, and why they differ."""
    figure = board.figure("official")
    if figure.table.is_empty():
        return
    title = say("official.title")
    with st.expander(title, key="official"):
        st.markdown(board.words(figure.finding))
        st.markdown(say("official.why"))
        board.counts(figure, "official")
        newest = tables.table_of(official_words.newest(figure), None, board.names, LANGUAGE)
        paged_table(newest, "official", title)


def change(board: Board) -> None:
    """Drop-off of the newest year against the one before."""
    figure = board.figure("change", without=("since",))
    title = say("chart.change.title")
    st.header(title, anchor=False)
    board.finding(figure, "change")
    if not figure.table.is_empty():
        picture(amounts.change(figure, board.names, LANGUAGE), "change", say("chart.change.alt"))
    board.below(figure, "change", title=title)
