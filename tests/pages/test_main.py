"""The entry: which pages the menu has, and what a role is sent to first."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tyokyky.privacy.roles import Role
from tyokyky.ui.registry import PAGES, pages_for
from tyokyky.ui.web import main_script


def _names(role: Role | None) -> list[str]:
    return [entry.name for entry in pages_for(role)]


def test_menu_of_each_role() -> None:
    of_paths = ["overview", "drop_off", "transition", "participation", "feedback", "journeys", "trends"]
    of_staff = [*of_paths, "codevelopment", "data", "council", "about"]
    assert _names(Role.MANAGER) == of_staff
    assert _names(Role.TEAM) == of_staff
    assert _names(Role.STEWARD) == ["data", "releases", "access_log", "council", "about"]
    assert _names(Role.COUNCIL) == ["council", "about"]
    assert _names(None) == []


def test_every_page_file_is_registered_and_short() -> None:
    files = {path.stem: path for path in PAGES[0].file.parent.glob("*.py")}
    assert set(files) == {entry.name for entry in PAGES}
    for path in files.values():
        lines = path.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 60
        first = next(line for line in lines if not line.startswith(('"""', "from ", "import ")) and line.strip())
        assert first.startswith("viewer = guard.require(Permission.")


def test_pages_do_not_lie_beside_the_entry() -> None:
    assert not (main_script().parent / "pages").exists()


def test_first_visit_asks_for_a_role(demo_server: Path) -> None:
    app = AppTest.from_file(main_script(), default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "Kenenä katsot palvelua?"


@pytest.mark.parametrize(("role", "title"), [(Role.STEWARD, "Aineisto"), (Role.COUNCIL, "Asiakasraati")])
def test_role_switch_in_the_sidebar_leads_to_its_first_page(role: Role, title: str, demo_server: Path) -> None:
    app = AppTest.from_file(main_script(), default_timeout=60).run()
    app.sidebar.selectbox(key="role").set_value(role).run()
    assert not app.exception
    assert app.title[0].value == title
