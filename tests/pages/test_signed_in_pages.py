"""Pages of a server where people sign in: claims stand in for the signed cookie, all else is as it runs."""

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tyokyky.privacy.removals import REMOVALS_FILE
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, decide
from tyokyky.settings import SETTINGS_FILE, Settings
from tyokyky.ui import session
from tyokyky.ui.mode import MODE_VARIABLE, Mode
from tyokyky.ui.providers import streamlit_secrets
from tyokyky.ui.registry import PAGES, PageEntry
from tyokyky.ui.web import main_script

SECONDS = 60
CANARY = "kanarialintu-93"
SETTINGS = (
    """
[sign_in]
public_address = "https://tyokyky.example.fi"

[[sign_in.providers]]
name = "entra"
label = "Kirjaudu työtunnuksella"
metadata_url = "https://login.example/.well-known/openid-configuration"
client_id = "tyokyky"
"""
    + "".join(f'[[sign_in.grants]]\nclaim = "roles"\nvalue = "{role}"\nrole = "{role}"\n' for role in Role)
    + (
        '[[sign_in.grants]]\nclaim = "roles"\nvalue = "lahti"\nrole = "team"\nmunicipalities = ["398"]\n'
        '[[sign_in.grants]]\nclaim = "roles"\nvalue = "paja"\nrole = "team"\nunits = ["PH398TP1"]\n'
    )
)
LOOKED_AT = [entry for entry in PAGES if entry.name in ("overview", "drop_off", "feedback", "journeys", "trends")]


@pytest.fixture(scope="session")
def signed_home(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("signed") / "koti"
    shutil.copytree(demo_home, home)
    with (home / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    return home


class Person:
    """Whose claims the pages see now."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.claims: dict[str, object] = {}

    def signs_in(self, *roles: str, **more: Any) -> None:  # noqa: ANN401 - a claim may hold anything
        given = {"is_logged_in": True, "provider": "entra", "sub": "aino", "exp": time.time() + 600}
        self.claims = {**given, "roles": list(roles), **more}

    def opens(self, entry: PageEntry) -> AppTest:
        return AppTest.from_file(entry.file, default_timeout=SECONDS).run()

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def person(signed_home: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setenv("TYOKYKY_HOME", str(signed_home))
    monkeypatch.setenv(MODE_VARIABLE, Mode.SIGNED_IN)
    made = Person(signed_home)
    monkeypatch.setattr(session, "_claims", lambda: made.claims)
    return made


def page(name: str) -> PageEntry:
    return next(entry for entry in PAGES if entry.name == name)


def shows_nothing(app: AppTest) -> bool:
    return not (app.exception or app.get("plotly_chart") or app.table or app.get("download_button") or app.error)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_a_page_is_shut_to_all_but_its_roles(entry: PageEntry, person: Person) -> None:
    """Nobody, a stranger, an expired token and a role that the page is not for; by address, before any other page."""
    assert "Kirjaudu Työkykyyn" in person.opens(entry).title[0].value
    person.signs_in("manager", exp=time.time() - 1)
    expired = person.opens(entry)
    assert shows_nothing(expired)
    assert "vanhentunut" in expired.warning[0].value
    person.signs_in("stranger")
    assert "ei ole oikeuksia" in person.opens(entry).warning[0].value
    refused = [role for role in Role if not decide(role, entry.permission, WHOLE_COUNTY).allowed]
    for role in refused[-1:]:
        person.signs_in(role)
        app = person.opens(entry)
        assert shows_nothing(app)
        assert "ei ole pääsyä" in app.warning[0].value
        line = person.log()[-1]
        assert (line["who"], line["what"], line["allowed"]) == (f"aino ({role})", entry.name, False)


@pytest.mark.parametrize("entry", LOOKED_AT, ids=lambda entry: entry.name)
def test_a_team_sees_its_own_part(entry: PageEntry, person: Person) -> None:
    person.signs_in("lahti")
    app = person.opens(entry)
    assert not app.exception
    assert not app.error
    assert any("Oma alue: Lahti" in one.value for one in app.markdown)
    figures = [line["reason"] for line in person.log()[-20:] if line["kind"] == "figure" and "team" in line["who"]]
    assert set(figures) == {"role team municipality=398"}
    assert app.selectbox(key="kunta").options == ["kaikki", "Lahti"]
    if entry.name != "feedback":
        assert any("vain oman alueesi" in one.value for one in app.caption)


def test_one_roles_kept_answers_are_not_anothers(person: Person) -> None:
    st.cache_data.clear()
    said = []
    for role in ("manager", "lahti"):
        person.signs_in(role)
        app = person.opens(page("drop_off"))
        said.append(next(one.value for one in app.markdown if "seurannan alussa" in one.value))
    assert said[0] != said[1]


def asks_outside() -> None:
    """A page whose filters still hold what an earlier role chose; run as its text, so it imports for itself."""
    from unittest import mock  # noqa: PLC0415

    from tyokyky.domain.filters import Filters  # noqa: PLC0415
    from tyokyky.domain.question import Question  # noqa: PLC0415
    from tyokyky.privacy.roles import Permission  # noqa: PLC0415
    from tyokyky.ui import board, filters, guard  # noqa: PLC0415

    with mock.patch.object(filters, "asked", return_value=Question(Filters(municipality="111"))):
        board.Board(guard.require(Permission.SEE_FIGURES, page="drop_off")).figure("drop-off")


def test_a_place_outside_that_an_earlier_role_chose_is_refused_and_logged(person: Person) -> None:
    person.signs_in("lahti")
    app = AppTest.from_function(asks_outside, default_timeout=SECONDS).run()
    assert shows_nothing(app)
    assert "oman alueesi ulkopuolella" in app.warning[0].value
    line = person.log()[-1]
    assert (line["what"], line["reason"], line["allowed"]) == ("outside", "place outside the scope", False)


def test_a_unit_is_no_place_of_moments_and_says_so(person: Person) -> None:
    person.signs_in("paja")
    app = person.opens(page("journeys"))
    app.session_state["askel"] = "moment"
    app.run()
    assert not app.exception
    assert any("yksikköä" in one.value for one in app.info)


def test_deliveries_are_of_no_part(person: Person) -> None:
    person.signs_in("lahti")
    app = person.opens(page("data"))
    assert shows_nothing(app)
    assert "koskevat koko aluetta" in app.info[0].value
    person.signs_in("manager")
    assert person.opens(page("data")).table


def test_of_several_roles_one_is_chosen_and_a_removed_one_falls_at_the_next_run(person: Person) -> None:
    person.signs_in("manager", "steward")
    app = person.opens(page("access_log"))
    assert [one.label for one in app.button] == ["Johto, esihenkilö", "Aineistovastaava"]
    app.button[1].click().run()
    assert app.title[0].value == "Käyttöloki"
    removed = person.home / "sign_in" / REMOVALS_FILE
    removed.parent.mkdir(exist_ok=True)
    removed.write_text('[[removed]]\nname = "aino"\nroles = ["steward"]\n', encoding="utf-8")
    app.run()
    assert shows_nothing(app)
    assert "ei ole enää roolia" in app.warning[0].value
    removed.write_text("[", encoding="utf-8")
    app.run()
    assert not (app.table or app.get("plotly_chart"))
    removed.unlink()


def test_a_token_that_expires_between_two_clicks_ends_the_session(person: Person) -> None:
    person.signs_in("steward")
    app = person.opens(page("access_log"))
    assert app.title[0].value == "Käyttöloki"
    person.signs_in("steward", exp=time.time() - 1)
    app.run()
    assert shows_nothing(app)
    assert "vanhentunut" in app.warning[0].value
    line = person.log()[-1]
    assert (line["kind"], line["what"], line["reason"], line["allowed"]) == (
        "sign_in",
        "refused",
        "token expired",
        False,
    )


def test_the_entry_names_the_person_and_the_way_out_and_logs_once(person: Person) -> None:
    person.signs_in("council", sub="eino")
    app = AppTest.from_file(main_script(), default_timeout=SECONDS).run().run()
    assert not app.exception
    assert app.title[0].value == "Asiakasraati"
    assert app.sidebar.text[0].value == "Kirjautunut: eino"
    app.sidebar.button(key="sign_out").click().run()
    kept = [(one["who"], one["what"]) for one in person.log() if one["kind"] == "sign_in" and "eino" in one["who"]]
    assert kept == [("eino (council)", "signed_in"), ("eino", "signed_out")]


def test_the_log_is_filtered_and_its_reading_is_logged(person: Person) -> None:
    person.signs_in("team", sub="vilma")
    person.opens(page("access_log"))
    person.signs_in("steward", sub="tuula")
    app = person.opens(page("access_log"))
    app.text_input(key="log_who").set_value("VILMA").run()
    app.toggle(key="log_refused").set_value(True).run()
    assert not app.exception
    rows = app.table[-1].value
    assert set(rows["Kuka"]) == {r"vilma \(team\)"}
    assert set(rows["Tulos"]) == {"evätty"}
    line = person.log()[-1]
    assert (line["kind"], line["who"], line["row_count"]) == ("access_log", "tuula (steward)", len(rows))
    app.text_input(key="log_since").set_value("2.1.2026").run()
    app.text_input(key="log_until").set_value("1.1.2026").run()
    assert "väärin päin" in app.warning[0].value


def test_streamlit_gets_the_providers_in_memory_and_no_secret_is_in_settings(signed_home: Path) -> None:
    settings = Settings.of_home(signed_home)
    folder = settings.sign_in_folder
    folder.mkdir(exist_ok=True)
    (folder / "entra.secret").write_text(CANARY, encoding="utf-8")
    (folder / "entra.secret").chmod(0o600)
    told = streamlit_secrets(settings)
    assert told is not None
    assert told["auth"]["redirect_uri"] == "https://tyokyky.example.fi/oauth2callback"
    assert told["auth"]["entra"]["client_secret"] == CANARY
    assert CANARY not in repr(settings)
    assert streamlit_secrets(Settings.of_home(signed_home.parent)) is None
