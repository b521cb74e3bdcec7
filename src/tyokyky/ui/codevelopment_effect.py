"""What an action has changed so far: a sentence, the joint's months around its day, the other joints beside."""

from datetime import date

import streamlit as st

from tyokyky.domain.codevelopment import Action, ActionState, Saved
from tyokyky.domain.filters import Filters
from tyokyky.presentation import effect_words
from tyokyky.presentation.charts import amounts
from tyokyky.presentation.charts import effect as effect_chart
from tyokyky.presentation.charts.effect import Side
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.reporting import codevelopment as reporting
from tyokyky.reporting import effect as effects
from tyokyky.reporting.effect import Effect
from tyokyky.reporting.mart import Mart
from tyokyky.ui.board import paged_table, plain
from tyokyky.ui.entry_desk import Desk, writer
from tyokyky.ui.session import LANGUAGE, log_once, say
from tyokyky.ui.show import picture

_Asked = tuple[str, date, str | None, frozenset[str]]
_BEGUN = (ActionState.TRIAL, ActionState.IN_USE, ActionState.STOPPED)


@st.cache_data(show_spinner=False, max_entries=100)
def _kept(key: tuple[str, str], asked: tuple[str, ...], _mart: Mart, _asked: _Asked) -> Effect:
    joint, begun_on, unit, acted = _asked
    return effects.effect(_mart, Filters(unit=unit), joint, begun_on, acted)


def effect_of(desk: Desk, saved: Saved[Action]) -> None:
    """The effect of an action that has begun; of an idea there is none."""
    action = saved.content
    if action.begun_on is None or action.state not in _BEGUN:
        st.caption(say("codev.effect.not_begun"))
        return
    acted = reporting.acted_joints(desk.saves(Action), saved.entry_id, action.begun_on)
    asked = (action.joint, action.begun_on, action.unit_code or None, acted)
    mart = desk.board.mart
    found = _kept((mart.generation, mart.scope.name), tuple(map(str, (*asked[:3], sorted(acted)))), mart, asked)
    who = writer(log_once)
    what = f"effect action={saved.entry_id} joint={action.joint} begun_on={action.begun_on} unit={action.unit_code}"
    log_once(Access(who.name, Opened.FIGURE, what, f"role {who.role}", row_count=found.table.height))
    _show(desk, saved, action.begun_on, found)


def _show(desk: Desk, saved: Saved[Action], begun_on: date, found: Effect) -> None:
    number = saved.entry_id
    st.markdown(f"**{say('codev.effect.title')}**")
    with st.container(key=f"finding_effect_{number}"):
        st.markdown(desk.board.words(found.finding))
    action = saved.content
    trend = desk.board.figure_of("trend", Filters(service=action.joint, unit=action.unit_code or None))
    if not trend.table.is_empty():
        chart = effect_chart.around(trend, begun_on, *_sides(found), LANGUAGE)
        picture(chart, f"effect_{number}", say("codev.effect.alt"))
    if not found.table.is_empty():
        _others(desk, number, found)


def _sides(found: Effect) -> tuple[Side | None, Side | None]:
    own = found.table.filter("is_joint")
    if found.days is None or own.is_empty():
        return None, None
    row = own.row(0, named=True)
    return Side(*found.days.before, row["drop_off_before"]), Side(*found.days.after, row["drop_off_after"])


def _others(desk: Desk, number: int, found: Effect) -> None:
    """The joint beside the others of the same place and days."""
    title = say("codev.effect.others")
    with st.expander(title, key=f"others_{number}"):
        st.markdown(plain(say("codev.effect.others.about")))
        chart = amounts.differences(found.table.to_dicts(), desk.board.names, LANGUAGE)
        picture(chart, f"others_{number}", say("codev.effect.others.alt"))
        paged_table(effect_words.table(found.table, desk.board.names, LANGUAGE), f"others_{number}", title)
