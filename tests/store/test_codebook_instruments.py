"""Questionnaires: the own items as shipped, what a home adds or replaces, and what is refused without values."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.instruments import Instrument, Item, Respondents
from tyokyky.domain.participation import Level, Plane
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_instruments, shipped_instruments

CELL = "131052-308T"
ITEM = """
[[items]]
item_id = "Q1"
text_fi = "Oliko hyvä?"
level = "evaluation"
plane = "own"
scale_min = 0
scale_max = 10
reversed = true
"""
HEAD = 'instrument_id = "own"\nname_fi = "Oma kysely"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "instruments").mkdir()
    return tmp_path


SHIPPED = ["codevelopment_workshop", "inclusion_areas", "own_items", "voitto_themes"]


def shipped(instrument_id: str) -> Instrument:
    return next(found for found in shipped_instruments() if found.instrument_id == instrument_id)


def loaded(home: Path, text: str, name: str = "own.toml") -> tuple[Instrument, ...]:
    (home / "instruments" / name).write_text(text, encoding="utf-8")
    return load_instruments(Settings.of_home(home))


def test_sixteen_own_items_are_shipped_as_unvalidated() -> None:
    own = shipped("own_items")
    assert not own.validated
    assert " ".join(item.item_id for item in own.items) == "T1 T2 T3 T4 A1 A2 A3 S1 S2 S3 P1 P2 P3 R1 R2 R3"
    assert {(item.scale_min, item.scale_max, item.reversed, item.plane) for item in own.items} == {
        (1, 5, False, Plane.OWN)
    }
    assert [item.item_id for item in own.items if item.level == Level.PLANNING] == ["S1", "S2", "S3"]
    assert all(item.text_fi and item.text_sv and item.text_en for item in own.items)


def test_every_shipped_instrument_is_own_wording_unvalidated_and_in_three_languages() -> None:
    assert [found.instrument_id for found in shipped_instruments()] == SHIPPED
    for found in shipped_instruments():
        assert (found.licence, found.validated) == ("MIT", False)
        assert found.name_fi and found.name_sv and found.name_en
        for item in found.items:
            assert item.text_fi and item.text_sv and item.text_en
            assert (item.scale_min, item.scale_max) == (1, 5)
            assert [bool(item.section_fi)] * 2 == [bool(item.section_sv), bool(item.section_en)]
    texts = [item.text_fi for found in shipped_instruments() for item in found.items]
    assert len(set(texts)) == len(texts)


def test_instruments_besides_the_own_items_say_what_they_are() -> None:
    others = [found for found in shipped_instruments() if found.instrument_id != "own_items"]
    assert all(found.note_fi and found.note_sv and found.note_en for found in others)


def test_the_workshop_form_asks_clients_and_professionals_apart_about_developing_services() -> None:
    form = shipped("codevelopment_workshop")
    of_clients, of_professionals = (
        {item.item_id for item in form.items_of(respondent)}
        for respondent in (Respondents.CLIENT, Respondents.PROFESSIONAL)
    )
    assert of_clients - of_professionals == {"YK11", "YK12"}
    assert of_professionals - of_clients == {"YK13", "YK14"}
    assert len(of_clients & of_professionals) == 10
    assert {item.plane for item in form.items} == {Plane.DEVELOPMENT}
    assert {item.level for item in form.items if item.respondents == Respondents.BOTH} == set(Level)


@pytest.mark.parametrize(
    ("instrument_id", "sections"),
    [
        (
            "inclusion_areas",
            ["Osallisuus omassa elämässä", "Osallisuus vaikuttamisen prosesseissa", "Osallisuus yhteisestä hyvästä"],
        ),
        (
            "voitto_themes",
            [
                "Ryhmään kuuluminen",
                "Kuulluksi tuleminen",
                "Identiteetin vahvistaminen",
                "Merkityksellisyyden kokemus",
            ],
        ),
    ],
)
def test_areas_and_themes_have_two_items_each_and_are_asked_of_clients(instrument_id: str, sections: list[str]) -> None:
    items: tuple[Item, ...] = shipped(instrument_id).items
    assert [item.section_fi for item in items] == [section for section in sections for _ in range(2)]
    assert {item.respondents for item in items} == {Respondents.CLIENT}


def test_an_item_is_asked_of_both_unless_it_says_otherwise(home: Path) -> None:
    text = HEAD + ITEM + ITEM.replace("Q1", "Q2") + 'respondents = "professional"\n'
    added = next(found for found in loaded(home, text) if found.instrument_id == "own")
    assert [item.item_id for item in added.items_of(Respondents.CLIENT)] == ["Q1"]
    assert [item.item_id for item in added.items_of(Respondents.PROFESSIONAL)] == ["Q1", "Q2"]


def test_a_home_adds_an_instrument(home: Path) -> None:
    added = next(found for found in loaded(home, HEAD + ITEM) if found.instrument_id == "own")
    assert (added.items[0].reversed, added.items[0].scale_max, added.validated) == (True, 10, False)
    assert [found.instrument_id for found in load_instruments(Settings.of_home(home))] == sorted([*SHIPPED, "own"])


def test_a_home_replaces_a_shipped_instrument_by_its_id(home: Path) -> None:
    found = loaded(home, HEAD.replace('"own"', '"own_items"') + ITEM)
    own = next(instrument for instrument in found if instrument.instrument_id == "own_items")
    assert [item.item_id for item in own.items] == ["Q1"]
    assert [instrument.instrument_id for instrument in found] == SHIPPED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"= {CELL}", "ei ole kelvollista TOMLia"),
        (HEAD, "ei ole väittämiä"),
        (HEAD + 'items = "x"\n', "ei ole väittämiä"),
        ('name_fi = "x"\n' + ITEM, "kenttä instrument_id puuttuu"),
        (HEAD + f'"{CELL}" = 1\n' + ITEM, "tuntematon kenttä: sallittuja ovat"),
        (HEAD + 'validated = "ehkä"\n' + ITEM, "kenttä validated puuttuu tai ei kelpaa: anna true tai false"),
        (HEAD + ITEM.replace("evaluation", CELL), "väittämän 1 kenttä level puuttuu tai ei kelpaa: valitse jokin"),
        (HEAD + ITEM.replace('"own"', '"public"'), "väittämän 1 kenttä plane"),
        (HEAD + ITEM.replace("scale_max = 10", "scale_max = 0"), "suurempi kuin scale_min"),
        (
            HEAD + ITEM.replace("scale_max = 10", "scale_max = true"),
            "kenttä scale_max puuttuu tai ei kelpaa: anna luku",
        ),
        (HEAD + ITEM.replace('text_fi = "Oliko hyvä?"', ""), "kenttä text_fi puuttuu"),
        (HEAD + ITEM.replace('"Q1"', '""'), "kenttä item_id puuttuu"),
        (HEAD + ITEM.replace('text_fi = "Oliko hyvä?"', 'text_fi = " "'), "kenttä text_fi puuttuu"),
        (HEAD.replace("Oma kysely", "") + ITEM, "kenttä name_fi puuttuu tai ei kelpaa: anna teksti"),
        (HEAD + "note_fi = 3\n" + ITEM, "kenttä note_fi puuttuu tai ei kelpaa: anna teksti"),
        (HEAD + ITEM + f'respondents = "{CELL}"\n', "väittämän 1 kenttä respondents puuttuu tai ei kelpaa: valitse"),
        (HEAD + ITEM + ITEM.replace("Q1", "Q2") + f'"{CELL}" = 1\n', "own.toml väittämän 2 kohdassa on tuntematon"),
        (HEAD + ITEM + ITEM, "instruments/own.toml väittämässä 1 ja mittarin instruments/own.toml väittämässä 2"),
        (HEAD + ITEM.replace('"Q1"', '"T1"'), "instruments/own_items.toml väittämässä 1 ja mittarin instruments/own"),
    ],
)
def test_a_mistake_is_told_by_file_and_field(home: Path, text: str, told: str) -> None:
    with pytest.raises(UserError) as refused:
        loaded(home, text)
    assert told in str(refused.value)
    assert CELL not in str(refused.value)


def test_one_instrument_may_not_stand_in_two_files(home: Path) -> None:
    loaded(home, HEAD + ITEM)
    with pytest.raises(UserError, match=r"kahdesti: mittareissa instruments/other.toml ja instruments/own.toml"):
        loaded(home, HEAD + ITEM.replace("Q1", "Q2"), name="other.toml")
