"""Models, cards and criteria: what is shipped hangs together, a home adds or replaces, a mistake has its line."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.method_library import MethodTheme, WordKind
from tyokyky.domain.participation import Level
from tyokyky.reporting.figures import FIGURE_NAMES
from tyokyky.settings import Settings
from tyokyky.store.method_library import load_cards, load_criteria, load_models
from tyokyky.store.themes import shipped_themes

CARD = """[[cards]]
card_id = "own_card"
name_fi = "Oma kortti"
purpose_fi = "Kokeillaan."
audience = "both"
least_minutes = 10
most_minutes = 20
materials_fi = ["paperia"]
steps_fi = [
    "Aloitetaan.",
    "Lopetetaan.",
]
levels = ["planning"]
method_themes = ["being_heard"]
"""
MODEL = """model_id = "own"
name_fi = "Oma malli"
about_fi = "Tehdään yhdessä."
source_fi = "oma"

[[phases]]
phase_id = "first"
name_fi = "Ensin"
aim_fi = "Aloitetaan."

[[phases]]
phase_id = "second"
name_fi = "Sitten"
aim_fi = "Jatketaan."
"""
CRITERIA = """criteria_id = "own"
name_fi = "Omat"
about_fi = "Katsotaan."

[[criteria]]
criterion_id = "a"
section_fi = "Alku"
text_fi = "Hyvin alkoi."
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.of_home(tmp_path)


def _write(settings: Settings, name: str, text: str) -> None:
    path = settings.home / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_shipped_models_are_the_five_sources_and_three_can_be_followed_phase_by_phase(settings: Settings) -> None:
    models = {model.model_id: model for model in load_models(settings)}
    assert set(models) == {"paijat_hame", "paku", "paku_workshop", "sosku", "voitto"}
    paku = [phase.phase_id for phase in models["paku"].phases]
    assert paku[:2] == ["initial_mapping", "forming_groups"]
    assert [name for name in paku if name.startswith("building_")] == [f"building_{n}" for n in range(5, 11)]
    assert [phase.phase_id for phase in models["paku"].phases if phase.throughout] == ["evaluation"]
    assert len(models["paku"].of(WordKind.THEME_GROUP)) == 5
    assert len(models["sosku"].phases) == 4
    assert [phase.phase_id for phase in models["paijat_hame"].phases] == [
        "listen",
        "develop",
        "test",
        "evaluate",
        "tell",
    ]


def test_themes_of_the_cards_are_named_in_their_model(settings: Settings) -> None:
    voitto = next(model for model in load_models(settings) if model.model_id == "voitto")
    assert [word.word_id for word in voitto.of(WordKind.METHOD_THEME)] == list(MethodTheme)


def test_every_card_that_a_phase_names_exists(settings: Settings) -> None:
    cards = {card.card_id for card in load_cards(settings)}
    named = {card for model in load_models(settings) for phase in model.phases for card in phase.card_ids}
    assert named - cards == set()
    assert len(cards) >= 20


def test_cards_strengthen_every_level_and_theme_and_answer_to_themes_of_the_codebook(settings: Settings) -> None:
    cards = load_cards(settings)
    assert {level for card in cards for level in card.levels} == set(Level)
    assert {theme for card in cards for theme in card.method_themes} == set(MethodTheme)
    known = {theme.theme_id for theme in shipped_themes()}
    assert {theme for card in cards for theme in card.theme_ids} - known == set()
    assert all(len(card.steps_fi) >= 3 for card in cards)


def test_every_problem_that_clients_tell_of_has_a_card(settings: Settings) -> None:
    answered = {theme for card in load_cards(settings) for theme in card.theme_ids}
    assert {theme.theme_id for theme in shipped_themes() if theme.kind == "problem"} - answered == set()


def test_criteria_that_data_can_show_name_a_figure_that_is_there(settings: Settings) -> None:
    lists = load_criteria(settings)
    assert [one.criteria_id for one in lists] == ["guidance", "job_coaching", "promising_practice"]
    figures = {criterion.figure for one in lists for criterion in one.criteria} - {""}
    assert figures
    assert figures - set(FIGURE_NAMES) == set()


def test_a_home_adds_and_replaces_by_id(settings: Settings) -> None:
    _write(settings, "cards/own.toml", CARD + CARD.replace("own_card", "persona"))
    _write(settings, "models/own.toml", MODEL)
    _write(settings, "criteria/own.toml", CRITERIA.replace('"own"', '"guidance"'))
    cards = {card.card_id: card for card in load_cards(settings)}
    assert cards["own_card"].name_fi == cards["persona"].name_fi == "Oma kortti"
    assert cards["own_card"].steps_fi == ("Aloitetaan.", "Lopetetaan.")
    assert "own" in {model.model_id for model in load_models(settings)}
    guidance = next(one for one in load_criteria(settings) if one.criteria_id == "guidance")
    assert [one.criterion_id for one in guidance.criteria] == ["a"]


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ('purpose_fi = "Kokeillaan."', "purpose_fi = ", 4, "kelvollista TOMLia"),
        ('purpose_fi = "Kokeillaan."', 'purpos_fi = "Kokeillaan."', 1, "puuttuu kenttä purpose_fi"),
        ('audience = "both"', 'audience = "both"\nsalainen = "131052-308T"', 6, "tuntematon kenttä"),
        ('audience = "both"', 'audience = "dogs"', 5, "clients, staff, both"),
        ('name_fi = "Oma kortti"', 'name_fi = " "', 3, "kenttä name_fi on tyhjä"),
        ("least_minutes = 10", "least_minutes = 30", 6, "minuutit"),
        ("least_minutes = 10", 'least_minutes = "pitkään"', 6, "kentän least_minutes arvo"),
        ('levels = ["planning"]', "levels = []", 13, "luettelo levels on tyhjä"),
        ('levels = ["planning"]', 'levels = ["flying"]', 13, "information"),
        ('    "Lopetetaan.",', '    "",', 9, "kenttä steps_fi on tyhjä"),
    ],
)
def test_a_broken_card_is_told_with_its_line(before: str, after: str, line: int, said: str, settings: Settings) -> None:
    assert before in CARD
    _write(settings, "cards/own.toml", CARD.replace(before, after))
    with pytest.raises(UserError, match=said) as told:
        load_cards(settings)
    text = str(told.value)
    assert text.startswith("Tiedoston cards/own.toml ")
    assert f"rivi{'ltä' if 'alkavasta' in text else 'llä' if 'rivillä' in text else ''} {line} " in text
    assert "131052" not in text
    assert text.endswith(".")
    assert text.count(". ") == 0


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (MODEL.replace('phase_id = "second"', 'phase_id = "first"'), 12, "on phase_id, joka on jo"),
        (MODEL.replace('aim_fi = "Jatketaan."', ""), 11, "puuttuu kenttä aim_fi"),
        (MODEL.replace('aim_fi = "Jatketaan."', 'aim_fi = "Jatketaan."\nkesto = 3'), 15, "tuntematon kenttä"),
        (MODEL.replace('about_fi = "Tehdään yhdessä."', 'about_fi = ["Tehdään"]'), 3, "about_fi arvo ei kelpaa"),
        (MODEL.replace('name_fi = "Oma malli"', "name_fi = 'Oma"), 2, "kelvollista TOMLia"),
    ],
)
def test_a_broken_model_is_told_with_its_line(text: str, line: int, said: str, settings: Settings) -> None:
    _write(settings, "models/own.toml", text)
    with pytest.raises(UserError, match=said) as told:
        load_models(settings)
    assert "models/own.toml" in str(told.value)
    assert f" {line} " in str(told.value)


def test_an_id_that_stands_twice_is_told_by_the_second(settings: Settings) -> None:
    _write(settings, "cards/a.toml", CARD)
    _write(settings, "cards/b.toml", CARD.replace("own_card", "other") + CARD)
    with pytest.raises(UserError, match=r"cards/b.toml rivillä 16 on tunnus"):
        load_cards(settings)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("cards/own.toml", "", r"ei ole yhtään \[\[cards\]\]"),
        ("cards/own.toml", 'name_fi = "x"\n' + CARD, "rivillä 1 on kenttä, joka ei kuulu"),
        ("cards/own.toml", "cards = 3\n", r"ei ole yhtään \[\[cards\]\]"),
    ],
)
def test_a_file_that_holds_no_cards_is_told(name: str, text: str, said: str, settings: Settings) -> None:
    _write(settings, name, text)
    with pytest.raises(UserError, match=said):
        load_cards(settings)


def test_a_list_without_criteria_and_one_in_another_encoding_are_told(settings: Settings) -> None:
    _write(settings, "criteria/own.toml", CRITERIA.split("\n\n", maxsplit=1)[0])
    with pytest.raises(UserError, match=r"ei ole yhtään \[\[criteria\]\]"):
        load_criteria(settings)
    (settings.home / "criteria/own.toml").write_bytes("name_fi = 'ä'".encode("cp1252"))
    with pytest.raises(UserError, match="UTF-8"):
        load_criteria(settings)
