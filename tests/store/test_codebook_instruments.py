"""Questionnaires: the own items as shipped, what a home adds or replaces, and what is refused without values."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.instruments import Instrument
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


def loaded(home: Path, text: str, name: str = "own.toml") -> tuple[Instrument, ...]:
    (home / "instruments" / name).write_text(text, encoding="utf-8")
    return load_instruments(Settings.of_home(home))


def test_sixteen_own_items_are_shipped_as_unvalidated() -> None:
    (own,) = shipped_instruments()
    assert not own.validated
    assert " ".join(item.item_id for item in own.items) == "T1 T2 T3 T4 A1 A2 A3 S1 S2 S3 P1 P2 P3 R1 R2 R3"
    assert {(item.scale_min, item.scale_max, item.reversed, item.plane) for item in own.items} == {
        (1, 5, False, Plane.OWN)
    }
    assert [item.item_id for item in own.items if item.level == Level.PLANNING] == ["S1", "S2", "S3"]
    assert all(item.text_fi and item.text_sv and item.text_en for item in own.items)


def test_a_home_adds_an_instrument(home: Path) -> None:
    added = next(found for found in loaded(home, HEAD + ITEM) if found.instrument_id == "own")
    assert (added.items[0].reversed, added.items[0].scale_max, added.validated) == (True, 10, False)
    assert len(load_instruments(Settings.of_home(home))) == 2


def test_a_home_replaces_a_shipped_instrument_by_its_id(home: Path) -> None:
    (only,) = loaded(home, HEAD.replace('"own"', '"own_items"') + ITEM)
    assert [item.item_id for item in only.items] == ["Q1"]


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
        (HEAD + ITEM + ITEM, "kahdesti"),
        (HEAD + ITEM.replace('"Q1"', '"T1"'), "kahdesti"),
    ],
)
def test_a_mistake_is_told_by_file_and_field(home: Path, text: str, told: str) -> None:
    with pytest.raises(UserError) as refused:
        loaded(home, text)
    assert told in str(refused.value)
    assert CELL not in str(refused.value)


def test_one_instrument_may_not_stand_in_two_files(home: Path) -> None:
    loaded(home, HEAD + ITEM)
    with pytest.raises(UserError, match="kahdesti"):
        loaded(home, HEAD + ITEM.replace("Q1", "Q2"), name="other.toml")
