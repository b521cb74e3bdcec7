"""Palvelupolut: the team opens one path with a reason; others do not, and every attempt is in the log."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tyokyky.privacy.roles import Role
from tyokyky.ui.board import ROWS_PER_PAGE
from tyokyky.ui.registry import PAGES

PICTURES = ["path_map", "variants", "waits", "occupation_path", "funnel", "bounces", "compare"]
HEADINGS = [
    "Mistä tullaan ja mihin mennään",
    "Yleisimmät polut",
    "Aika askelten välissä",
    "Missä ihmiset ovat polun alusta lukien",
    "Kuinka pitkälle polulla päästään",
    "Paluu samaan palveluun toisen kautta",
    "Kuinka usein palvelu vaihtuu toiseen",
    "Vertaa kahta ryhmää",
    "Yhden polun avaaminen",
]

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


def _drawn(app: AppTest) -> list[str]:
    return [str(one.key).removeprefix("picture_") for one in app.get("plotly_chart")]


def _is_open(app: AppTest) -> bool:
    return any(one.key == "picture_one_path" for one in app.get("plotly_chart"))


def _names_of(app: AppTest) -> set[str]:
    return {str(cell) for table in app.table[-1:] for row in table.value.to_numpy().tolist() for cell in row}


def test_the_manager_is_told_that_single_paths_are_the_teams(demo_server: Path) -> None:
    app = _opened(Role.MANAGER)
    assert not app.exception
    assert app.caption[-1].value == "Yksittäisen polun voi avata vain kehittäjätiimi."
    assert _drawn(app) == PICTURES
    assert not app.text_input


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TEAM])
def test_the_page_is_read_from_the_map_to_the_comparison(role: Role, demo_server: Path) -> None:
    app = _opened(role)
    assert not app.exception
    of_team = ["Keksityn henkilön palvelupolku"] if role is Role.TEAM else []
    assert [block.value for block in app.header] == [*HEADINGS, *of_team]
    assert app.markdown[2].value.startswith("Ennen palvelua kuntouttava työtoiminta on useimmin ")
    assert not [box for box in app.selectbox if box.key == "jaottelu"]


@pytest.mark.parametrize("role", [Role.STEWARD, Role.COUNCIL, None])
def test_others_see_nothing_of_the_paths(role: Role | None, demo_server: Path) -> None:
    entry = next(page for page in PAGES if page.name == "journeys")
    app = AppTest.from_file(entry.file, default_timeout=60)
    if role is not None:
        app.session_state["role"] = role
    app.run()
    assert not app.header
    assert not app.get("plotly_chart")


def test_steps_can_be_moments_and_a_unit_is_refused_in_a_sentence(demo_server: Path) -> None:
    app = _opened(Role.MANAGER)
    app.session_state["askel"] = "moment"
    app.run()
    assert not app.exception
    focus = app.selectbox(key="tuokio")
    focus.select_index(1).run()
    assert not app.exception
    # So few people share a whole chain of moments that none is named.
    assert _drawn(app)[:2] == ["path_map", "waits"]
    app.selectbox(key="yksikko").set_value("PH398TP1").run()
    assert not app.exception
    assert any("Palvelutuokioilla ei ole yksikköä" in box.value for box in app.info)
    assert "path_map" not in _drawn(app)


def test_stages_are_chosen_or_written_and_a_slip_is_one_sentence(demo_server: Path) -> None:
    app = _opened(Role.MANAGER)
    app.selectbox(key="vaiheet").set_value("focus").run()
    assert not app.exception
    assert "funnel" in _drawn(app)
    app.selectbox(key="vaiheet").set_value("own").run()
    app.text_input(key="omat_vaiheet").set_value("KTT>EIOLE").run()
    assert not app.exception
    assert "Vaiheen palvelua ei ole" in app.warning[0].value
    assert "EIOLE" not in app.warning[0].value
    assert "funnel" not in _drawn(app)
    assert "bounces" in _drawn(app)


def test_groups_are_compared_by_experience_and_by_months(demo_server: Path) -> None:
    app = _opened(Role.MANAGER)
    app.selectbox(key="ryhmittely_compare").set_value("experience:planning").run()
    assert not app.exception
    assert any("Vertailu kertoo vain vastanneista" in caption.value for caption in app.caption)
    app.selectbox(key="ryhma_second_experience").set_value("realised").run()
    assert "Valitse kaksi eri ryhmää." in [box.value for box in app.info]
    assert "compare" not in _drawn(app)
    app.session_state["vertailu"] = "compare-months"
    app.run()
    assert not app.exception
    assert "compare-months" in _drawn(app)


def test_a_chosen_municipality_does_not_stop_the_comparison_of_two(demo_server: Path) -> None:
    app = _opened(Role.MANAGER)
    app.selectbox(key="kunta").set_value("398")
    app.selectbox(key="ryhmittely_compare").set_value("municipality")
    app.run()
    assert not app.exception
    assert "compare" in _drawn(app)


def test_the_team_opens_a_path_and_the_log_says_why(demo_server: Path) -> None:
    before = len(_paths_in_log(demo_server))
    app = _opened(Role.TEAM)
    assert not app.exception
    assert _drawn(app) == PICTURES
    _ask(app, REASON)
    assert not app.exception
    assert _is_open(app)
    (line,) = _paths_in_log(demo_server)[before:]
    assert (line["reason"], line["allowed"]) == (REASON, True)
    assert len(app.table[-1].value) == min(int(str(line["row_count"])), ROWS_PER_PAGE)
    app.run()
    assert _is_open(app)
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
    assert not _is_open(app)
    line = _paths_in_log(demo_server)[-1]
    assert (line["allowed"], line["reason"], line["row_count"]) == (False, logged, None)


def test_an_opened_path_does_not_stay_for_another_role_or_question(demo_server: Path) -> None:
    app = _ask(_opened(Role.TEAM), REASON)
    assert _is_open(app)
    app.selectbox(key="path_outcome").set_value("followed").run()
    assert not _is_open(app)
    app = _ask(_opened(Role.TEAM), REASON)
    app.session_state["role"] = Role.MANAGER
    app.run()
    assert not _is_open(app)
    app.session_state["role"] = Role.TEAM
    app.run()
    assert not _is_open(app)


def test_no_date_and_no_place_is_on_the_page(demo_server: Path) -> None:
    app = _ask(_opened(Role.TEAM), REASON)
    cells = _names_of(app)
    assert cells
    assert not [cell for cell in cells if "20" in cell and cell[:2] == "20" and len(cell) > 4]
