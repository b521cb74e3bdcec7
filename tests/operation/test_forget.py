"""A forgotten person is in no row and no file, others are as they were, and a stopped act is finished by the next."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.homes import exact_rows
from tests.ingest.deliveries import CONTROLLER, PERIOD, Home, files_below
from tests.operation.rights_home import GONE, STAYS, live_without, pseudonym_of, stored_texts

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.domain.filters import Filters
from tyokyky.feedback.queue import IMPORTED_FOLDER, read_queue
from tyokyky.feedback.theme_codings import latest_codings
from tyokyky.privacy import access_log
from tyokyky.reporting import rights
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.rights import forget
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import open_writable

TABLES = ("client", "period", "referral", "moment", "response", "comment")
WHY = "asiakkaan oma pyyntö"


@pytest.fixture
def home(home_of_two: Home, tmp_path: Path) -> Iterator[Home]:
    shutil.copytree(home_of_two.settings.home, tmp_path / "koti")
    yield Home(Settings.of_home(tmp_path / "koti"))


@pytest.fixture
def unbuilt(home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose mart nobody asks in the test: a build takes longer than all the rest."""
    monkeypatch.setattr(rights, "rebuild_alone", lambda *_: None)
    return home


def test_all_of_the_person_goes_and_nothing_of_others(home: Home) -> None:
    settings = home.settings
    build(settings)
    (settings.home / "register.duckdb.before-0005").write_bytes(b"an earlier register")
    gone, stays = pseudonym_of(settings, GONE), pseudonym_of(settings, STAYS)
    before = {table: live_without(home, table, GONE) for table in TABLES if table not in ("comment", "response")}
    assert gone in stored_texts(home)["register.duckdb"]
    done = forget(settings, CONTROLLER, f" {GONE.lower()} ", WHY)
    # Three answers of each of two forms: one that the code linked, and one that came with the same code later.
    assert done.versions == {"client": 1, "period": 2, "referral": 1, "moment": 1, "response": 1 + 3 + 3, "comment": 1}
    assert (done.sent_count, done.code_count) == (2, 1)
    for table, rows in before.items():
        assert home.live(table).equals(rows), table
    texts = stored_texts(home)
    assert [name for name, text in texts.items() if gone in text] == []
    assert [name for name, text in texts.items() if "Kommentti 4711" in text or "V-4711" in text] == []
    assert stays in texts["register.duckdb"]
    assert "Kommentti 4712" in texts["register.duckdb"]
    assert latest_codings(settings)["response_id"].to_list() == ["V-4712"]
    assert {row["exits"] for row in exact_rows(settings, Filters())} == {1}
    assert [path.name for path in settings.marts_folder.glob("mart-*")] == ["mart-000002.duckdb"]
    assert not (settings.home / "register.duckdb.before-0005").exists()
    assert list(settings.home.glob("*.rewrit*")) == []


def test_forms_sent_with_the_persons_code_go_and_others_stay(unbuilt: Home) -> None:
    settings = unbuilt.settings
    marks = set((settings.queue_folder / "codes.txt").read_text().split())
    forget(settings, CONTROLLER, GONE, WHY)
    waiting, aside = read_queue(settings.queue_folder), read_queue(settings.queue_folder / IMPORTED_FOLDER)
    assert [one.response_id for one in waiting.sent] == ["form-11"]
    assert [one.response_id for one in aside.sent] == ["form-1"]
    codes = (settings.queue_folder / "codes.txt").read_text().split()
    assert codes == [waiting.sent[0].code_mark]
    assert set(codes) < marks
    assert (settings.keys_folder / "answer_codes.jsonl").read_text().count("\n") == 1


def test_no_byte_of_the_person_is_left_where_bytes_can_be_read(unbuilt: Home) -> None:
    """Stored without compression, DuckDB keeps what was deleted; the new file does not."""
    settings = unbuilt.settings
    gone = pseudonym_of(settings, GONE).encode()
    with open_writable(settings.register_path) as register:
        register.execute("PRAGMA force_compression = 'uncompressed'")
        register.execute(
            "CREATE TABLE again AS SELECT * FROM period; DROP TABLE period; ALTER TABLE again RENAME TO period"
        )
        register.execute("CHECKPOINT")
    assert gone in settings.register_path.read_bytes()
    forget(settings, CONTROLLER, GONE, WHY)
    assert [name for name, content in files_below(settings.home).items() if gone in content] == []


def test_the_act_is_logged_without_the_identifier(unbuilt: Home) -> None:
    settings = unbuilt.settings
    forget(settings, CONTROLLER, GONE, WHY)
    (entry,) = access_log.entries(settings.access_log_path)
    assert (entry["kind"], entry["what"], entry["reason"]) == ("rights", f"forget {CONTROLLER}", WHY)
    assert GONE.encode() not in settings.access_log_path.read_bytes()


def test_a_linked_group_forgets_the_one_person_of_all_its_controllers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rights, "rebuild_alone", lambda *_: None)
    group = '[[link_groups]]\nname = "yhdessä"\ncontrollers = ["hyvinvointialue", "kunta"]\nlegal_basis = "laki"\n'
    (tmp_path / "koti").mkdir()
    (tmp_path / "koti" / "tyokyky.toml").write_text(group, encoding="utf-8")
    home = Home(Settings.of_home(tmp_path / "koti"))
    home.deliver([PERIOD])
    home.deliver([PERIOD], source=home.source(controller="kunta").model_copy(update={"name": "kunnan"}))
    forget(home.settings, "kunta", GONE, WHY)
    assert home.live("period").is_empty()
    assert home.live("period", "kunta").is_empty()


@pytest.mark.parametrize(
    ("controller", "identifier", "reason", "said"),
    [
        (CONTROLLER, "  ", WHY, "Tunniste puuttuu"),
        ("nobody", GONE, WHY, "--controller"),
        (CONTROLLER, GONE, " ", "syy"),
    ],
)
def test_what_is_not_fit_is_refused(unbuilt: Home, controller: str, identifier: str, reason: str, said: str) -> None:
    before = unbuilt.live("period")
    with pytest.raises(UserError, match=said):
        forget(unbuilt.settings, controller, identifier, reason)
    assert unbuilt.live("period").equals(before)


def test_only_the_steward_forgets_and_a_refusal_is_logged(unbuilt: Home) -> None:
    settings = unbuilt.settings.model_copy(update={"steward": "someone else"})
    with pytest.raises(UserError, match="aineistovastaavalle"):
        forget(settings, CONTROLLER, GONE, WHY)
    assert access_log.entries(settings.access_log_path)[-1]["allowed"] is False
    assert unbuilt.live("period").height == 4


def test_a_stopped_forgetting_is_finished_by_the_next(unbuilt: Home) -> None:
    """Stopped before its last step; what is killed earlier stands in test_killed.py."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as stopped:
        stopped.setattr(rights, "withdraw_codes", stop)
        with pytest.raises(KeyboardInterrupt):
            forget(unbuilt.settings, CONTROLLER, GONE, WHY)
    done = forget(unbuilt.settings, CONTROLLER, GONE, WHY)
    assert (done.versions, done.sent_count, done.code_count) == ({}, 0, 1)
    gone = pseudonym_of(unbuilt.settings, GONE)
    texts = stored_texts(unbuilt)
    assert [name for name, text in texts.items() if gone in text or "V-4711" in text or "form-0" in text] == []


def test_a_row_that_holds_the_pseudonym_elsewhere_stops_it_and_nothing_changes(unbuilt: Home) -> None:
    with open_writable(unbuilt.settings.register_path) as register:
        gone = pseudonym_of(unbuilt.settings, GONE)
        register.execute("UPDATE period SET unit_code = $gone WHERE ended_on IS NULL", {"gone": gone})
    before = files_below(unbuilt.settings.home)["register.duckdb"]
    with pytest.raises(InternalError, match="would have stayed"):
        forget(unbuilt.settings, CONTROLLER, GONE, WHY)
    assert files_below(unbuilt.settings.home)["register.duckdb"] == before


def test_every_table_with_a_client_is_looked_through(unbuilt: Home) -> None:
    with open_writable(unbuilt.settings.register_path) as register:
        found = register.execute("SELECT table_name FROM duckdb_columns() WHERE column_name = 'client_id'").fetchall()
    tables = {name for (name,) in found}
    texts = {
        name: query.statement("tyokyky.store", f"register/{name}") for name in ("versions_of_person", "rows_holding")
    }
    for name, text in texts.items():
        assert [table for table in tables if f"FROM {table}" not in text] == [], name
