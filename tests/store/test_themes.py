"""The codebook of themes: shipped, replaced and added to by a home, and its mistakes named."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.themes import ThemeKind
from tyokyky.settings import Settings
from tyokyky.store.themes import load_themes, shipped_themes

OWN = """
[[themes]]
theme_id = "{theme_id}"
kind = "{kind}"
name_fi = "Oma teema"
meaning_fi = "Mitä se on."
words = {words}
"""


def home(folder: Path, text: str) -> Settings:
    (folder / "themes").mkdir()
    (folder / "themes" / "own.toml").write_text(text, encoding="utf-8")
    return Settings.of_home(folder)


def own(theme_id: str = "own", kind: str = "problem", words: str = '["oma"]') -> str:
    return OWN.format(theme_id=theme_id, kind=kind, words=words)


def test_shipped_themes_cover_problems_and_what_works_in_three_languages() -> None:
    themes = shipped_themes()
    assert {theme.kind for theme in themes} == set(ThemeKind)
    assert len({theme.theme_id for theme in themes}) == len(themes)
    assert all(theme.name_fi and theme.name_sv and theme.name_en and theme.meaning_fi for theme in themes)


def test_a_home_adds_a_theme_and_replaces_one(tmp_path: Path) -> None:
    themes = {theme.theme_id: theme for theme in load_themes(home(tmp_path, own() + own("trust", "success")))}
    assert themes["own"].words == ("oma",)
    assert themes["trust"].name_fi == "Oma teema"
    assert len(themes) == len(shipped_themes()) + 1


def test_problems_come_first(tmp_path: Path) -> None:
    kinds = [theme.kind for theme in load_themes(home(tmp_path, own("z", "success") + own("a")))]
    assert kinds == sorted(kinds, key=list(ThemeKind).index)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[themes]", "TOML"),
        ("other = 1", "ei ole teemoja"),
        (own(kind="nice"), "kind"),
        (own(words="[]"), "words"),
        (own(words='"oma"'), "words"),
        (own(words='[""]'), "words"),
        (own() + 'extra = "1"', "tuntematon kenttä"),
        (own() + own(), "kahdesti"),
        (own().replace('name_fi = "Oma teema"', ""), "name_fi"),
        (own().replace('"Oma teema"', "5"), "ei ole tekstiä"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        load_themes(home(tmp_path, text))
