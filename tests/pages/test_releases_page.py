"""The steward's page of releases, from nothing to a release, in one session."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tests.release_ledger.desks import FIRST, county, doubt, quick

from tyokyky.domain.council_statements import CouncilStatement
from tyokyky.privacy.roles import Role
from tyokyky.settings import SETTINGS_FILE, Settings
from tyokyky.ui.mode import MODE_VARIABLE, Mode
from tyokyky.ui.registry import PAGES

FILE = next(entry.file for entry in PAGES if entry.name == "releases")
STATEMENT = CouncilStatement(f"{7:016x}", "2025-06-30-1", "Haluamme *tietää* jatkosta.", "2026-01-10T10:00:00Z")


@pytest.fixture(scope="module")
def county_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = county(tmp_path_factory.mktemp("page") / "home").home
    (home / SETTINGS_FILE).write_text("synthetic = true\n", encoding="utf-8")
    (home / "statements").mkdir()
    (home / "statements" / f"{STATEMENT.id}.json").write_bytes(STATEMENT.encoded())
    return home


@pytest.fixture
def home(county_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(county_home, tmp_path / "home")
    monkeypatch.setenv("TYOKYKY_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(MODE_VARIABLE, Mode.DEMO)
    with quick():
        yield tmp_path / "home"


def _opened(role: Role = Role.STEWARD) -> AppTest:
    app = AppTest.from_file(FILE, default_timeout=60)
    app.session_state["role"] = role
    app.run()
    assert not app.exception
    return app


def _press(app: AppTest, key: str) -> None:
    app.button(key=key).click().run()
    assert not app.exception


def _words(app: AppTest) -> str:
    shown = [*app.markdown, *app.success, *app.error, *app.info, *app.warning, *app.header, *app.caption]
    return "\n".join(str(one.value) for one in shown)


def _become(app: AppTest, name: str) -> None:
    app.radio(key="release_name").set_value(name).run()


def test_the_whole_way(home: Path) -> None:
    app = _opened()
    assert "Julkaisua ei ole tekeillä" in _words(app)
    assert "Mitään ei ole vielä julkaistu" in _words(app)
    _press(app, "release_plan")
    assert f"Julkaisu {FIRST} on suunniteltu" in _words(app)
    assert "15 taulua neljänneksistä 2025Q1–2025Q3" in _words(app)
    _press(app, f"approved_{STATEMENT.id}")
    assert "Hyväksytty · julkaisusta 2025-06-30-1" in _words(app)
    _press(app, "release_build")
    assert "Todistettu: vaikka lukijalla olisi kaikki taulut" in _words(app)
    assert "Hyväksyntöjä on 0, tarvitaan 2" in _words(app)
    assert len(app.table) == 1
    _press(app, "release_approve")
    assert "Toisen hyväksynnän antaa toinen ihminen" in _words(app)
    _become(app, "second_steward")
    _press(app, "release_approve")
    assert app.button(key="release_publish").disabled
    app.checkbox(key=f"release_sure_{FIRST}").check().run()
    _press(app, "release_publish")
    assert "jokainen tavu on se, joka julkaistiin" in _words(app)
    told = json.loads((home / "releases" / FIRST / "texts.json").read_text(encoding="utf-8"))
    assert [one["text"] for one in told["statements"]] == [STATEMENT.text]
    acts = [json.loads(line) for line in (home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["what"] for line in acts if line["kind"] == "release"][-1] == f"publish {FIRST}"
    assert {line["who"] for line in acts} == {"steward"}


def test_no_count_of_the_register_stands_on_the_page(home: Path) -> None:
    app = _opened()
    _press(app, "release_plan")
    _press(app, "release_build")
    shown = [column for table in app.table for column in table.value.columns]
    assert len(shown) == 7
    assert "2025Q1: 8" not in _words(app)


def test_a_release_that_is_not_proven_can_not_be_approved(home: Path) -> None:
    app = _opened()
    _press(app, "release_plan")
    doubt(Settings(home=home))
    _press(app, "release_build")
    assert "ei voi julkaista" in _words(app)
    assert "Ei todistettu" in _words(app)
    assert [one.key for one in app.button if one.key in ("release_approve", "release_publish")] == []


def test_a_text_is_written_and_a_bad_one_refused(home: Path) -> None:
    app = _opened()
    app.text_area[0].set_value("Soittakaa 040 123 4567")
    next(one for one in app.button if one.label == "Tallenna").click().run()
    assert "yhteystieto" in _words(app)
    app.text_area[0].set_value("Kukaan ei kertonut jatkosta.")
    next(one for one in app.button if one.label == "Tallenna").click().run()
    assert "Kukaan ei kertonut jatkosta." in _words(app)
    assert "lähtee seuraavan julkaisun mukana" in _words(app)


def test_what_the_council_wrote_is_text_and_no_markup(home: Path) -> None:
    assert "Haluamme \\*tietää\\* jatkosta." in _words(_opened())


def test_a_broken_ledger_ends_the_page(home: Path) -> None:
    app = _opened()
    _press(app, "release_plan")
    (home / "releases" / "ledger.jsonl").write_bytes(b"{}\n")
    app.run()
    assert "varmuuskopiosta" in _words(app)
    assert not [one for one in app.button if one.key == "release_plan"]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TEAM, Role.COUNCIL])
def test_it_is_the_steward_s_page_alone(home: Path, role: Role) -> None:
    app = _opened(role)
    assert "ei ole pääsyä" in _words(app)
    assert not (home / "releases").exists()
