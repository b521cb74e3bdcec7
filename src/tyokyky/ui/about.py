"""What the page about the service says: how numbers are made, whose registers meet, what is asked, known limits."""

import streamlit as st

from tyokyky.domain.codes import GroupMeasure
from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import METHOD_VERSION, State
from tyokyky.presentation import numbers
from tyokyky.presentation.states import state_text
from tyokyky.presentation.tables import ReadableTable
from tyokyky.reporting.instruments import group_measures, instruments_in_use
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.ui.board import paged_table, plain
from tyokyky.ui.mode import settings
from tyokyky.ui.session import LANGUAGE, say


def built_mart() -> Mart | None:
    """The newest generation; `None` before the first build, when the page has less to say."""
    try:
        return current_mart(settings())
    except UserError:
        return None


def how_numbers_are_made(mart: Mart | None) -> None:
    """Definitions in short, the version of the method and how far the data reach."""
    st.header(say("about.numbers.title"), anchor=False)
    observed = mart.observed_until if mart else None
    observed_on = numbers.day_text(observed, LANGUAGE) if observed else say("is_of.observed.none")
    with st.container(key="prose_numbers"):
        st.markdown(say("about.numbers"))
        st.markdown(say("about.version", version=METHOD_VERSION, observed_on=observed_on))
    st.header(say("about.states.title"), anchor=False)
    with st.container(key="prose_states"):
        st.markdown(say("about.states", **{state.value: state_text(state, LANGUAGE) for state in State}))


def sources(mart: Mart | None) -> None:
    """The sources, whose they are and the day each was extracted; those far behind are named."""
    if mart is None or not mart.sources:
        return
    st.header(say("about.sources.title"), anchor=False)
    headings = tuple(say(f"about.source.{name}") for name in ("source", "controller", "data_as_of", "covered_from"))
    rows = tuple(
        (
            source.source,
            source.controller,
            numbers.day_text(source.data_as_of, LANGUAGE),
            numbers.day_text(source.covered_from, LANGUAGE) if source.covered_from else say("is_of.observed.none"),
        )
        for source in mart.sources
    )
    paged_table(ReadableTable(headings, rows), "sources", say("about.sources.title"))
    for source in mart.sources:
        if source.is_far_behind:
            days = str(source.behind_days)
            st.warning(say("caveat.source_behind", source=plain(source.source), behind_days=days))


def link_groups() -> None:
    """Whose registers meet in one person, and by which law."""
    st.header(say("about.links.title"), anchor=False)
    groups = settings().link_groups
    if not groups:
        st.markdown(say("about.links.none"))
    for group in groups:
        controllers = plain(", ".join(group.controllers))
        basis = plain(group.legal_basis)
        st.markdown(say("about.links.group", name=plain(group.name), controllers=controllers, legal_basis=basis))


def questionnaires() -> None:
    """What clients are asked, and measures of other makers, of which only group means come in."""
    st.header(say("about.questionnaires.title"), anchor=False)
    try:
        asked, measures = instruments_in_use(settings()), group_measures(settings())
    except UserError as error:
        st.error(str(error))
        return
    with st.container(key="prose_questionnaires"):
        st.markdown(say("about.questionnaires"))
    headings = tuple(say(f"about.questionnaire.{name}") for name in ("name", "item_count", "validated", "note"))
    rows = tuple((one.name_fi, str(len(one.items)), _validity(one.validated), one.note_fi) for one in asked)
    paged_table(ReadableTable(headings, rows), "questionnaires", say("about.questionnaires.title"))
    st.header(say("about.measures.title"), anchor=False)
    with st.container(key="prose_measures"):
        st.markdown(say("about.measures"))
    headings = tuple(say(f"about.measure.{name}") for name in ("name", "scale", "reason"))
    scales = tuple((one.name_fi, _scale_text(one), one.reason_fi) for one in measures)
    paged_table(ReadableTable(headings, scales), "measures", say("about.measures.title"))


def _validity(validated: bool) -> str:
    return say("about.questionnaire.is_validated" if validated else "about.questionnaire.is_not_validated")


def _scale_text(measure: GroupMeasure) -> str:
    return "–".join(f"{end:g}".replace(".", ",") for end in (measure.scale_min, measure.scale_max))


def limits_and_accessibility() -> None:
    """What is known not to be perfect."""
    for topic in ("limits", "accessibility"):
        st.header(say(f"about.{topic}.title"), anchor=False)
        with st.container(key=f"prose_{topic}"):
            st.markdown(say(f"about.{topic}"))
