"""Colours can be told from the paper, and words can be read."""

import re
from pathlib import Path

import pytest

from tyokyky.domain.participation import GROUPS
from tyokyky.presentation import palette

GRAPHICS = {
    **palette._SERVICE_COLOURS,
    **{f"other {i}": colour for i, colour in enumerate(palette._OTHER_SERVICE_COLOURS)},
    **{group: look[0] for group, look in palette.GROUP_LOOK.items()},
    "fall": palette.FALL,
    "window": palette.STILL_IN_WINDOW,
    "others": palette.OTHERS,
    "neutral": palette.NEUTRAL,
}


@pytest.mark.parametrize("name", sorted(GRAPHICS))
def test_graphics_stand_out_from_paper(name: str) -> None:
    assert palette.contrast(GRAPHICS[name], palette.PAPER) >= 3


@pytest.mark.parametrize("colour", [palette.INK, palette.QUIET_INK, palette.FALL])
@pytest.mark.parametrize("ground", [palette.PAPER, "#f3f5f6"])
def test_text_can_be_read(colour: str, ground: str) -> None:
    assert palette.contrast(colour, ground) >= 4.5


def test_contrast_is_that_of_wcag() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_groups_of_a_measure_differ_in_mark_and_not_only_in_colour() -> None:
    for groups in GROUPS.values():
        assert len({palette.GROUP_LOOK[group][1] for group in groups}) == len(groups)


def test_only_falls_are_red() -> None:
    def is_red(colour: str) -> bool:
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return red > 150 and green < 80 and blue < 80

    assert [name for name, colour in GRAPHICS.items() if is_red(colour)] == ["fall"]


def test_a_service_has_one_colour_also_when_a_home_added_it() -> None:
    assert palette.service_colour("KTT") == palette._SERVICE_COLOURS["KTT"]
    assert palette.service_colour("OMA") == palette.service_colour("OMA")


def test_theme_agrees_with_the_palette() -> None:
    theme = (Path(__file__).parents[2] / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert re.search(rf'textColor = "{palette.INK}"', theme)
    primary = re.search(r'primaryColor = "(#\w{6})"', theme)
    assert primary is not None
    assert palette.contrast(primary[1], palette.PAPER) >= 4.5
