"""Entries of co-development: every save is kept, a later editor is told, an act of saving counts once."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.codevelopment.entry_examples import ACTION, ALONE, CONCERN, GROUP, STATEMENT, WORK, meeting_of

from tyokyky.codevelopment.entries import LONGEST_ACT_ID_CHARACTERS, latest_entries, remove, save, undo, versions
from tyokyky.codevelopment.service_paths import save as save_path
from tyokyky.domain.codevelopment import CONTENTS, Action, C, Concern, Conflict, Persona, Saved, Work
from tyokyky.domain.developer_groups import Meeting
from tyokyky.domain.errors import UserError
from tyokyky.domain.service_paths import ServicePath
from tyokyky.settings import Settings
from tyokyky.store.codevelopment import rewriting_codevelopment


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.of_home(tmp_path)


def kept(outcome: Saved[C] | Conflict[C]) -> Saved[C]:
    assert isinstance(outcome, Saved)
    return outcome


def test_every_kind_comes_back_as_it_was_written_markup_and_formulas_too(settings: Settings) -> None:
    for content in ALONE:
        saved = kept(save(settings, content, "a"))
        assert latest_entries(settings, type(content)) == (saved,)
        assert (saved.version, saved.saved_by, saved.content, saved.removed) == (1, "a", content, False)
    group = kept(save(settings, GROUP, "a"))
    meeting = kept(save(settings, meeting_of(group.entry_id), "a"))
    assert latest_entries(settings, Meeting) == (meeting,)
    assert {type(one) for one in ALONE} | {Meeting} == set(CONTENTS.values())


def test_every_save_is_kept_with_who_made_it(settings: Settings) -> None:
    first = kept(save(settings, ACTION, "a"))
    second = kept(save(settings, replace(ACTION, what="Toisin"), "b", first.entry_id, based_on=1))
    assert versions(settings, Action, first.entry_id) == (first, second)
    assert latest_entries(settings, Action) == (second,)
    assert second.saved_at >= first.saved_at


def test_a_later_editor_is_told_and_shown_both_and_nothing_is_written(settings: Settings) -> None:
    first = kept(save(settings, ACTION, "a"))
    theirs = kept(save(settings, replace(ACTION, what="heidän"), "b", first.entry_id, based_on=1))
    mine = replace(ACTION, what="minun")
    outcome = save(settings, mine, "c", first.entry_id, based_on=1)
    assert outcome == Conflict(theirs, mine)
    assert len(versions(settings, Action, first.entry_id)) == 2
    assert kept(save(settings, mine, "c", first.entry_id, based_on=2)).version == 3


def test_undo_brings_an_earlier_version_back_and_keeps_what_was_undone(settings: Settings) -> None:
    first = kept(save(settings, ACTION, "a"))
    save(settings, replace(ACTION, what="huti"), "b", first.entry_id, based_on=1)
    assert isinstance(undo(settings, Action, first.entry_id, "c", to_version=1, based_on=1), Conflict)
    undo(settings, Action, first.entry_id, "c", to_version=1, based_on=2)
    assert [(one.saved_by, one.content.what) for one in versions(settings, Action, first.entry_id)] == [
        ("a", ACTION.what), ("b", "huti"), ("c", ACTION.what)
    ]  # fmt: skip


def test_what_is_taken_out_of_use_is_kept_and_comes_back_by_undo(settings: Settings) -> None:
    first = kept(save(settings, ACTION, "a"))
    assert isinstance(remove(settings, Action, first.entry_id, "b", based_on=0), Conflict)
    assert kept(remove(settings, Action, first.entry_id, "b", based_on=1)).removed
    assert latest_entries(settings, Action) == ()
    assert [one.content for one in latest_entries(settings, Action, with_removed=True)] == [ACTION]
    undo(settings, Action, first.entry_id, "c", to_version=1, based_on=2)
    assert [one.content for one in latest_entries(settings, Action)] == [ACTION]


def test_an_act_of_saving_sent_twice_counts_once_even_after_others_saved(settings: Settings) -> None:
    first = kept(save(settings, ACTION, "a", act_id="t1"))
    assert save(settings, ACTION, "a", act_id="t1") == first
    changed = replace(ACTION, what="uusi")
    second = kept(save(settings, changed, "a", first.entry_id, based_on=1, act_id="t2"))
    save(settings, replace(ACTION, what="muun"), "b", first.entry_id, based_on=2, act_id="t3")
    assert save(settings, changed, "a", first.entry_id, based_on=1, act_id="t2") == second
    assert [one.content.what for one in versions(settings, Action, first.entry_id)] == [ACTION.what, "uusi", "muun"]
    with pytest.raises(UserError, match="lataa sivu"):
        save(settings, ACTION, "a", act_id="x" * (LONGEST_ACT_ID_CHARACTERS + 1))


def test_numbers_are_never_shared_between_kinds(settings: Settings) -> None:
    action, work = kept(save(settings, ACTION, "a")), kept(save(settings, WORK, "a"))
    assert action.entry_id != work.entry_id
    assert versions(settings, Work, action.entry_id) == ()
    with pytest.raises(UserError, match="Kirjausta ei ole"):
        save(settings, WORK, "a", action.entry_id, based_on=1)


def test_an_entry_that_another_names_must_be_there_and_in_use(settings: Settings) -> None:
    for content in (replace(ACTION, work_id=99), replace(CONCERN, action_id=99), meeting_of(99)):
        with pytest.raises(UserError, match="viittaa toiseen"):
            save(settings, content, "a")
    work = kept(save(settings, WORK, "a"))
    save(settings, replace(ACTION, work_id=work.entry_id), "a")
    remove(settings, Work, work.entry_id, "a", based_on=1)
    with pytest.raises(UserError, match="viittaa toiseen"):
        save(settings, replace(ACTION, work_id=work.entry_id), "a")
    assert len(latest_entries(settings, Action)) == 1
    assert latest_entries(settings, Concern) == ()


def test_a_persona_may_stand_on_a_service_path(settings: Settings) -> None:
    path = save_path(settings, ServicePath("Veikko"), "a").saved
    assert path is not None
    persona = Persona("Veikko", path_id=path.path_id)
    assert kept(save(settings, persona, "a")).content == persona
    with pytest.raises(UserError, match="viittaa toiseen"):
        save(settings, replace(persona, path_id=path.path_id + 1), "a")


def test_a_concern_is_followed_from_the_statement_to_what_was_done(settings: Settings) -> None:
    statement = kept(save(settings, STATEMENT, "a"))
    action = kept(save(settings, ACTION, "a"))
    row = replace(CONCERN, statement_id=statement.entry_id, action_id=action.entry_id)
    assert kept(save(settings, row, "a")).content == row


def test_unknown_entries_and_versions_are_told(settings: Settings) -> None:
    assert versions(settings, Action, 7) == ()
    with pytest.raises(UserError, match="Kirjausta ei ole"):
        save(settings, ACTION, "a", 7, based_on=1)
    with pytest.raises(UserError, match="Kirjausta ei ole"):
        remove(settings, Action, 7, "a", based_on=1)
    with pytest.raises(UserError, match="Versiota ei ole"):
        undo(settings, Action, 7, "a", to_version=1, based_on=1)


def test_service_paths_made_before_stay_when_the_store_is_upgraded(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tyokyky.codevelopment.service_paths import latest_paths  # noqa: PLC0415 - after the older store is made
    from tyokyky.store import codevelopment  # noqa: PLC0415

    with monkeypatch.context() as earlier:
        earlier.setattr(codevelopment, "MIGRATIONS", codevelopment.MIGRATIONS[:2])
        save_path(settings, ServicePath("Aino"), "a")
    kept(save(settings, ACTION, "a"))
    assert [one.path.title for one in latest_paths(settings)] == ["Aino"]


def test_entries_and_their_numbers_outlive_a_store_written_anew(settings: Settings) -> None:
    first = kept(save(settings, ACTION, "a", act_id="t1"))
    with rewriting_codevelopment(settings):
        pass
    assert latest_entries(settings, Action) == (first,)
    assert save(settings, ACTION, "a", act_id="t1") == first
    assert kept(save(settings, ACTION, "a", act_id="t2")).entry_id > first.entry_id
