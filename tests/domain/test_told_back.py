"""Concerns told back, people in balance, meetings held: against counts made by hand and day by day."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tyokyky.domain.codevelopment import BoardStep, Concern, Statement
from tyokyky.domain.developer_groups import Group, Meeting, Part, Participants
from tyokyky.domain.told_back import (
    Answered,
    StatementProgress,
    answered,
    answered_by_theme,
    balance,
    held_meeting_count,
    statement_way,
    told_back,
)

DAY = date(2025, 6, 30)


def _concern(heard_days_ago: int, told_days_ago: int | None = None) -> Concern:
    told = None if told_days_ago is None else DAY - timedelta(days=told_days_ago)
    return Concern("asia", heard_on=DAY - timedelta(days=heard_days_ago), told_on=told)


def test_only_concerns_old_enough_count_in_the_share() -> None:
    concerns = [_concern(100, 40), _concern(100), _concern(30, 0), _concern(29, 1), _concern(5), _concern(-1)]
    found = answered(concerns, DAY, answer_days=30)
    assert found == Answered(concern_count=5, old_enough_count=3, told_count=2, median_days=30)
    assert found.share == 2 / 3


def test_what_is_told_later_is_not_told_yet() -> None:
    assert answered([_concern(60, -1)], DAY, 30) == Answered(1, 1, 0, None)


def test_no_concern_old_enough_has_no_share() -> None:
    assert answered([], DAY, 30) == Answered(0, 0, 0, None)
    assert answered([_concern(3, 1)], DAY, 30).share is None


def test_shares_agree_with_a_count_one_by_one() -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable, of no secret
    for _ in range(200):
        pairs = [(chance.randint(-5, 90), chance.choice([None, chance.randint(-5, 90)])) for _ in range(12)]
        pairs = [(heard, told if told is None or told <= heard else None) for heard, told in pairs]
        found = answered([_concern(*pair) for pair in pairs], DAY, 30)
        heard = [(h, t) for h, t in pairs if h >= 0]
        old = [(h, t) for h, t in heard if h >= 30]
        assert found.concern_count == len(heard)
        assert found.old_enough_count == len(old)
        assert found.told_count == len([1 for _, t in old if t is not None and t >= 0])


def test_balance_tells_those_who_lived_it_from_those_who_work_with_it() -> None:
    parts = (
        Participants(Part.DEVELOPER_CLIENT, 4),
        Participants(Part.CLOSE_PERSON, 1),
        Participants(Part.EXPERT_BY_EXPERIENCE, 1),
        Participants(Part.PROFESSIONAL, 3),
        Participants(Part.PARISH, 2),
    )
    found = balance(Group("ryhmä", participants=parts))
    assert (found.client_count, found.professional_count) == (6, 5)
    assert balance(Group("tyhjä")).client_count == 0


def test_meetings_held_are_those_of_the_group_up_to_the_day() -> None:
    meetings = [Meeting(1, DAY), Meeting(1, DAY + timedelta(days=1)), Meeting(2, DAY), Meeting(1, DAY)]
    assert held_meeting_count(1, meetings, DAY) == 2


def test_themes_are_answered_apart_and_add_up_to_all() -> None:
    concerns = [replace(_concern(100, 40), theme_id="access"), replace(_concern(90), theme_id="access"), _concern(80)]
    found = answered_by_theme([*concerns, replace(_concern(-1), theme_id="timing")], DAY, 30)
    assert list(found) == ["", "access"]
    assert (found["access"].share, found["access"].median_days) == (1 / 2, 60)
    whole = answered(concerns, DAY, 30)
    assert sum(one.old_enough_count for one in found.values()) == whole.old_enough_count
    assert sum(one.told_count for one in found.values()) == whole.told_count


def _days_ago(days: int) -> date:
    return DAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("handled_days_ago", "progress", "first_days", "last_board", "waiting"),
    [
        ((), StatementProgress.NOT_HANDLED, None, "", ()),
        ((None, None), StatementProgress.NOT_HANDLED, None, "", ("0", "1")),
        ((50, None), StatementProgress.UNDER_WAY, 10, "0", ("1",)),
        ((50, -1), StatementProgress.UNDER_WAY, 10, "0", ("1",)),
        ((50, 0), StatementProgress.HANDLED, 10, "1", ()),
        ((20, 40), StatementProgress.HANDLED, 20, "0", ()),
    ],
)
def test_a_statement_is_followed_from_board_to_board(
    handled_days_ago: tuple[int | None, ...],
    progress: StatementProgress,
    first_days: int | None,
    last_board: str,
    waiting: tuple[str, ...],
) -> None:
    days = [None if ago is None else _days_ago(ago) for ago in handled_days_ago]
    steps = tuple(BoardStep(str(number), day, f"tulos {number}") for number, day in enumerate(days))
    way = statement_way(Statement("kyyti", given_on=_days_ago(60), steps=steps), DAY)
    assert way is not None
    assert (way.progress, way.first_handled_days) == (progress, first_days)
    assert (way.last_board, way.waiting_for) == (last_board, waiting)
    assert way.outcome == (f"tulos {last_board}" if last_board else "")


def test_told_back_holds_what_was_given_by_the_day_the_oldest_first() -> None:
    given = [Statement(name, given_on=_days_ago(ago)) for name, ago in (("uusi", 1), ("vanha", 9), ("tuleva", -1))]
    found = told_back([_concern(100, 40), _concern(10)], given, DAY)
    assert [way.title for way in found.statements] == ["vanha", "uusi"]
    assert (found.answer_days, found.answered.share) == (90, 1.0)
