"""Figures of what was written down together: concerns answered and told back, meetings held, people reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from tyokyky.domain.codevelopment import Concern
from tyokyky.domain.developer_groups import CLIENT_PARTS, Group, Meeting, Part


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
