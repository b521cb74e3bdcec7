"""The filters of the pages of answers: whose service, where and when, and by what silence is looked at."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.names import CodeNames
from tyokyky.domain.participation import Level
from tyokyky.domain.question import Question
from tyokyky.presentation import sentences
from tyokyky.reporting.choices import FilterChoices
from tyokyky.ui import filters
from tyokyky.ui.filters import MUNICIPALITY, SERVICE, SINCE, UNIT, UNTIL
from tyokyky.ui.session import LANGUAGE, say

ANY_SERVICE, WHERE, LEVEL = "palvelusta", "missa", "taso"
"""A page of one service and a page of any have selects of their own: their choices are not the same."""
_PLACES: Final = (Key.MUNICIPALITY, Key.UNIT)


def draw(choices: FilterChoices, names: CodeNames, first_service: str | None) -> None:
    """The filters in a frame. With `first_service` the page is about one service, else about any or all."""
    with st.container(border=True, key="filters"):
        left, right = st.columns(2)
        with left:
            _services(choices.services, names, first_service)
        with right:
            keys = _PLACES if first_service is not None else (Key.SERVICE, *_PLACES)
            filters.select(WHERE, "filter.where", keys, _key_name)
        with st.expander(say("filter.more")):
            _rest(choices, names)


def _services(codes: Sequence[str], names: CodeNames, first: str | None) -> None:
    def name(code: str) -> str:
        return names.of("service", code, LANGUAGE)

    if first is None:
        filters.select_or_all(ANY_SERVICE, sorted(codes, key=name), name, label_key="filter.answered_service")
        return
    # The first option is the default, which a link leaves out.
    filters.select(
        SERVICE, "filter.answered_service", sorted(codes, key=lambda code: (code != first, name(code))), name
    )


def _key_name(key: Key) -> str:
    name = sentences.key_name(key, LANGUAGE)
    return name[:1].upper() + name[1:]


def _rest(choices: FilterChoices, names: CodeNames) -> None:
    first, second = st.columns(2)
    with first:
        filters.select_or_all(
            MUNICIPALITY, choices.municipalities, lambda code: names.of("municipality", code, LANGUAGE)
        )
        filters.select_or_all(UNIT, choices.units, lambda code: names.of("unit", code, LANGUAGE))
    with second:
        for key, label, end in ((SINCE, "filter.answered_since", "first"), (UNTIL, "filter.answered_until", "last")):
            filters.select_or_all(key, choices.quarters, sentences.quarter_name, f"filter.{end}", label)


def level() -> Level:
    """The level that a picture of one level is of; drawn where it stands."""
    chosen = st.segmented_control(
        say("column.level"),
        tuple(Level),
        default=Level.INFORMATION,
        required=True,
        format_func=lambda one: say(f"level.{one}"),
        key=LEVEL,
        bind="query-params",
    )
    return Level(chosen or Level.INFORMATION)


def asked(*, one_service: bool) -> Question:
    """What the filters now say.

    Raises:
        UserError: the first quarter is after the last.
    """
    chosen = st.session_state
    since, until = chosen.get(SINCE), chosen.get(UNTIL)
    where = Key(chosen.get(WHERE) or (Key.MUNICIPALITY if one_service else Key.SERVICE))
    limits = Filters(
        since=filters.first_day(since) if since else None,
        until=filters.last_day(until) if until else None,
        service=chosen.get(SERVICE if one_service else ANY_SERVICE),
        municipality=chosen.get(MUNICIPALITY),
        unit=chosen.get(UNIT),
    )
    return Question(limits, Breakdown(where))
