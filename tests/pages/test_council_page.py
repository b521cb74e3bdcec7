"""Asiakasraati in the dashboard: every role reads, the council writes, and each reading is logged."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tests.council.release_folders import TEXTS, exits, write_release

from tyokyky.council.words import Language
from tyokyky.privacy.roles import Role
from tyokyky.ui.registry import PAGES

NEWEST, SPRING = "2026-09-30-1", "2026-03-31-1"


@pytest.fixture
def published(demo_server: Path) -> Iterator[Path]:
    """The demo server's home with two releases; taken away again, since others ask the home too."""
    folder = demo_server / "releases"
    table = exits("municipality", {"398": 2, "016": 1})
    spring = write_release(folder, [table], id=SPRING, data_cut="2026-03-31")
    write_release(folder, [table], earlier=[spring])
    yield demo_server
    shutil.rmtree(folder)
    shutil.rmtree(demo_server / "statements", ignore_errors=True)


def _run(role: Role) -> AppTest:
    app = AppTest.from_file(next(entry for entry in PAGES if entry.name == "council").file, default_timeout=60)
    app.session_state["role"] = role
    app.run()
    assert not app.exception
    return app


def _body(app: AppTest) -> str:
    return "".join(str(block.proto.body) for block in app.get("html"))


def _log(home: Path, kind: str) -> list[dict[str, object]]:
    lines = (home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for line in lines if (entry := json.loads(line))["kind"] == kind]


@pytest.mark.parametrize("role", Role)
def test_every_role_reads_and_it_is_logged(role: Role, published: Path) -> None:
    app = _run(role)
    assert "10 ihmisestä 3 putosi." in _body(app)
    assert TEXTS["statements"][0]["text"].splitlines()[1] in _body(app)
    line = _log(published, "release")[-1]
    assert (line["what"], line["who"]) == (NEWEST, role)
    assert bool(app.text_area) == (role is Role.COUNCIL)
    assert len(app.get("download_button")) == 1


def test_language_and_release_are_chosen(published: Path) -> None:
    app = _run(Role.COUNCIL)
    app.button_group(key="julkaisun_kieli").set_value(Language.SWEDISH).run()
    app.selectbox(key="julkaisu").set_value(SPRING).run()
    assert not app.exception
    assert "3 av 10 personer föll." in _body(app)
    assert _log(published, "release")[-1]["what"] == SPRING


def _send(app: AppTest, text: str) -> AppTest:
    app.text_area(key="statement_text").set_value(text)
    app.button[0].click().run()
    assert not app.exception
    return app


def test_the_council_writes_its_statement(published: Path) -> None:
    app = _send(_run(Role.COUNCIL), "Toivomme jatkoa. <b>Kiitos</b>")
    assert "odottaa aineistovastaavaa" in app.success[0].value
    (path,) = (published / "statements").glob("*.json")
    kept = json.loads(path.read_bytes())
    assert (kept["text"], kept["release"], kept["state"]) == ("Toivomme jatkoa. <b>Kiitos</b>", NEWEST, "pending")
    assert app.text[0].value == kept["text"]
    assert app.text_area(key="statement_text").value == ""
    assert _log(published, "statement")[-1]["what"] == f"{kept['id']} of {NEWEST}"


def test_a_refused_statement_stays_in_the_box(published: Path) -> None:
    app = _send(_run(Role.COUNCIL), "Olen 131052-308T")
    assert "poista se" in app.warning[0].value
    assert app.text_area(key="statement_text").value == "Olen 131052-308T"
    assert not (published / "statements").exists()


def test_before_the_first_release_it_is_said(demo_server: Path) -> None:
    app = _run(Role.COUNCIL)
    assert "Vielä ei ole julkaistu" in app.info[0].value
    assert not app.text_area


def test_a_broken_release_is_told_and_the_other_shown(published: Path) -> None:
    (published / "releases" / NEWEST / "texts.json").write_text("[", encoding="utf-8")
    app = _run(Role.MANAGER)
    assert NEWEST in app.warning[0].value
    assert "10 ihmisestä 3 putosi." in _body(app)
