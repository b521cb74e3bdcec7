"""Scope of co-development: a team reads and writes what is of its own places, and what is of no place at all."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.codevelopment.entry_examples import ACTION, ASSESSMENT, CONCERN, GROUP, PERSONA, STATEMENT, WORK, meeting_of

from tyokyky.domain.codevelopment import Action, Concern, Content, Persona, Saved, SelfAssessment, Statement, Work
from tyokyky.domain.developer_groups import Group, Meeting
from tyokyky.domain.errors import UserError
from tyokyky.privacy.access_log import Access
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.reporting import codevelopment
from tyokyky.reporting.codevelopment import Writer, library
from tyokyky.reporting.entry_choices import entry_choices
from tyokyky.settings import Settings

HEINOLA, LAHTI = Scope(municipalities=frozenset({"111"})), Scope(municipalities=frozenset({"398"}))
WORKSHOP = Scope(units=frozenset({"PH398TP1"}))
KINDS = (Work, Group, Meeting, Persona, Action, SelfAssessment, Concern, Statement)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One work of Heinola and Sysmä with what belongs to it, one of Lahti, and a statement of nobody's place."""
    made = Settings.of_home(tmp_path)
    work = _saved(made, WORK)
    group = _saved(made, replace(GROUP, work_id=work))
    _saved(made, meeting_of(group))
    _saved(made, replace(PERSONA, work_id=work))
    own = _saved(made, replace(ACTION, unit_code="", work_id=work))
    _saved(made, replace(CONCERN, action_id=own))
    _saved(made, replace(WORK, title="Lahden työ", municipality_codes=("398",)))
    _saved(made, replace(ACTION, unit_code="PH398TP1"))
    _saved(made, replace(ASSESSMENT, unit_code="PH398TP1"))
    _saved(made, STATEMENT)
    return made


def _who(scope: Scope, log: list[Access] | None = None, role: Role = Role.TEAM) -> Writer:
    return Writer(role, scope, "tiimi", (log if log is not None else []).append)


def _saved(settings: Settings, content: Content) -> int:
    came = codevelopment.save_entry(settings, content, _who(WHOLE_COUNTY))
    assert isinstance(came, Saved)
    return came.entry_id


def _seen(settings: Settings, scope: Scope, role: Role = Role.TEAM) -> list[int]:
    return [len(codevelopment.list_entries(settings, kind, _who(scope, role=role))) for kind in KINDS]


@pytest.mark.parametrize(
    ("scope", "counts"),
    [
        (WHOLE_COUNTY, [2, 1, 1, 1, 2, 1, 1, 1]),
        (HEINOLA, [1, 1, 1, 1, 1, 0, 1, 1]),
        (LAHTI, [1, 0, 0, 0, 1, 1, 0, 1]),
        (WORKSHOP, [1, 0, 0, 0, 1, 1, 0, 1]),
        (Scope(units=frozenset({"PH111TP1"})), [1, 1, 1, 1, 1, 0, 1, 1]),
        (Scope(frozenset({"398"}), frozenset({"PH111TP1"})), [0, 0, 0, 0, 0, 0, 0, 1]),
    ],
)
def test_a_team_and_its_manager_see_their_own_places(scope: Scope, counts: list[int], settings: Settings) -> None:
    assert _seen(settings, scope) == counts
    assert _seen(settings, scope, Role.MANAGER) == counts


def test_a_strange_entry_is_neither_opened_nor_changed_and_each_try_is_logged(settings: Settings) -> None:
    log: list[Access] = []
    lahti = _who(LAHTI, log)
    strange = codevelopment.list_entries(settings, Work, _who(HEINOLA))[0]
    acts = (
        lambda: codevelopment.open_entry(settings, Work, strange.entry_id, lahti),
        lambda: codevelopment.save_entry(settings, replace(WORK, municipality_codes=("398",)), lahti, 1, 1),
        lambda: codevelopment.undo_entry(settings, Work, strange.entry_id, lahti, 1, 1),
        lambda: codevelopment.remove_entry(settings, Work, strange.entry_id, lahti, 1),
    )
    for act in acts:
        with pytest.raises(UserError, match="oman alueesi ulkopuolella"):
            act()
    assert [one.reason for one in log if not one.allowed] == ["place outside the scope"] * len(acts)
    assert codevelopment.open_entry(settings, Work, strange.entry_id, _who(HEINOLA)) == (strange,)


@pytest.mark.parametrize(
    "content",
    [
        replace(WORK, municipality_codes=("398",)),
        replace(ACTION, unit_code="PH398TP1"),
        replace(ACTION, unit_code="PH111TP1", work_id=7),
        replace(PERSONA, work_id=7),
    ],
)
def test_what_is_written_must_be_of_the_scope_with_all_it_belongs_to(content: Content, settings: Settings) -> None:
    assert codevelopment.list_entries(settings, Work, _who(LAHTI))[0].entry_id == 7
    with pytest.raises(UserError, match="oman alueesi ulkopuolella"):
        codevelopment.save_entry(settings, content, _who(HEINOLA))


def test_an_earlier_version_of_a_strange_place_does_not_come_back(settings: Settings) -> None:
    moved = codevelopment.save_entry(settings, replace(WORK, municipality_codes=("398",)), _who(WHOLE_COUNTY), 1, 1)
    assert isinstance(moved, Saved)
    with pytest.raises(UserError, match="oman alueesi ulkopuolella"):
        codevelopment.undo_entry(settings, Work, 1, _who(LAHTI), 1, 2)


def test_a_team_writes_what_is_of_its_own_and_of_no_place(settings: Settings) -> None:
    team = _who(HEINOLA)
    for content in (WORK, STATEMENT, replace(PERSONA, work_id=1), replace(ACTION, unit_code="PH111TP1", work_id=1)):
        assert isinstance(codevelopment.save_entry(settings, content, team), Saved)


def test_places_outside_are_named_but_not_offered(settings: Settings) -> None:
    choices = entry_choices(settings, library(settings), LAHTI)
    assert list(choices.offered["municipality"]) == ["398"]
    assert {code[2:5] for code in choices.offered["unit"]} == {"398"}
    assert choices.name("municipality", "111") == "Heinola"
    assert choices.name("joint", "KTT") == choices.offered["joint"]["KTT"]
    assert choices.name("unit", "gone") == "gone"
    assert list(entry_choices(settings, library(settings), WORKSHOP).offered["unit"]) == ["PH398TP1"]
