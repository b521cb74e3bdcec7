"""Comments on Jatkuva palaute: opened on purpose and logged, text and never markup, coded by the reader."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from tests.ingest.deliveries import COMMENT, RESPONSE, Home, changed

from tyokyky.domain.filters import Filters
from tyokyky.privacy.roles import WHOLE_COUNTY, Role
from tyokyky.reporting.comment_reading import Reader, read_page
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings
from tyokyky.ui.mode import MODE_VARIABLE, Mode
from tyokyky.ui.registry import PAGES

DAY = datetime.now(UTC).date() - timedelta(days=5)
MARKUP = "<script>alert(1)</script> **lihava** [linkki](https://example.com)\n# Otsikko"
BOUNCED = "Minua pompoteltiin luukulta luukulle."
FILE = next(entry.file for entry in PAGES if entry.name == "feedback")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """A home of its own. A server serves one home and keeps answers by generation: here several share a process."""
    made = Home(Settings.of_home(tmp_path / "koti"))
    texts = [MARKUP, *[BOUNCED] * 11]
    made.deliver([changed(RESPONSE, response_id=f"SALA-{n}", answered_on=DAY.isoformat()) for n in range(12)], DAY)
    made.deliver([changed(COMMENT, response_id=f"SALA-{n}", text=text) for n, text in enumerate(texts)], DAY)
    build(made.settings)
    monkeypatch.setenv("TYOKYKY_HOME", str(made.settings.home))
    monkeypatch.setenv(MODE_VARIABLE, Mode.LOCAL)
    st.cache_data.clear()
    yield made.settings
    st.cache_data.clear()


def opened(role: Role = Role.TEAM) -> AppTest:
    app = AppTest.from_file(FILE, default_timeout=60)
    app.session_state["role"] = role
    app.run()
    return app.toggle(key="open_comments").set_value(True).run()


def log(settings: Settings, kind: str) -> list[dict[str, object]]:
    lines = settings.access_log_path.read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["kind"] == kind]


def shown(app: AppTest) -> list[str]:
    return [text.value for text in app.text]


def test_nothing_is_read_before_the_reader_opens_it(home: Settings) -> None:
    app = AppTest.from_file(FILE, default_timeout=60)
    app.session_state["role"] = Role.TEAM
    app.run()
    assert not app.exception
    assert BOUNCED not in shown(app)
    assert log(home, "comments") == []


def test_comments_are_text_and_their_opening_is_logged(home: Settings) -> None:
    app = opened()
    assert not app.exception
    assert MARKUP in shown(app)
    assert not any("alert(1)" in one.value for one in app.markdown)
    (line,) = log(home, "comments")
    assert (line["row_count"], line["allowed"]) == (10, True)
    assert BOUNCED not in json.dumps(line)
    app.selectbox(key="page_comments").set_value(2).run()
    assert [line["row_count"] for line in log(home, "comments")] == [10, 2]


def test_no_response_id_reaches_the_screen(home: Settings) -> None:
    app = opened()
    everything = " ".join(
        [*shown(app), *(one.value for one in app.markdown), *(str(one.key) for one in app.multiselect)]
    )
    assert "SALA" not in everything


def test_the_reader_confirms_changes_and_sees_it_saved(home: Settings) -> None:
    app = opened()
    second = app.multiselect[1]
    assert second.value == ["bouncing"]
    app.button(key=f"save_{second.key}").click().run()
    assert any("✓ Tallennettu. Sinun koodauksesi: Pompottelu." in text for text in shown(app))
    app.multiselect(key=str(second.key)).set_value(["trust", "bouncing"]).run()
    app.button(key=f"save_{second.key}").click().run()
    assert not app.exception
    assert any("Pompottelu, Luottamus" in text or "Luottamus, Pompottelu" in text for text in shown(app))
    assert len(log(home, "coding")) == 2
    coder = str(log(home, "coding")[0]["who"])
    page = read_page(current_mart(home), Filters(), Reader(Role.TEAM, WHOLE_COUNTY, coder))
    assert page.comments[1].own == ("bouncing", "trust")
    assert page.read_count == 1


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.STEWARD])
def test_others_are_not_even_offered_them(home: Settings, role: Role) -> None:
    app = AppTest.from_file(FILE, default_timeout=60)
    app.session_state["role"] = role
    app.run()
    assert not app.toggle
    assert BOUNCED not in shown(app)
