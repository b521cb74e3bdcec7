"""What teams told back leaves with a release only when they marked it public and a steward let it through."""

import json
from dataclasses import replace
from datetime import date

import pytest
from tests.council.reading import Reader
from tests.release_ledger.desks import SECOND, approved, hand

from tyokyky.codevelopment import entries
from tyokyky.council.told import ActionState, texts_of
from tyokyky.domain.codevelopment import Action, Concern, ConcernState, Saved
from tyokyky.domain.codevelopment import ActionState as State
from tyokyky.domain.errors import UserError
from tyokyky.release import approval, building, planning
from tyokyky.release.texts import TEXTS_FOLDER, StewardText, TextKind, set_leaving, steward_texts
from tyokyky.release.told_back import offered_entries
from tyokyky.settings import Settings

DAY, LATER = date(2025, 3, 1), date(2025, 5, 2)
NOT_DONE = Concern(
    "Bussi ei kulje illalla.",
    theme_id="access",
    heard_on=DAY,
    told_on=LATER,
    state=ConcernState.NOT_DONE,
    why="Rahaa ei ole.",
    may_be_published=True,
)
ACTION = Action("Soitetaan yhdessä", "KTT", state=State.TRIAL, begun_on=DAY, may_be_published=True)


def _save(settings: Settings, content: Concern | Action) -> int:
    saved = entries.save(settings, content, "tiimi")
    assert isinstance(saved, Saved)
    return saved.entry_id


def _change(settings: Settings, number: int, **words: object) -> None:
    [held] = [one for one in entries.latest_entries(settings, Concern) if one.entry_id == number]
    changed = replace(held.content, **words)  # type: ignore[arg-type]
    entries.save(settings, changed, "tiimi", number, held.version)


def _released(settings: Settings) -> list[dict[str, object]]:
    folder = building.build(settings, planning.plan(settings, hand()).release, hand()).folder
    found: list[dict[str, object]] = json.loads((folder / "texts.json").read_text(encoding="utf-8"))["actions"]
    return found


def _only(settings: Settings) -> StewardText:
    [found] = steward_texts(settings)
    return found


def test_it_waits_for_the_steward_and_then_leaves_with_nothing_but_its_words(fresh: Settings) -> None:
    _save(fresh, NOT_DONE)
    waiting = _only(fresh)
    assert (waiting.kind, waiting.leaves, waiting.offered) == (TextKind.ACTION, False, True)
    assert _released(fresh) == []
    set_leaving(fresh, waiting.text_id, leaves=True)
    assert _only(fresh).leaves
    assert _released(fresh) == [
        {
            "id": waiting.text_id,
            "heard": "Bussi ei kulje illalla.",
            "done": "Rahaa ei ole.",
            "state": "not_done",
            "joint": "",
            "theme": "access",
            "told_back_on": "2025-05-02",
            "language": "fi",
        }
    ]
    set_leaving(fresh, waiting.text_id, leaves=False)
    assert _released(fresh) == []


def test_what_is_not_public_or_not_told_or_has_no_answer_is_not_offered(fresh: Settings) -> None:
    _save(fresh, replace(NOT_DONE, may_be_published=False))
    _save(fresh, replace(NOT_DONE, told_on=None))
    _save(fresh, replace(NOT_DONE, state=ConcernState.DONE, why="  "))
    _save(fresh, replace(ACTION, may_be_published=False))
    _save(fresh, replace(ACTION, state=State.IDEA, begun_on=None))
    removed = _save(fresh, NOT_DONE)
    entries.remove(fresh, Concern, removed, "tiimi", 1)
    assert offered_entries(fresh) == ()
    assert steward_texts(fresh) == ()


def test_changed_words_wait_anew_and_what_was_let_through_counts_no_more(fresh: Settings) -> None:
    number = _save(fresh, NOT_DONE)
    first = _only(fresh).text_id
    set_leaving(fresh, first, leaves=True)
    _change(fresh, number, why="Rahaa ei ole tänäkään vuonna.")
    again = _only(fresh)
    assert (again.leaves, again.text_id != first) == (False, True)
    assert _released(fresh) == []
    _change(fresh, number, why="Rahaa ei ole.")
    assert (_only(fresh).text_id, _only(fresh).leaves) == (first, True)
    _change(fresh, number, may_be_published=False)
    assert steward_texts(fresh) == ()
    assert _released(fresh) == []


def test_what_no_reader_is_told_changes_nothing(fresh: Settings) -> None:
    number = _save(fresh, NOT_DONE)
    first = _only(fresh).text_id
    _change(fresh, number, told_how="seinällä", discussed_on=DAY)
    assert _only(fresh).text_id == first


def test_an_action_is_told_once_by_the_concern_that_it_answers_or_alone(fresh: Settings) -> None:
    number = _save(fresh, ACTION)
    [alone] = offered_entries(fresh)
    assert (alone["heard"], alone["done"], alone["state"]) == ("", "Soitetaan yhdessä.", "trial")
    _save(fresh, replace(NOT_DONE, state=ConcernState.DONE, why="Kokeilu jatkuu.", action_id=number))
    [told] = offered_entries(fresh)
    assert (told["done"], told["state"]) == ("Soitetaan yhdessä. Kokeilu jatkuu.", "done")


def test_the_words_of_an_action_that_is_not_public_stay_at_home(fresh: Settings) -> None:
    number = _save(fresh, replace(ACTION, may_be_published=False))
    _save(fresh, replace(NOT_DONE, action_id=number))
    assert "Soitetaan" not in json.dumps(offered_entries(fresh))


def test_an_open_concern_that_was_told_back_says_how_far_it_is(fresh: Settings) -> None:
    still = replace(NOT_DONE, state=ConcernState.OPEN, why="Selvitetään syksyllä.")
    _save(fresh, still)
    _save(fresh, replace(still, decided_on=LATER))
    assert [one["state"] for one in offered_entries(fresh)] == ["idea", "agreed"]


def test_words_that_are_too_long_to_leave_are_refused_and_stay(fresh: Settings) -> None:
    _save(fresh, replace(NOT_DONE, why="x" * 2001))
    waiting = _only(fresh)
    with pytest.raises(UserError, match="liian pitkä"):
        set_leaving(fresh, waiting.text_id, leaves=True)
    assert not (fresh.home / TEXTS_FOLDER).exists()
    set_leaving(fresh, waiting.text_id, leaves=False)
    assert not _only(fresh).leaves


def test_a_home_without_co_development_gets_no_store_by_being_read(fresh: Settings) -> None:
    assert steward_texts(fresh) == ()
    assert not fresh.codevelopment_path.exists()


def test_the_council_reads_every_state_of_what_is_told_back(fresh: Settings) -> None:
    for state in (ConcernState.DONE, ConcernState.PARTLY, ConcernState.NOT_DONE):
        _save(fresh, replace(NOT_DONE, state=state))
    for text in steward_texts(fresh):
        set_leaving(fresh, text.text_id, leaves=True)
    read = texts_of({"actions": _released(fresh)}).actions
    assert {one.state for one in read} == {ActionState.DONE, ActionState.PARTLY, ActionState.NOT_DONE}


def test_it_stands_on_the_council_page_of_the_next_release_and_is_not_told_again(published: Settings) -> None:
    _save(published, replace(NOT_DONE, what="Bussi <b>ei</b> kulje illalla."))
    [waiting] = [text for text in steward_texts(published) if text.offered]
    approval.publish(published, SECOND, hand())
    unapproved = Reader.of(published.home / "releases").get("/").words
    assert "Rahaa ei ole." not in unapproved
    set_leaving(published, waiting.text_id, leaves=True)
    approval.publish(published, approved(published), hand())
    page = Reader.of(published.home / "releases").get("/")
    for said in ("Bussi <b>ei</b> kulje illalla.", "Rahaa ei ole.", "Ei tehty.", "Kerrottiin asiakkaille 2.5.2025."):
        assert said in page.words.replace("\N{NO-BREAK SPACE}", " ")
    assert "<b>ei</b>" not in page.text
    assert _released(published) == []
