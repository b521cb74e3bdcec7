"""Figures of what was written down together: concerns answered and told back, statements handled, meetings held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median
from typing import Final

from tyokyky.domain.codevelopment import Concern, Statement
from tyokyky.domain.developer_groups import CLIENT_PARTS, Group, Meeting, Part

ANSWER_DAYS: Final = 90
"""Days in which a concern is to be answered, where a team has not agreed on another time."""


@dataclass(frozen=True)
class Answered:
    """Of the concerns heard long enough ago to be answered, how many were told back to clients.

    `old_enough_count`: heard at least the given days before the day it is asked on. `told_count`: of those, told back
    on or before that day. `median_days`: from heard to told, over all that were told back by then; null where none was.
    """

    concern_count: int
    old_enough_count: int
    told_count: int
    median_days: float | None

    @property
    def share(self) -> float | None:
        """Told back of those old enough; null where none is."""
        return self.told_count / self.old_enough_count if self.old_enough_count else None


def answered(concerns: Sequence[Concern], asked_on: date, answer_days: int) -> Answered:
    """How concerns heard on or before a day were answered by that day; one is due in `answer_days` days."""
    heard = [(one.heard_on, one.told_on) for one in concerns if one.heard_on and one.heard_on <= asked_on]
    told_days = [(told - first).days for first, told in heard if told and told <= asked_on]
    old = [told for first, told in heard if first + timedelta(days=answer_days) <= asked_on]
    told_count = sum(told is not None and told <= asked_on for told in old)
    return Answered(len(heard), len(old), told_count, median(told_days) if told_days else None)


def answered_by_theme(concerns: Sequence[Concern], asked_on: date, answer_days: int) -> Mapping[str, Answered]:
    """The same by theme, in the order of theme ids; concerns without a theme stand under an empty one, first."""
    themes = sorted({one.theme_id for one in concerns if one.heard_on and one.heard_on <= asked_on})
    return {
        theme: answered([one for one in concerns if one.theme_id == theme], asked_on, answer_days) for theme in themes
    }


class StatementProgress(StrEnum):
    """How far a statement has come through the boards."""

    NOT_HANDLED = "not_handled"
    UNDER_WAY = "under_way"
    HANDLED = "handled"


@dataclass(frozen=True)
class StatementWay:
    """A statement's way by a day: the last board that handled it, what came of it there, and what it still waits for.

    `first_handled_days`: from given to the first handling; null before it. `waiting_for`: boards on its way that have
    not handled it yet.
    """

    title: str
    given_on: date
    progress: StatementProgress
    first_handled_days: int | None
    last_board: str
    last_handled_on: date | None
    outcome: str
    waiting_for: tuple[str, ...]


def statement_way(statement: Statement, asked_on: date) -> StatementWay | None:
    """How far a statement had come by a day; none where it was not given by then."""
    if statement.given_on is None or statement.given_on > asked_on:
        return None
    handled = [(one.handled_on, one) for one in statement.steps if one.handled_on and one.handled_on <= asked_on]
    waiting = tuple(one.board for one in statement.steps if one.handled_on is None or one.handled_on > asked_on)
    if not handled:
        progress = StatementProgress.NOT_HANDLED
        return StatementWay(statement.title, statement.given_on, progress, None, "", None, "", waiting)
    last_on, last = max(handled, key=lambda one: one[0])
    first_days = (min(day for day, _ in handled) - statement.given_on).days
    progress = StatementProgress.UNDER_WAY if waiting else StatementProgress.HANDLED
    return StatementWay(
        statement.title, statement.given_on, progress, first_days, last.board, last_on, last.outcome, waiting
    )


@dataclass(frozen=True)
class ToldBack:
    """What was told back of what was heard, all of it and by theme, and how far statements have come, by a day."""

    asked_on: date
    answer_days: int
    answered: Answered
    by_theme: Mapping[str, Answered]
    statements: tuple[StatementWay, ...]


def told_back(
    concerns: Sequence[Concern], statements: Sequence[Statement], asked_on: date, answer_days: int = ANSWER_DAYS
) -> ToldBack:
    """What was told back by a day; statements in the order in which they were given."""
    ways = [way for one in statements if (way := statement_way(one, asked_on)) is not None]
    return ToldBack(
        asked_on,
        answer_days,
        answered(concerns, asked_on, answer_days),
        answered_by_theme(concerns, asked_on, answer_days),
        tuple(sorted(ways, key=lambda way: (way.given_on, way.title))),
    )


@dataclass(frozen=True)
class Balance:
    """People of a group: those who speak from what they have lived, and those who speak from their work."""

    client_count: int
    professional_count: int


def balance(group: Group) -> Balance:
    """Clients, close persons and experts by experience against professionals of every kind."""
    counts = dict.fromkeys(Part, 0)
    for one in group.participants:
        counts[one.part] += one.person_count
    clients = sum(counts[part] for part in CLIENT_PARTS)
    return Balance(clients, sum(counts.values()) - clients)


def held_meeting_count(group_id: int, meetings: Sequence[Meeting], asked_on: date) -> int:
    """Meetings of a group held on or before a day."""
    return sum(one.group_id == group_id and one.held_on is not None and one.held_on <= asked_on for one in meetings)
