"""The yearly client report: a year's figures through the figure door, and what teams wrote down and told back."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from tyokyky.domain.client_report import ClientReport, ReportedAction, ReportedWork
from tyokyky.domain.codevelopment import Action, ActionState, Concern, Saved, Statement, Work
from tyokyky.domain.developer_groups import Group, Meeting
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.told_back import Balance, balance, held_meeting_count, told_back
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.reporting.codevelopment import acted_joints, list_entries
from tyokyky.reporting.effect import effect
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.service_paths import Writer
from tyokyky.settings import Settings

_FIRST_YEAR: Final = 2000
_BEGUN: Final = (ActionState.TRIAL, ActionState.IN_USE, ActionState.STOPPED)


def client_report(settings: Settings, mart: Mart, reader: Writer, year: int, drawn_on: date) -> ClientReport:
    """A draft of the report of one year, as far as the reader may see; that it was drawn is in the access log.

    Raises:
        UserError: the year has not begun or is not one, the role may not read co-development, its scope covers
            nothing, or as in `figures.figure`.
    """
    first, last = _days(year, drawn_on)
    mart, of_year = mart.seen_by(reader.scope), Filters(since=first, until=date(year, 12, 31))
    concerns = [one.content for one in list_entries(settings, Concern, reader)]
    statements = [one.content for one in list_entries(settings, Statement, reader)]
    reader.log(Access(reader.name, Opened.EXPORT, f"client report {year}", "draft of the yearly client report"))
    return ClientReport(
        year=year,
        asked_on=last,
        drop_off=figure(mart, "drop-off", of_year),
        views=figure(mart, "views", of_year),
        themes=figure(mart, "themes", of_year),
        works=_works(settings, reader, first, last),
        actions=_actions(mart, list_entries(settings, Action, reader), last),
        concerns=tuple(one for one in concerns if _is_of(one, first, last)),
        told_back=told_back(concerns, statements, last),
    )


def _days(year: int, drawn_on: date) -> tuple[date, date]:
    if not _FIRST_YEAR <= year <= drawn_on.year:
        raise UserError(f"Asiakkuuskertomuksen vuosi ei käy: anna vuosi väliltä {_FIRST_YEAR}–{drawn_on.year}.")
    return date(year, 1, 1), min(date(year, 12, 31), drawn_on)


def _is_of(concern: Concern, first: date, last: date) -> bool:
    return any(day is not None and first <= day <= last for day in (concern.heard_on, concern.told_on))


def _works(settings: Settings, reader: Writer, first: date, last: date) -> tuple[ReportedWork, ...]:
    """Works of which something happened in the year: begun by its end, and a phase or a meeting in it or not over."""
    groups = list_entries(settings, Group, reader)
    meetings = [one.content for one in list_entries(settings, Meeting, reader)]
    found = []
    for work in list_entries(settings, Work, reader):
        own = [one for one in groups if one.content.work_id == work.entry_id]
        held = sum(_held_count(one.entry_id, meetings, first, last) for one in own)
        if held or _was_going(work.content, first, last):
            found.append(ReportedWork(work.content, len(own), _people([one.content for one in own]), held))
    return tuple(found)


def _held_count(group_id: int, meetings: Sequence[Meeting], first: date, last: date) -> int:
    in_year = [one for one in meetings if one.held_on is not None and one.held_on >= first]
    return held_meeting_count(group_id, in_year, last)


def _was_going(work: Work, first: date, last: date) -> bool:
    days = [day for phase in work.phases for day in (phase.started_on, phase.ended_on) if day is not None]
    begun = [day for day in (work.started_on, *days) if day is not None]
    return any(first <= day <= last for day in begun)


def _people(groups: Sequence[Group]) -> Balance:
    each = [balance(one) for one in groups]
    return Balance(sum(one.client_count for one in each), sum(one.professional_count for one in each))


def _actions(mart: Mart, actions: Sequence[Saved[Action]], last: date) -> tuple[ReportedAction, ...]:
    """Actions begun by the day, in the order of their first days."""
    begun = [(one.content.begun_on, one) for one in actions if one.content.state in _BEGUN and one.content.begun_on]
    told = sorted(((day, one) for day, one in begun if day <= last), key=lambda pair: (pair[0], pair[1].entry_id))
    return tuple(_with_effect(mart, actions, one, day) for day, one in told)


def _with_effect(mart: Mart, actions: Sequence[Saved[Action]], saved: Saved[Action], begun_on: date) -> ReportedAction:
    action, others = saved.content, acted_joints(actions, saved.entry_id, begun_on)
    found = effect(mart, Filters(unit=action.unit_code or None), action.joint, begun_on, others)
    return ReportedAction(action, found.finding, found.finding.key in _MEASURED)


_MEASURED: Final = ("finding.effect.less", "finding.effect.more", "finding.effect.unclear")
