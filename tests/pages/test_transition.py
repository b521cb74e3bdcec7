"""Nivelkohta: one joint from the door to where people go; the chosen unit leaves the door and the area as they are."""

from pathlib import Path

from streamlit.testing.v1 import AppTest
from tests.pages.test_pages import SECONDS, _log, _page

from tyokyky.privacy.roles import Role

HEADINGS = [
    "Kuinka nopeasti jatko löytyy",
    "Minne päättyneistä siirryttiin",
    "Putoaminen yksiköittäin",
    "Ovella: palveluun ohjatut, jotka eivät aloittaneet",
    "Palvelun aikana: kesken jääneet",
    "Varhainen merkki: poisjäännit ennen päättymistä",
]


def _transition() -> AppTest:
    app = AppTest.from_file(_page("transition").file, default_timeout=SECONDS)
    app.session_state["role"] = Role.TEAM
    return app.run()


def test_one_joint_is_told_from_its_end_to_its_door(demo_server: Path) -> None:
    app = _transition()
    assert not app.exception
    assert [block.value for block in app.header][: len(HEADINGS)] == HEADINGS
    said = [block.value for block in app.markdown]
    assert any("ei aloittanut sitä eikä mitään muutakaan" in words for words in said)
    assert any("on kesken jäämisiä, kun syy tiedetään" in words for words in said)
    assert not [box for box in app.selectbox if box.key == "jaottelu"]
    folded = [block.label for block in app.expander]
    assert any(label.startswith("Nimetön palaute yksiköistä") for label in folded)


def test_what_clients_say_of_the_joint_stands_beside_it(demo_server: Path) -> None:
    app = _transition()
    assert "Mitä täällä sanotaan" in [block.value for block in app.header]
    asked = [str(line["what"]) for line in _log(demo_server) if line["kind"] == "figure"]
    assert any(what.startswith("themes ") and "service=KTT" in what for what in asked)


def test_a_chosen_unit_is_not_asked_of_the_door_nor_of_the_area(demo_server: Path) -> None:
    app = _transition()
    app.selectbox(key="yksikko").set_value("PH398TP1")
    before = len(_log(demo_server))
    app.run()
    assert not app.exception
    asked = [str(line["what"]) for line in _log(demo_server)[before:] if line["kind"] == "figure"]
    with_unit = {what.split()[0] for what in asked if "unit=PH398TP1" in what}
    without = {what.split()[0] for what in asked if "unit=PH398TP1" not in what}
    assert {"drop-off", "interruptions", "curve"} <= with_unit
    assert "drop-off" in without
    assert "referrals" not in with_unit
