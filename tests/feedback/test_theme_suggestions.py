"""Themes are suggested by words in any form, sentence by sentence, and never when what works is denied."""

import pytest

from tyokyky.domain.themes import Theme, ThemeKind
from tyokyky.feedback.theme_suggestions import suggested_themes
from tyokyky.store.themes import shipped_themes

THEMES = shipped_themes()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minua pompoteltiin luukulta toiselle.", {"bouncing"}),
        ("Jouduin juoksemaan monessa paikassa.", {"bouncing"}),
        ("Minua ei koskaan kuunneltu", {"not_heard"}),
        ("En tullut kuulluksi.", {"not_heard"}),
        ("Kukaan ei kertonut, mitä tapahtuu", {"unclear_network"}),
        ("Suunnitelmaa ei tehty lainkaan.", {"plan_missing"}),
        ("Pelkään että etuudet katkeavat", {"benefit_worry"}),
        ("Kelan päätöstä odotellessa", {"benefit_worry"}),
        ("Palvelu oli pelkkä liukuhihna", {"mechanical"}),
        ("Asioista päätettiin puolestani", {"objectifying"}),
        ("jouduin kertomaan samat asiat uudestaan", {"fragmented"}),
        ("Virkakieltä on vaikea lukea", {"language_gap"}),
        ("Bussi ei kulje sinne", {"access"}),
        ("En osaa netissä asioida", {"digital_access"}),
        ("Kaikki tuli liian nopeasti", {"timing"}),
        ("Ohjaaja vaihtui kolmesti", {"staff_change"}),
        ("Sain valita itse.", {"alternatives"}),
        ("Luotan ohjaajaani", {"trust"}),
        ("Apu tuli ajoissa", {"right_time"}),
        ("Yhteistyö toimi hyvin", {"known_network"}),
        ("Työntekijä tuli mukaan ensimmäiseen tapaamiseen", {"escorted_handover"}),
        ("Minua kuunneltiin", {"heard"}),
        ("Vertaistuesta oli apua", {"peers"}),
    ],
)
def test_each_theme_is_found_by_its_words_in_any_form(text: str, expected: set[str]) -> None:
    assert set(suggested_themes(text, THEMES)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "En luota kehenkään",
        "Luottamusta ei ollut",
        "Ei ollut mitään vaihtoehtoa",
        "Vaihtoehdot puuttuivat",
        "En saanut valita",
        "Apu ei tullut ajoissa",
    ],
)
def test_what_works_is_not_suggested_where_it_is_denied(text: str) -> None:
    works = {theme.theme_id for theme in THEMES if theme.kind is ThemeKind.SUCCESS}
    assert works.isdisjoint(suggested_themes(text, THEMES))


@pytest.mark.parametrize(
    "text", ["", "   ", "Kiitos.", "12345", "= 1 + 1", "<b>hei</b>", "Kävin siellä kerran viikossa."]
)
def test_nothing_is_suggested_where_nothing_is_said(text: str) -> None:
    assert suggested_themes(text, THEMES) == ()


def test_words_of_two_sentences_do_not_make_a_phrase() -> None:
    assert suggested_themes("Ohjaaja oli hyvä. Vaihtui vain huone.", THEMES) == ()


def test_words_too_far_apart_do_not_make_a_phrase() -> None:
    near = "Ohjaaja taas kerran vaihtui"
    far = "Ohjaaja sanoi minulle monta kertaa että huone vaihtui"
    assert suggested_themes(near, THEMES) == ("staff_change",)
    assert suggested_themes(far, THEMES) == ()


def test_several_themes_stand_in_the_order_of_the_codebook() -> None:
    text = "Minua kuunneltiin. Mutta ohjaaja vaihtui ja minua pompoteltiin."
    assert suggested_themes(text, THEMES) == ("bouncing", "staff_change", "heard")


def test_every_phrase_of_the_codebook_finds_its_own_theme() -> None:
    """A phrase that does not find itself is dead, or denied by its own words."""
    dead = [
        (theme.theme_id, words)
        for theme in THEMES
        for words in theme.words
        if theme.theme_id not in suggested_themes(words, THEMES)
    ]
    assert dead == []


def test_a_problem_may_hold_a_denial() -> None:
    theme = Theme("own", ThemeKind.PROBLEM, "Oma", "Oma teema.", ("ei toimi",))
    assert suggested_themes("Se ei toiminut", [theme]) == ("own",)
    assert suggested_themes("Se toimi", [theme]) == ()


def test_a_megabyte_of_text_is_read() -> None:
    text = "Minua pompoteltiin paikasta toiseen. " * 28_000
    assert suggested_themes(text, THEMES) == ("bouncing",)
