"""One work, part by part: what it is, its phases, groups with their meetings, methods, personas, actions."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from tyokyky.domain.codevelopment import Action, Persona, Saved, StakeholderMap, Work, WorkPhase
from tyokyky.domain.developer_groups import Group, Meeting
from tyokyky.domain.method_library import MethodCard, Phase, WorkingModel
from tyokyky.domain.told_back import balance, held_meeting_count
from tyokyky.presentation import codevelopment as words
from tyokyky.presentation import entry_words, method_words
from tyokyky.ui import entries, entry_draft
from tyokyky.ui.board import plain
from tyokyky.ui.codevelopment_effect import effect_of
from tyokyky.ui.codevelopment_gap import gap_of
from tyokyky.ui.codevelopment_report import feedback
from tyokyky.ui.entry_desk import Desk
from tyokyky.ui.registry import PAGES
from tyokyky.ui.session import LANGUAGE, say

WITHOUT: Final = ("phases",)
"""Phases are written one by one."""
_OF_WORK: Final = ("work_id",)
_MOST_SUGGESTED: Final = 6
Found = Sequence[tuple[MethodCard, str]]


def model_of(desk: Desk, work: Work) -> WorkingModel | None:
    """The model that a work follows; none where the home has it no more."""
    return next((one for one in desk.library.models if one.model_id == work.model_id), None)


def standing(desk: Desk, opened: Saved[Work]) -> str:
    """Where a work is, in one line: state, joint or theme, model, phase, days."""
    return " · ".join(plain(part) for part in words.standing(opened.content, desk.names, LANGUAGE))


def about(desk: Desk, opened: Saved[Work]) -> None:
    """The work itself, in words or in its form."""
    part = entries.Part(Work, (opened,), without=WITHOUT)
    with st.container(border=True, key=f"entry_work_{opened.entry_id}"):
        entries.one(desk, opened, part)
    entries.removed(desk, (Group, Meeting, Persona, StakeholderMap, Action))


def phases(desk: Desk, opened: Saved[Work]) -> None:
    """The model's phases in their order, each with what the work has told of it and the cards that suit it."""
    model = model_of(desk, opened.content)
    if model is None or not model.phases:
        st.markdown(say("codev.no_phases"))
        return
    st.markdown(say("codev.phases.about", model=plain(model.name_fi)))
    told = {one.phase_id: one for one in opened.content.phases}
    rows = tuple(told.get(one.phase_id, WorkPhase(one.phase_id)) for one in model.phases)
    for index, phase in enumerate(model.phases):
        draft = entry_draft.held()
        is_written = draft is not None and draft.is_of(Work, opened.entry_id, index)
        label = f"{plain(phase.name_fi)} – {plain(words.phase_state(rows[index], LANGUAGE))}"
        is_open = is_written or (rows[index].started_on is not None and rows[index].ended_on is None)
        with st.expander(label, expanded=is_open, key=f"entry_phase_{index}"):
            _phase(desk, opened, phase, index, rows)


def _phase(desk: Desk, opened: Saved[Work], phase: Phase, index: int, rows: tuple[WorkPhase, ...]) -> None:
    st.markdown(plain(phase.aim_fi))
    draft = entry_draft.held()
    if desk.may_write and draft is not None and draft.is_of(Work, opened.entry_id, index):
        entries.form(desk, draft)
        return
    entries.show_facts(entry_words.facts_of_part(rows[index], desk.names, LANGUAGE))
    if phase.outputs_fi:
        st.caption(say("codev.phase.outputs", outputs=plain(", ".join(phase.outputs_fi))))
    cards = [desk.choices.name("card", card) for card in phase.card_ids]
    if cards:
        st.caption(say("codev.phase.cards", cards=plain(", ".join(cards))))
    if desk.may_write:
        st.button(
            say("codev.phase.change", name=plain(phase.name_fi)),
            key=f"phase_{index}",
            on_click=partial(entry_draft.hold, only="phases", row=index),
            args=(replace(opened.content, phases=rows), opened.entry_id, opened.version),
        )


def groups(desk: Desk, opened: Saved[Work]) -> None:
    """Groups and people in numbers, and the meetings of each group."""
    own = [one for one in desk.saves(Group) if one.content.work_id == opened.entry_id]
    part = entries.Part(Group, own, Group("", work_id=opened.entry_id), _OF_WORK, beside=partial(_people, desk))
    entries.entries(desk, part)
    for group in own:
        _meetings(desk, group)
    feedback(desk, opened)


def _people(desk: Desk, group: Saved[Group]) -> None:
    today = datetime.now(UTC).date()
    held = held_meeting_count(group.entry_id, [one.content for one in desk.saves(Meeting)], today)
    lines = words.people_lines(group.content, balance(group.content), held, LANGUAGE)
    if lines:
        st.markdown("\n".join(f"- {line}" for line in lines))


def _meetings(desk: Desk, group: Saved[Group]) -> None:
    name = entry_words.title_of(group.content, desk.names, LANGUAGE)
    st.subheader(say("codev.meetings_of", name=plain(name)), anchor=False)
    own = [one for one in desk.saves(Meeting) if one.content.group_id == group.entry_id]
    in_order = sorted(own, key=lambda one: (str(one.content.held_on), one.entry_id))
    new = Meeting(group.entry_id, None)
    entries.entries(desk, entries.Part(Meeting, in_order, new, ("group_id",), place=f"_{group.entry_id}"))


def methods(desk: Desk, opened: Saved[Work]) -> None:
    """Cards suggested for the gap, each with its reason."""
    gap = gap_of(desk.board, opened.content)
    found = words.suggested(desk.library.cards, gap.level, gap.theme_ids, desk.choices, LANGUAGE)
    st.markdown(plain(words.gap_sentence(gap.level, gap.theme_ids, desk.choices, LANGUAGE)))
    cards(desk, found[:_MOST_SUGGESTED])
    if found[_MOST_SUGGESTED:]:
        with st.expander(say("codev.methods.more", count=str(len(found) - _MOST_SUGGESTED)), key="more_cards"):
            cards(desk, found[_MOST_SUGGESTED:], inside=True)


def cards(desk: Desk, found: Found, *, inside: bool = False) -> None:
    """Method cards, each folded under its name; inside a fold they stand open."""
    for card, why in found:
        if inside:
            st.markdown(f"**{plain(card.name_fi)}** – {plain(why)}")
            _card(card)
        else:
            label = f"{plain(card.name_fi)} – {plain(why)}" if why else plain(card.name_fi)
            with st.expander(label, key=f"card_{card.card_id}"):
                _card(card)


def _card(card: MethodCard) -> None:
    st.markdown(plain(card.purpose_fi))
    steps = [f"{number}. {plain(step)}" for number, step in enumerate(card.steps_fi, start=1)]
    st.markdown("\n".join(steps))
    lines = [f"**{label}:** {plain(text)}" for label, text in method_words.card_facts(card, LANGUAGE)]
    st.markdown("  \n".join(lines))


def personas(desk: Desk, opened: Saved[Work]) -> None:
    """Personas, the map of those around them, and the way to the service paths with their real frequencies."""
    st.header(say("codev.personas"), anchor=False)
    number = opened.entry_id
    own = [one for one in desk.saves(Persona) if one.content.work_id == number]
    entries.entries(desk, entries.Part(Persona, own, Persona("", work_id=number), _OF_WORK))
    entries.page_link(_page("journeys"), say("codev.to_paths"))
    st.header(say("codev.maps"), anchor=False)
    maps = [one for one in desk.saves(StakeholderMap) if one.content.work_id == number]
    entries.entries(desk, entries.Part(StakeholderMap, maps, StakeholderMap("", work_id=number), _OF_WORK))


def _page(name: str) -> Path:
    return next(page.file for page in PAGES if page.name == name)


def actions(desk: Desk, opened: Saved[Work]) -> None:
    """Actions with what can be said of their effect so far."""
    number = opened.entry_id
    own = [one for one in desk.saves(Action) if one.content.work_id == number]
    new = Action("", opened.content.joint, work_id=number)
    entries.entries(desk, entries.Part(Action, own, new, _OF_WORK, beside=partial(effect_of, desk)))
