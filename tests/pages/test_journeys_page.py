"""Palvelupolut: the team opens one path with a reason; others do not, and every attempt is in the log."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tyokyky.privacy.roles import Role
from tyokyky.ui.registry import PAGES

REASON = "Selvitetään tiimissä miksi jatko katkesi"


def _opened(role: Role) -> AppTest:
    entry = next(page for page in PAGES if page.name == "journeys")
    app = AppTest.from_file(entry.file, default_timeout=60)
    app.session_state["role"] = role
    return app.run()


def _paths_in_log(home: Path) -> list[dict[str, object]]:
    lines = (home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()
    return [entry for entry in map(json.loads, lines) if entry["kind"] == "path"]


def _ask(app: AppTest, reason: str) -> AppTest:
    which = app.selectbox(key="path_token")
    which.select_index(0)
    app.text_input(key="path_reason").set_value(reason)
    return app.button[0].click().run()


def _names_of(app: AppTest) -> set[str]:
    return {str(cell) for table in app.table for row in table.value.to_numpy().tolist() for cell in row}


def test_the_manager_is_told_that_single_paths_are_the_teams(demo_server: Path) -> None:
    app = _opened(Role.MANAGER)
    assert not app.exception
    assert [caption.value for caption in app.caption] == ["Yksittäisen polun voi avata vain kehittäjätiimi."]
    assert not app.text_input


def test_the_team_opens_a_path_and_the_log_says_why(demo_server: Path) -> None:
    before = len(_paths_in_log(demo_server))
    app = _opened(Role.TEAM)
    assert not app.exception
    assert not app.get("plotly_chart")
    _ask(app, REASON)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 1
    (line,) = _paths_in_log(demo_server)[before:]
    assert (line["reason"], line["allowed"]) == (REASON, True)
    assert line["row_count"] == len(app.table[0].value)
    app.run()
    assert len(app.get("plotly_chart")) == 1
    assert len(_paths_in_log(demo_server)) == before + 1


@pytest.mark.parametrize(
    ("reason", "said", "logged"),
    [
        ("", "vähintään kolmella sanalla", "no reason given"),
        ("Asiakas 131052-308T kysyi", "henkilötunnus tai yhteystieto", "reason names a person"),
        ("sana toinen kolmas " + "x" * 300, "lyhennä perustelu", "reason too long"),
    ],
)
def test_a_refused_reason_shows_nothing_and_is_logged(reason: str, said: str, logged: str, demo_server: Path) -> None:
    app = _ask(_opened(Role.TEAM), reason)
    assert not app.exception
    assert said in app.warning[0].value
    assert not app.get("plotly_chart")
    line = _paths_in_log(demo_server)[-1]
    assert (line["allowed"], line["reason"], line["row_count"]) == (False, logged, None)


def test_an_opened_path_does_not_stay_for_another_role_or_question(demo_server: Path) -> None:
    app = _ask(_opened(Role.TEAM), REASON)
    assert app.get("plotly_chart")
    app.selectbox(key="path_outcome").set_value("followed").run()
    assert not app.get("plotly_chart")
    app = _ask(_opened(Role.TEAM), REASON)
    app.session_state["role"] = Role.MANAGER
    app.run()
    assert not app.get("plotly_chart")
    app.session_state["role"] = Role.TEAM
    app.run()
    assert not app.get("plotly_chart")


def test_no_date_and_no_place_is_on_the_page(demo_server: Path) -> None:
    app = _ask(_opened(Role.TEAM), REASON)
    cells = _names_of(app)
    assert cells
    assert not [cell for cell in cells if "20" in cell and cell[:2] == "20" and len(cell) > 4]
