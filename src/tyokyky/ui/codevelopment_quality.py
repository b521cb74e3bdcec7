"""Quality that a unit assesses itself by: checklists with dated marks, and what the figures tell beside them."""

from dataclasses import replace

import streamlit as st

from tyokyky.domain.codevelopment import Fulfilment, Mark, Saved, SelfAssessment
from tyokyky.domain.filters import Filters
from tyokyky.domain.method_library import CriteriaList
from tyokyky.ui import entries
from tyokyky.ui.board import plain
from tyokyky.ui.entry_desk import Desk
from tyokyky.ui.session import say


def quality(desk: Desk) -> None:
    """Each checklist with its assessments, the newest first."""
    st.header(say("codev.view.quality"), anchor=False)
    st.markdown(say("codev.quality.about"))
    lists = {one.criteria_id: one for one in desk.library.criteria}
    chosen = st.selectbox(
        say("codev.quality.which"), list(lists), format_func=lambda one: lists[one].name_fi, key="criteria"
    )
    if chosen is None:
        return
    listed = lists[chosen]
    st.markdown(plain(listed.about_fi))
    _from_data(desk, listed)
    own = [one for one in desk.saves(SelfAssessment) if one.content.criteria_id == chosen]
    newest = sorted(own, key=lambda one: (str(one.content.assessed_on), one.entry_id), reverse=True)
    full = [_filled(one, listed) for one in newest]
    new = SelfAssessment(chosen, None, marks=_marks(listed))
    entries.entries(desk, entries.Part(SelfAssessment, full, new, ("criteria_id",)))
    entries.removed(desk, (SelfAssessment,))


def _marks(listed: CriteriaList) -> tuple[Mark, ...]:
    return tuple(Mark(one.criterion_id, Fulfilment.NOT_ASSESSED) for one in listed.criteria)


def _filled(saved: Saved[SelfAssessment], listed: CriteriaList) -> Saved[SelfAssessment]:
    """With a mark for each criterion of today's list: one that came later is not assessed yet."""
    content = saved.content
    known = {one.criterion_id for one in content.marks}
    more = tuple(one for one in _marks(listed) if one.criterion_id not in known)
    return replace(saved, content=replace(content, marks=(*content.marks, *more)))


def _from_data(desk: Desk, listed: CriteriaList) -> None:
    """What the figures say of those criteria that data can show."""
    shown = [one for one in listed.criteria if one.figure]
    if not shown:
        return
    with st.expander(say("codev.quality.data"), key="criteria_data"):
        for one in shown:
            figure = desk.board.figure_of(one.figure, Filters())
            st.markdown(f"**{plain(one.text_fi)}**  \n{desk.board.words(figure.finding)}")
