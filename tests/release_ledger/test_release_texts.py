"""What is said beside the numbers: nothing leaves unasked, with a trace of a person, or twice."""

import json
from pathlib import Path

import pytest
from tests.release_ledger.desks import FIRST, SECOND, hand

from tyokyky.domain.council_statements import CouncilStatement, StatementState
from tyokyky.domain.errors import UserError
from tyokyky.release import approval, building, planning, texts
from tyokyky.release.statements import STATEMENTS_FOLDER, all_statements, moderate
from tyokyky.release.texts import TEXTS_FOLDER, ActionState, TextKind, steward_texts
from tyokyky.settings import Settings

LONG_AGO = "2026-01-10T10:00:00Z"


def _statement(settings: Settings, number: int, text: str, written_at: str = LONG_AGO) -> str:
    made = CouncilStatement(f"{number:016x}", FIRST, text, written_at)
    folder = settings.home / STATEMENTS_FOLDER
    folder.mkdir(exist_ok=True)
    (folder / f"{made.id}.json").write_bytes(made.encoded())
    return made.id


def _told(folder: Path) -> dict[str, list[dict[str, object]]]:
    content: dict[str, list[dict[str, object]]] = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    return content


def _built(settings: Settings) -> dict[str, list[dict[str, object]]]:
    return _told(building.build(settings, planning.plan(settings, hand()).release, hand()).folder)


def test_only_what_the_steward_lets_through_leaves(fresh: Settings) -> None:
    yes, no = _statement(fresh, 1, "Haluamme tietää, mitä jatkosta sovittiin."), _statement(fresh, 2, "Ei tätä.")
    _statement(fresh, 3, "Tämä odottaa.")
    moderate(fresh, yes, StatementState.APPROVED)
    moderate(fresh, no, StatementState.REJECTED)
    [told] = _built(fresh)["statements"]
    assert told == {
        "id": yes,
        "release": FIRST,
        "text": "Haluamme tietää, mitä jatkosta sovittiin.",
        "written_at": LONG_AGO,
        "language": "fi",
    }


def test_the_council_s_words_are_left_as_they_are(fresh: Settings) -> None:
    one = _statement(fresh, 1, "Ensin.\nSitten: <b>ei</b> =1+1")
    moderate(fresh, one, StatementState.APPROVED)
    assert all_statements(fresh).statements[0].text == "Ensin.\nSitten: <b>ei</b> =1+1"
    assert all_statements(fresh).statements[0].state is StatementState.APPROVED


def test_a_statement_with_a_trace_of_a_person_can_not_be_let_through(fresh: Settings) -> None:
    one = _statement(fresh, 1, "Kysykää: aino@example.org")
    with pytest.raises(UserError, match="sähköpostiosoite"):
        moderate(fresh, one, StatementState.APPROVED)
    assert all_statements(fresh).statements[0].state is StatementState.PENDING
    moderate(fresh, one, StatementState.REJECTED)


def test_files_that_are_no_statements_are_counted_and_leave_nothing(fresh: Settings) -> None:
    folder = fresh.home / STATEMENTS_FOLDER
    folder.mkdir()
    (folder / "torn.json").write_bytes(b'{"id": "')
    (folder / f"{5:016x}.json").write_bytes(CouncilStatement(f"{6:016x}", FIRST, "toinen nimi", LONG_AGO).encoded())
    waiting = all_statements(fresh)
    assert (waiting.statements, waiting.broken_count) == ((), 2)
    assert _built(fresh)["statements"] == []


def test_the_oldest_statement_stands_first(fresh: Settings) -> None:
    _statement(fresh, 1, "uusi", "2026-01-12T10:00:00Z")
    _statement(fresh, 2, "vanha", "2026-01-11T10:00:00Z")
    assert [one.text for one in all_statements(fresh).statements] == ["vanha", "uusi"]


@pytest.mark.parametrize("unknown", ["0" * 16, "../../register", ""])
def test_a_text_that_is_not_there_is_said(fresh: Settings, unknown: str) -> None:
    with pytest.raises(UserError, match="ei ole enää"):
        moderate(fresh, unknown, StatementState.APPROVED)
    with pytest.raises(UserError, match="ei ole enää"):
        texts.set_leaving(fresh, unknown, leaves=True)


def test_quotations_and_actions_leave_in_the_form_of_the_folder(fresh: Settings) -> None:
    texts.write_quotation(fresh, hand(), "  Kukaan ei kertonut, mitä seuraavaksi. ", "plan_missing")
    texts.write_action(fresh, hand(), "Jatko jäi auki.", "Sovitaan jatkosta ennen loppua.", ActionState.TRIAL, "STEP")
    told = _built(fresh)
    [quotation], [action] = told["quotations"], told["actions"]
    assert {**quotation, "id": ""} == {
        "id": "",
        "theme": "plan_missing",
        "text": "Kukaan ei kertonut, mitä seuraavaksi.",
        "language": "fi",
    }
    assert (action["heard"], action["state"], action["joint"]) == ("Jatko jäi auki.", "trial", "STEP")
    assert "Aino" not in json.dumps(told)


def test_a_text_kept_at_home_stays(fresh: Settings) -> None:
    texts.write_quotation(fresh, hand(), "Kotiin.")
    [one] = steward_texts(fresh)
    assert (one.kind, one.leaves) == (TextKind.QUOTATION, True)
    texts.set_leaving(fresh, one.text_id, leaves=False)
    assert _built(fresh)["quotations"] == []


def test_what_was_told_once_is_not_told_again(published: Settings) -> None:
    texts.write_quotation(published, hand(), "Kerran vain.")
    building.build(published, SECOND, hand())
    approval.audit(published, SECOND, hand())
    for who in ("Aino", "Veikko"):
        approval.approve(published, SECOND, hand(who))
    out = approval.publish(published, SECOND, hand())
    assert [one["text"] for one in _told(out)["quotations"]] == ["Kerran vain."]
    texts.write_quotation(published, hand(), "Uusi.")
    assert [one["text"] for one in _built(published)["quotations"]] == ["Uusi."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("   ", "tyhjä"),
        ("x" * 2001, "liian pitkä"),
        ("Soita 040 123 4567.", "yhteystieto"),
        ("131052-308T kertoi", "henkilötunnus"),
        ("aino@example.org", "yhteystieto"),
    ],
)
def test_a_text_that_may_not_leave_is_not_kept(fresh: Settings, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        texts.write_quotation(fresh, hand(), text)
    with pytest.raises(UserError, match=said):
        texts.write_action(fresh, hand(), "Kuultiin.", text, ActionState.IDEA)
    assert not (fresh.home / TEXTS_FOLDER).exists()


def test_a_broken_text_file_is_named(fresh: Settings) -> None:
    (fresh.home / TEXTS_FOLDER).mkdir()
    (fresh.home / TEXTS_FOLDER / f"{1:016x}.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UserError, match=r"release_texts/0000000000000001\.json"):
        steward_texts(fresh)


def test_codes_are_called_by_their_names(fresh: Settings) -> None:
    names = json.loads(json.dumps(_built(fresh)))["names"]
    assert names["municipality"]["398"] == {"fi": "Lahti", "sv": "Lahtis", "en": "Lahti"}
    assert "STEP" in names["joint"]
    assert "_total" not in names["joint"]
