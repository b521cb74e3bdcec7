"""Service paths on Palvelupolut: the team writes, two writers lose nothing, and other roles see nothing."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tyokyky.codevelopment.service_paths import latest_paths, save, versions
from tyokyky.domain.service_paths import ServicePath, Stage, Step
from tyokyky.privacy.roles import Role
from tyokyky.settings import Settings
from tyokyky.ui.registry import PAGES

FILE = next(page.file for page in PAGES if page.name == "journeys")
MARKUP = "<script>alert(1)</script> **lihava**"
TITLE = "Henkilön ja polun nimi"
PATH = ServicePath("Aino, 24", (Step(Stage.START, "meeting", "office", "phone", note=MARKUP), Step(Stage.NOW)))


@pytest.fixture
def settings(unwritten: Settings) -> Settings:
    """The home without any service path of an earlier test."""
    return unwritten


def opened(role: Role) -> AppTest:
    app = AppTest.from_file(FILE, default_timeout=60)
    app.session_state["role"] = role
    return app.run()


def written(path_id: int | None = None) -> AppTest:
    app = opened(Role.TEAM).toggle(key="open_service_paths").set_value(True).run()
    return app if path_id is None else app.selectbox(key="service_path_chosen").set_value(path_id).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def title_of(app: AppTest) -> str:
    return str(next(box for box in app.text_input if box.label == TITLE).value)


def name(app: AppTest, title: str) -> None:
    next(box for box in app.text_input if box.label == TITLE).set_value(title)


def made(settings: Settings) -> int:
    saved = save(settings, PATH, "a").saved
    assert saved is not None
    return saved.path_id


def log_of(settings: Settings) -> list[dict[str, object]]:
    lines = settings.access_log_path.read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["kind"] == "service_path"]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.STEWARD, Role.COUNCIL])
def test_other_roles_see_nothing_of_it(role: Role, settings: Settings) -> None:
    made(settings)
    app = opened(role)
    assert not [toggle for toggle in app.toggle if toggle.key == "open_service_paths"]
    assert not [text for text in app.text if "Aino" in text.value]


def test_the_team_writes_a_path_step_by_step_and_every_act_is_logged(settings: Settings) -> None:
    app = written()
    before = len(log_of(settings))
    name(app, "Aino, 24")
    app = press(app, "Lisää askel")
    next(box for box in app.text_input if box.label.startswith("Askel 2: mitä")).set_value(MARKUP)
    app = press(press(app, "Siirrä askel 2 ylös"), "Tallenna polku")
    assert not app.exception
    (held,) = latest_paths(settings)
    assert (held.path.title, [step.note for step in held.path.steps]) == ("Aino, 24", [MARKUP, ""])
    assert [text.value for text in app.text if MARKUP in text.value]
    assert not [one for one in app.markdown if "script" in one.value]
    assert any("save" in str(line["what"]) for line in log_of(settings)[before:])


def test_a_step_tells_how_often_it_occurs(settings: Settings) -> None:
    app = written(made(settings))
    assert not app.exception
    (step,) = [text.value for text in app.text if text.value.startswith("1. ") and "kirjoit" not in text.value][:1]
    assert "toimisto" in step
    assert "palvelussa olleista (n = " in step


def test_a_stale_save_is_told_mine_can_be_kept_and_undone(settings: Settings) -> None:
    path_id = made(settings)
    app = written(path_id)
    save(settings, ServicePath("heidän"), "b", path_id, based_on=1)
    name(app, "minun")
    app = press(app, "Tallenna polku")
    assert any("Toinen on tallentanut" in warning.value for warning in app.warning)
    assert any(text.value.startswith("heidän") for text in app.text)
    app = press(app, "Pidä minun versioni")
    assert [one.path.title for one in versions(settings, path_id)] == ["Aino, 24", "heidän", "minun"]
    app = press(app, "Palauta valittu tallennus")
    assert [one.path.title for one in versions(settings, path_id)][-1] == "heidän"
    assert title_of(app) == "heidän"


def test_an_identity_code_is_refused_and_what_was_written_stays(settings: Settings) -> None:
    app = written()
    name(app, "Aino 131052-308T")
    app = press(app, "Tallenna polku")
    assert any("henkilötunnus" in warning.value for warning in app.warning)
    assert not latest_paths(settings)
    assert title_of(app) == "Aino 131052-308T"
