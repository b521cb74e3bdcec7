"""The filters of a page: drawn once, kept in the link, read by the fragment that draws the pictures."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final, TypeVar

import streamlit as st

from tyokyky.domain.filters import CHAIN_GAP_CHOICES_DAYS, DEFAULT_WINDOW_DAYS, WINDOW_CHOICES_DAYS, Breakdown, Filters
from tyokyky.domain.names import CodeNames
from tyokyky.domain.participation import Level
from tyokyky.domain.question import Question
from tyokyky.presentation import sentences
from tyokyky.reporting.choices import FilterChoices
from tyokyky.ui.session import LANGUAGE, say

PICTURES: Final = "pictures"
"""Key of the fragment that a changed filter draws again; the rest of the page stands still."""

Option = TypeVar("Option")

SERVICE, WINDOW, CHAIN = "palvelu", "ikkuna", "ketjutus"
MUNICIPALITY, UNIT, SINCE, UNTIL, BY = "kunta", "yksikko", "alkaen", "asti", "jaottelu"
_MONTHS_IN_QUARTER: Final = 3
BREAKDOWNS: Final[Sequence[str | None]] = (
    "municipality",
    "unit",
    "quarter",
    "year",
    "age_band",
    "gender",
    "handover",
    "end_reason",
    *(f"{measure}:{level}" for measure in ("experience", "evidence") for level in Level),
)


PLACES: Final[Sequence[str | None]] = (None, "municipality", "unit")
"""Breakdowns of a page that is about places, or about the whole area."""


def draw(
    choices: FilterChoices,
    names: CodeNames,
    *,
    one_service: bool,
    first_service: str = "",
    breakdowns: Sequence[str | None] = BREAKDOWNS,
) -> None:
    """The filters in a frame: the usual ones at once, the rest behind a fold.

    `one_service` asks for one service and, where it is wanted, a breakdown; without it the page is about all of them.
    """
    with st.container(border=True, key="filters"):
        if one_service:
            _one_service(choices, names, first_service, breakdowns)
        st.segmented_control(
            say("filter.window"),
            WINDOW_CHOICES_DAYS,
            default=DEFAULT_WINDOW_DAYS,
            required=True,
            format_func=_days,
            key=WINDOW,
            bind="query-params",
            on_change=_draw_again,
        )
        with st.expander(say("filter.more")):
            _rest(choices, names)


def _one_service(choices: FilterChoices, names: CodeNames, first: str, breakdowns: Sequence[str | None]) -> None:
    left, right = st.columns(2)
    # The first option is the default, which a link leaves out.
    services = sorted(choices.services, key=lambda code: (code != first, names.of("service", code, LANGUAGE)))
    if not services:
        # A log of service moments alone has none: an empty list would look like a fault.
        return
    with left:
        select(SERVICE, "filter.service", services, lambda code: names.of("service", code, LANGUAGE))
    if breakdowns:
        with right:
            select(BY, "filter.by", breakdowns, _breakdown_name)


def _rest(choices: FilterChoices, names: CodeNames) -> None:
    first, second, third = st.columns(3)
    with first:
        select_or_all(MUNICIPALITY, choices.municipalities, lambda code: names.of("municipality", code, LANGUAGE))
        select_or_all(UNIT, choices.units, lambda code: names.of("unit", code, LANGUAGE))
    with second:
        select_or_all(SINCE, choices.quarters, sentences.quarter_name, "filter.first")
        select_or_all(UNTIL, choices.quarters, sentences.quarter_name, "filter.last")
    with third:
        own = say("filter.chain.own")
        select(
            CHAIN,
            "filter.chain",
            (None, *CHAIN_GAP_CHOICES_DAYS),
            lambda days: own if days is None else _days(days),
            say("filter.chain.help"),
        )


def _days(days: int) -> str:
    return say("days", days, count=str(days))


def _breakdown_name(by_name: str | None) -> str:
    if by_name is None:
        return say("filter.by.none")
    name = sentences.key_name(by_name, LANGUAGE)
    return name[:1].upper() + name[1:]


_LABELS: Final = {MUNICIPALITY: "municipality", UNIT: "unit", SINCE: "since", UNTIL: "until"}


def select_or_all(
    key: str, codes: Sequence[str], name: Callable[[str], str], all_key: str = "filter.all", label_key: str = ""
) -> None:
    """One of the codes or all of them, which is what an empty link means."""
    everything = say(all_key)
    select(
        key,
        label_key or f"filter.{_LABELS[key]}",
        (None, *codes),
        lambda code: everything if code is None else name(code),
    )


def select(
    key: str, label_key: str, options: Sequence[Option], name: Callable[[Option], str], help_text: str | None = None
) -> None:
    """A select that the link keeps and that draws the pictures again."""
    st.selectbox(
        say(label_key),
        options,
        format_func=name,
        key=key,
        help=help_text,
        bind="query-params",
        on_change=_draw_again,
    )


def _draw_again() -> None:
    st.rerun(PICTURES)


def asked(*, one_service: bool) -> Question:
    """What the filters now say.

    Raises:
        UserError: the first quarter is after the last.
    """
    chosen = st.session_state
    since, until = chosen.get(SINCE), chosen.get(UNTIL)
    filters = Filters(
        window_days=chosen.get(WINDOW) or DEFAULT_WINDOW_DAYS,
        chain_gap_days=chosen.get(CHAIN),
        since=first_day(since) if since else None,
        until=last_day(until) if until else None,
        service=chosen.get(SERVICE) if one_service else None,
        municipality=chosen.get(MUNICIPALITY),
        unit=chosen.get(UNIT),
    )
    by = chosen.get(BY) if one_service else None
    return Question(filters, Breakdown.parse(by) if by else None)


def first_day(quarter: str) -> date:
    """First day of `2025Q1` (or `2025-Q1`)."""
    return date(int(quarter[:4]), _MONTHS_IN_QUARTER * (int(quarter[-1]) - 1) + 1, 1)


def last_day(quarter: str) -> date:
    """Last day of a quarter."""
    year, number = int(quarter[:4]), int(quarter[-1])
    following = date(year + 1, 1, 1) if number == 4 else date(year, _MONTHS_IN_QUARTER * number + 1, 1)
    return following - timedelta(days=1)
