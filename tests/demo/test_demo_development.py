"""The demo's team: a finished work at the joint that was planted to get better, and a running one at the weak one."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tyokyky.codevelopment.entries import latest_entries
from tyokyky.codevelopment.service_paths import latest_paths
from tyokyky.demo.calibration import Knobs
from tyokyky.demo.development import record_development
from tyokyky.domain.codevelopment import (
    Action,
    ActionState,
    Concern,
    ConcernState,
    Persona,
    Statement,
    Work,
    WorkStatus,
)
from tyokyky.domain.developer_groups import Group, Meeting
from tyokyky.domain.told_back import answered, balance, held_meeting_count
from tyokyky.settings import Settings
from tyokyky.store.method_library import load_models


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    settings = Settings.of_home(tmp_path_factory.mktemp("development"))
    record_development(settings)
    return settings


def _works(home: Settings) -> dict[WorkStatus, tuple[int, Work]]:
    return {one.content.status: (one.entry_id, one.content) for one in latest_entries(home, Work)}


def _action_of(home: Settings, status: WorkStatus) -> Action:
    number, _ = _works(home)[status]
    [action] = [one.content for one in latest_entries(home, Action) if one.content.work_id == number]
    return action


def test_the_finished_work_went_through_every_phase_in_its_order(home: Settings) -> None:
    _, work = _works(home)[WorkStatus.FINISHED]
    [model] = [one for one in load_models(home) if one.model_id == work.model_id]
    assert [one.phase_id for one in work.phases] == [one.phase_id for one in model.phases]
    assert all(one.started_on and one.ended_on for one in work.phases)
    by_day = [one.started_on for one in work.phases if one.phase_id != "evaluation"]
    assert by_day == sorted(by_day, key=str)


def test_its_action_began_on_the_planted_day_at_the_joint_that_gets_better(home: Settings) -> None:
    action, knobs = _action_of(home, WorkStatus.FINISHED), Knobs.shipped()
    assert (action.joint, action.begun_on) == (knobs.improved_service, knobs.improved_on)
    assert action.state is ActionState.IN_USE
    assert _works(home)[WorkStatus.FINISHED][1].joint == action.joint


def test_the_running_action_is_at_the_weak_joint_and_too_young_to_be_measured(home: Settings) -> None:
    action, knobs = _action_of(home, WorkStatus.RUNNING), Knobs.shipped()
    _, work = _works(home)[WorkStatus.RUNNING]
    assert (action.joint, action.state) == (knobs.weak_service, ActionState.TRIAL)
    assert work.municipality_codes == knobs.weak_municipalities
    assert action.begun_on is not None
    assert action.begun_on < knobs.data_as_of < action.begun_on + timedelta(days=90)


def test_groups_met_as_often_as_written_and_clients_are_the_more(home: Settings) -> None:
    meetings = [one.content for one in latest_entries(home, Meeting)]
    for group in latest_entries(home, Group):
        held = held_meeting_count(group.entry_id, meetings, date(2026, 6, 30))
        assert group.content.planned_meeting_count is not None
        assert held <= group.content.planned_meeting_count
        both = balance(group.content)
        assert both.client_count > both.professional_count
        assert both.client_count + both.professional_count == group.content.reached_count


def test_every_kind_of_answer_to_a_concern_is_there(home: Settings) -> None:
    concerns = [one.content for one in latest_entries(home, Concern)]
    assert {one.state for one in concerns} == set(ConcernState)
    found = answered(concerns, Knobs.shipped().data_as_of, 90)
    assert (found.concern_count, found.old_enough_count, found.told_count) == (5, 5, 3)
    assert all(one.told_on for one in concerns if one.may_be_published)


def test_statements_went_to_their_boards_and_one_still_waits(home: Settings) -> None:
    steps = [[step.handled_on for step in one.content.steps] for one in latest_entries(home, Statement)]
    assert [None in days for days in steps] == [False, True]


def test_a_persona_walks_the_path_that_was_written(home: Settings) -> None:
    [path] = latest_paths(home)
    assert any(step.critical for step in path.path.steps)
    assert path.path_id in {one.content.path_id for one in latest_entries(home, Persona)}


def test_nothing_happened_after_the_data_ends(home: Settings) -> None:
    last = Knobs.shipped().data_as_of
    days = [one.content.held_on for one in latest_entries(home, Meeting)]
    days += [step.handled_on for one in latest_entries(home, Statement) for step in one.content.steps]
    days += [phase.ended_on for _, work in _works(home).values() for phase in work.phases]
    assert all(day is None or day <= last for day in days)


def test_a_home_that_is_not_there_yet_gets_nothing_else(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    record_development(settings)
    assert {path.name for path in tmp_path.iterdir()} == {settings.codevelopment_path.name, "codevelopment.lock"}
