"""Te kerroitte – me teimme: what clients told, what came of it, and how soon they were told so."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import streamlit as st

from tyokyky.domain.codevelopment import Action, Concern, Saved, Statement, Work
from tyokyky.domain.told_back import statement_way, told_back
from tyokyky.presentation.told_back_words import answered_text, theme_lines, way_lines
from tyokyky.ui import entries
from tyokyky.ui.board import plain
from tyokyky.ui.entry_desk import Desk
from tyokyky.ui.session import LANGUAGE, say


def summary(desk: Desk, concerns: Sequence[Saved[Concern]], today: date) -> None:
    """Share of concerns answered among those old enough, and the time to an answer."""
    st.markdown(say("codev.told.about"))
    with st.container(key="finding_told"):
        found = told_back([one.content for one in concerns], (), today)
        st.markdown(plain(answered_text(found.answered, found.answer_days, LANGUAGE)))
    themes = theme_lines(found.by_theme, lambda theme: desk.choices.name("theme", theme), LANGUAGE)
    if len(themes) > 1:
        st.markdown("\n".join(f"- {plain(line)}" for line in themes))


def way(saved: Saved[Statement]) -> None:
    """How far a statement has come through the boards."""
    found = statement_way(saved.content, datetime.now(UTC).date())
    if found is not None:
        st.markdown("\n".join(f"- {plain(line)}" for line in way_lines(found, LANGUAGE)))


def of_work(desk: Desk, opened: Saved[Work]) -> None:
    """The concerns of a work: those of its actions, its joint, its theme and its statement."""
    work = opened.content
    own_actions = {one.entry_id for one in desk.saves(Action) if one.content.work_id == opened.entry_id}
    own = [one for one in desk.saves(Concern) if _belongs(one.content, work, own_actions)]
    summary(desk, own, datetime.now(UTC).date())
    new = Concern("", work.theme_id, work.statement_id, work.joint, heard_on=None)
    entries.entries(desk, entries.Part(Concern, own, new))


def _belongs(concern: Concern, work: Work, actions: set[int]) -> bool:
    if concern.action_id is not None:
        return concern.action_id in actions
    told = (concern.joint, concern.theme_id, concern.statement_id)
    return any(
        one and one == asked for one, asked in zip(told, (work.joint, work.theme_id, work.statement_id), strict=True)
    )
