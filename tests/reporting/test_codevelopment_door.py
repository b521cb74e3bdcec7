"""The door to co-development: who may do what, every act in the log first, what is taken out is whole and harmless."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.codevelopment.entry_examples import ACTION, DAY, GROUP, LATER, WORK

from tyokyky.domain.codevelopment import Action, ActionState, Conflict, Saved
from tyokyky.domain.developer_groups import Group
from tyokyky.domain.errors import UserError
from tyokyky.presentation.tables import ReadableTable, csv_of
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.reporting import codevelopment
from tyokyky.reporting.codevelopment import Writer, acted_joints, table_of
from tyokyky.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.of_home(tmp_path)


def _who(role: Role | None, log: list[Access], scope: Scope = WHOLE_COUNTY) -> Writer:
    return Writer(role, scope, str(role), log.append)


def _acts(settings: Settings, writer: Writer) -> list[Callable[[], object]]:
    return [
        lambda: codevelopment.save_entry(settings, ACTION, writer),
        lambda: codevelopment.undo_entry(settings, Action, 1, writer, to_version=1, based_on=1),
        lambda: codevelopment.remove_entry(settings, Action, 1, writer, based_on=1),
    ]


def _readings(settings: Settings, writer: Writer) -> list[Callable[[], object]]:
    return [
        lambda: codevelopment.list_entries(settings, Action, writer),
        lambda: codevelopment.open_entry(settings, Action, 1, writer),
    ]


@pytest.mark.parametrize("role", [None, Role.COUNCIL, Role.STEWARD])
def test_others_than_staff_reach_nothing_and_each_try_is_logged(role: Role | None, settings: Settings) -> None:
    log: list[Access] = []
    acts = _acts(settings, _who(role, log)) + _readings(settings, _who(role, log))
    for act in acts:
        with pytest.raises(UserError, match="vaihda rooli"):
            act()
    assert [(one.kind, one.allowed) for one in log] == [(Opened.CODEVELOPMENT, False)] * len(acts)
    assert not settings.codevelopment_path.exists()


def test_a_manager_reads_and_writes_nothing(settings: Settings) -> None:
    log: list[Access] = []
    codevelopment.save_entry(settings, ACTION, _who(Role.TEAM, log))
    manager = _who(Role.MANAGER, log)
    for reading in _readings(settings, manager):
        assert reading()
    for act in _acts(settings, manager):
        with pytest.raises(UserError, match="kirjaa vain tiimi"):
            act()
    assert [one.allowed for one in log] == [True, True, True, False, False, False]


def test_a_scope_that_covers_nothing_allows_nothing(settings: Settings) -> None:
    nothing = _who(Role.TEAM, [], Scope(units=frozenset()))
    for act in _acts(settings, nothing) + _readings(settings, nothing):
        with pytest.raises(UserError, match="vaihda rooli"):
            act()


def test_a_team_saves_sees_conflicts_undoes_and_removes_and_the_log_tells_it(settings: Settings) -> None:
    log: list[Access] = []
    team = _who(Role.TEAM, log)
    first = codevelopment.save_entry(settings, ACTION, team, act_id="act")
    assert isinstance(first, Saved)
    assert codevelopment.save_entry(settings, ACTION, team, act_id="act") == first
    changed = replace(ACTION, what="toisin")
    codevelopment.save_entry(settings, changed, team, first.entry_id, based_on=1)
    assert isinstance(codevelopment.save_entry(settings, ACTION, team, first.entry_id, based_on=1), Conflict)
    codevelopment.undo_entry(settings, Action, first.entry_id, team, to_version=1, based_on=2)
    codevelopment.remove_entry(settings, Action, first.entry_id, team, based_on=3)
    assert codevelopment.list_entries(settings, Action, team) == ()
    assert len(codevelopment.list_entries(settings, Action, team, with_removed=True)) == 1
    assert [one.removed for one in codevelopment.open_entry(settings, Action, first.entry_id, team)] == [
        False, False, False, True
    ]  # fmt: skip
    assert log[0].what == "action new save on=0"
    assert log[4].what == f"action {first.entry_id} undo to=1 on=2"
    assert all(ACTION.what not in one.what for one in log)


def test_the_library_is_read_whole(settings: Settings) -> None:
    library = codevelopment.library(settings)
    assert len(library.models) == 5
    assert len(library.cards) >= 20
    assert len(library.criteria) == 3


def test_what_is_taken_out_is_whole_and_harmless(settings: Settings) -> None:
    team = _who(Role.TEAM, [])
    codevelopment.save_entry(settings, replace(ACTION, what="=1+1", evidence="<script>"), team)
    codevelopment.save_entry(settings, GROUP, team)
    actions = table_of(codevelopment.list_entries(settings, Action, team))
    row = actions.row(0, named=True)
    assert (row["what"], row["evidence"], row["begun_on"], row["level"]) == (
        "=1+1",
        "<script>",
        "2025-03-01",
        "planning",
    )
    written = list(
        csv.DictReader(
            io.StringIO(csv_of(ReadableTable(tuple(actions.columns), tuple(actions.rows()))).decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert not written[0]["what"].startswith("=")
    groups = table_of(codevelopment.list_entries(settings, Group, team)).row(0, named=True)
    assert groups["participants"] == "developer_client | 5; professional | 3"
    assert (groups["other_gender_count"], groups["supports"]) == ("", "bus_tickets; food")
    assert table_of(()).is_empty()


def test_joints_with_an_action_of_their_own_are_told(settings: Settings) -> None:
    team = _who(Role.TEAM, [])
    other = replace(ACTION, joint="THV", begun_on=LATER, due_on=None)
    for content in (
        ACTION,
        other,
        replace(other, joint="TPA", state=ActionState.AGREED),
        replace(other, joint="PO", begun_on=DAY - timedelta(days=366)),
        replace(other, joint="SOSK", begun_on=DAY - timedelta(days=365)),
        replace(other, joint="IPS", begun_on=DAY + timedelta(days=364)),
        replace(other, joint="TKT", begun_on=DAY + timedelta(days=365)),
    ):
        codevelopment.save_entry(settings, content, team)
    codevelopment.save_entry(settings, WORK, team)
    actions = codevelopment.list_entries(settings, Action, team)
    assert acted_joints(actions, actions[0].entry_id, DAY) == {"THV", "SOSK", "IPS"}
