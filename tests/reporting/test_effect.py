"""Effect of an action: days counted by hand, a plain count of the same exits, too early told, few withheld."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.homes import built, stay

from tyokyky.analysis.effect import EffectDays
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.names import CodeNames
from tyokyky.presentation.sentences import sentence
from tyokyky.reporting.effect import TABLE_COLUMNS, Effect, effect
from tyokyky.reporting.mart import Mart, current_mart

BEGUN = date(2025, 1, 1)
NAMES = CodeNames({("service", "STEP"): ("askel", "", ""), ("service", "OTHER"): ("muu", "", "")})
PLACES = {"STEP": (0.5, 0.1), "OTHER": (0.4, 0.4)}
"""Share that drops before and after the action: of STEP it changes, of OTHER it does not."""


def _day(text: date, days: int) -> str:
    return (text + timedelta(days=days)).isoformat()


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Mart:
    """Sixty exits of each joint on each side, one a day; those who go on start a job in five days."""
    periods = []
    for service, shares in PLACES.items():
        for side, share in enumerate(shares):
            first = BEGUN - timedelta(days=60) if side == 0 else BEGUN
            for number in range(60):
                person, last = f"{service}{side}-{number}", first + timedelta(days=number)
                periods.append(stay(person, service, _day(last, -200), last.isoformat()))
                if number >= round(share * 60):
                    periods.append(stay(person, "JOB", _day(last, 5), None))
    few = [stay(f"few{n}", "STEP", _day(BEGUN, -900), _day(BEGUN, -700 + n)) for n in range(3)]
    return current_mart(built(tmp_path_factory.mktemp("effect"), *periods, *few))


def _rows(found: Effect) -> dict[str, dict[str, object]]:
    return {row["service"]: row for row in found.table.to_dicts()}


def _said(found: Effect) -> str:
    return sentence(found.finding, NAMES).replace("\N{NO-BREAK SPACE}", " ")


def test_the_joint_changed_and_the_other_did_not(mart: Mart) -> None:
    found = effect(mart, Filters(), "STEP", BEGUN)
    assert tuple(found.table.columns) == TABLE_COLUMNS
    step, other = _rows(found)["STEP"], _rows(found)["OTHER"]
    for row, (before, after) in ((step, PLACES["STEP"]), (other, PLACES["OTHER"])):
        assert (row["exits_before"], row["exits_after"]) == (60, 60)
        assert row["drop_off_before"] == pytest.approx(before)
        assert row["drop_off_after"] == pytest.approx(after)
        assert row["difference"] == pytest.approx(after - before)
        assert row["lower"] < row["difference"] < row["upper"]  # type: ignore[operator]
    assert (step["is_joint"], step["is_comparable"], other["is_joint"], other["is_comparable"]) == (
        True, False, False, True
    )  # fmt: skip
    assert found.finding.key == "finding.effect.less"
    assert "askel" in _said(found)
    assert "50,0 % → 10,0 %" in _said(found)
    assert "0 / 1" in _said(found)


def test_a_joint_without_change_is_told_as_unclear_beside_the_one_that_changed(mart: Mart) -> None:
    found = effect(mart, Filters(), "OTHER", BEGUN)
    assert found.finding.key == "finding.effect.unclear"
    assert "1 / 1" in _said(found)


def test_a_joint_with_an_action_of_its_own_is_shown_but_not_compared_with(mart: Mart) -> None:
    found = effect(mart, Filters(), "OTHER", BEGUN, acted_joints=frozenset({"STEP"}))
    assert "0 / 0" in _said(found)
    assert not _rows(found)["STEP"]["is_comparable"]


def test_it_is_too_early_until_the_window_and_the_tolerance_have_passed(mart: Mart) -> None:
    assert mart.observed_until is not None
    first_known = mart.observed_until - timedelta(days=90 + 30)
    early = effect(mart, Filters(), "STEP", first_known + timedelta(days=1))
    assert early.is_too_early
    assert early.finding.key == "finding.effect.too_early"
    assert early.table.is_empty()
    assert tuple(early.table.columns) == TABLE_COLUMNS
    assert f"{(mart.observed_until + timedelta(days=1)).year}" in _said(early)
    assert not effect(mart, Filters(), "STEP", first_known).is_too_early


def test_few_exits_are_withheld_and_nothing_is_said_of_them(mart: Mart) -> None:
    found = effect(mart, Filters(), "STEP", BEGUN - timedelta(days=690))
    row = _rows(found)["STEP"]
    assert row["exits_before"] is None
    assert row["difference"] is None
    assert found.finding.key == "finding.effect.nothing"


def test_days_and_service_are_the_actions_own(mart: Mart) -> None:
    for filters in (Filters(since=BEGUN), Filters(until=BEGUN), Filters(service="STEP")):
        with pytest.raises(UserError, match="toimenpiteen omista päivistä"):
            effect(mart, filters, "STEP", BEGUN)


def test_a_home_without_a_period_has_no_effect_to_tell(tmp_path: Path) -> None:
    empty = current_mart(built(tmp_path))
    found = effect(empty, Filters(), "STEP", BEGUN)
    assert (found.finding.key, found.days) == ("finding.effect.nothing", None)


@pytest.mark.parametrize(
    ("observed_until", "window_days", "tolerance_days", "known_on", "after_until"),
    [
        (date(2025, 5, 1), 90, 30, date(2025, 5, 1), date(2025, 1, 30)),
        (date(2025, 4, 30), 90, 30, date(2025, 5, 1), date(2025, 1, 29)),
        (date(2025, 4, 2), 90, 0, date(2025, 4, 2), date(2025, 1, 1)),
        (date(2025, 3, 1), 30, 60, date(2025, 4, 1), date(2025, 1, 1)),
        (date(2027, 1, 1), 90, 30, date(2025, 5, 1), date(2025, 12, 31)),
    ],
)
def test_days_by_hand(
    observed_until: date, window_days: int, tolerance_days: int, known_on: date, after_until: date
) -> None:
    days = EffectDays.around(BEGUN, observed_until, window_days, tolerance_days)
    assert days.before == (date(2024, 1, 2), date(2024, 12, 31))
    assert days.after == (BEGUN, after_until)
    assert days.known_on == known_on
    assert days.is_too_early == (observed_until < known_on)
