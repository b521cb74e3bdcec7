"""The council's statement: written by the council alone, clean, whole, logged, and read back as it was written."""

import json
from pathlib import Path

import pytest

from tyokyky.domain.council_statements import (
    LONGEST_STATEMENT,
    CouncilStatement,
    StatementState,
    statement_text,
)
from tyokyky.domain.errors import UserError
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import WHOLE_COUNTY, Role
from tyokyky.reporting.council_statements import FOLDER, Writer, list_statements, save_statement
from tyokyky.settings import Settings

RELEASE = "2026-09-30-1"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.of_home(tmp_path / "koti")


def writer(log: list[Access] | None = None, role: Role | None = Role.COUNCIL) -> Writer:
    return Writer(role, WHOLE_COUNTY, "raati", (log if log is not None else []).append)


def test_a_statement_waits_as_a_file_of_the_agreed_form(settings: Settings) -> None:
    log: list[Access] = []
    made = save_statement(settings, writer(log), RELEASE, "  Työpajan jälkeen\r\nei saa jäädä tyhjän päälle.  ")
    (path,) = (settings.home / FOLDER).iterdir()
    assert path.name == f"{made.id}.json"
    assert json.loads(path.read_bytes()) == {
        "id": made.id, "release": RELEASE, "text": "Työpajan jälkeen\nei saa jäädä tyhjän päälle.",
        "written_at": made.written_at, "state": "pending", "language": "fi",
    }  # fmt: skip
    assert path.stat().st_mode & 0o077 == 0
    assert [(one.kind, one.what) for one in log] == [(Opened.STATEMENT, f"{made.id} of {RELEASE}")]
    assert list_statements(settings, writer()) == (made,)


def test_they_come_the_newest_first_and_torn_files_are_left_out(settings: Settings) -> None:
    first = save_statement(settings, writer(), RELEASE, "Ensin.")
    second = CouncilStatement("f" * 16, RELEASE, "Sitten.", "2099-01-01T00:00:00Z", StatementState.APPROVED)
    folder = settings.home / FOLDER
    (folder / f"{second.id}.json").write_bytes(second.encoded())
    (folder / "0000000000000000.json").write_bytes(second.encoded())
    (folder / "1111111111111111.json").write_bytes(second.encoded()[:40])
    assert list_statements(settings, writer()) == (second, first)


@pytest.mark.parametrize(("written", "said"), [
    ("", "tyhjä"),
    (" \n\u200b ", "tyhjä"),
    ("a" * (LONGEST_STATEMENT + 1), "liian pitkä"),
    ("Olen 131052-308T.", "henkilötunnus"),
    ("Olen 13105\u200b2-308T.", "henkilötunnus"),
    ("Soita 040 123 4567", "puhelinnumero"),
    ("Kirjoita aino@example.fi", "sähköpostiosoite"),
])  # fmt: skip
def test_what_is_not_fit_is_refused_with_one_sentence_and_nothing_is_kept(
    written: str, said: str, settings: Settings
) -> None:
    log: list[Access] = []
    with pytest.raises(UserError, match=said) as refused:
        save_statement(settings, writer(log), RELEASE, written)
    assert "308T" not in str(refused.value)
    assert log == []
    assert not (settings.home / FOLDER).exists()


@pytest.mark.parametrize("role", [None, Role.MANAGER, Role.TEAM, Role.STEWARD])
def test_only_the_council_writes_and_reads_them_here(role: Role | None, settings: Settings) -> None:
    with pytest.raises(UserError, match="vain asiakasraati"):
        save_statement(settings, writer(role=role), RELEASE, "Hei.")
    with pytest.raises(UserError, match="vain asiakasraati"):
        list_statements(settings, writer(role=role))
    assert not settings.home.exists()


def test_what_can_not_be_logged_is_not_kept(settings: Settings) -> None:
    def refuse(access: Access) -> None:
        raise UserError("Käyttölokiin ei voi kirjoittaa.")

    with pytest.raises(UserError, match="Käyttölokiin"):
        save_statement(settings, Writer(Role.COUNCIL, WHOLE_COUNTY, "raati", refuse), RELEASE, "Hei.")
    assert not (settings.home / FOLDER).exists()


def test_a_folder_that_can_not_be_written_is_told(settings: Settings) -> None:
    settings.home.mkdir()
    (settings.home / FOLDER).write_text("in the way", encoding="utf-8")
    with pytest.raises(UserError, match="ei voitu tallentaa"):
        save_statement(settings, writer(), RELEASE, "Hei.")


def test_markup_and_formulas_are_kept_as_text() -> None:
    assert statement_text("=1+1 <b>raati</b> & 'me'\x00") == "=1+1 <b>raati</b> & 'me'"
    assert statement_text("a" * LONGEST_STATEMENT) == "a" * LONGEST_STATEMENT


@pytest.mark.parametrize("change", [
    {"id": "../evil"}, {"id": "F" * 16}, {"release": "plans"}, {"state": "published"}, {"written_at": "soon"},
    {"text": 3}, {"language": "xx"}, {"more": 1},
])  # fmt: skip
def test_a_file_of_another_form_is_no_statement(change: dict[str, object]) -> None:
    good = json.loads(CouncilStatement("a" * 16, RELEASE, "Hei.", "2026-09-01T10:00:00Z").encoded())
    assert CouncilStatement.decoded(json.dumps(good).encode()) is not None
    assert CouncilStatement.decoded(json.dumps(good | change).encode()) is None
