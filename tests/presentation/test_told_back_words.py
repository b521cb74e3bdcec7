"""Told back in words: the share of those old enough, by theme, and a statement's way through the boards."""

from datetime import date

import pytest

from tyokyky.domain.codevelopment import BoardStep, Statement
from tyokyky.domain.told_back import Answered, statement_way
from tyokyky.presentation.told_back_words import answered_text, theme_lines, way_lines

DAY = date(2026, 6, 30)


def test_how_concerns_were_answered_is_told_or_why_not() -> None:
    assert "2 / 4 (50,0" in answered_text(Answered(5, 4, 2, 31.0), 90)
    assert "31 päivää" in answered_text(Answered(5, 4, 2, 31.0), 90)
    assert "liian varhaista" in answered_text(Answered(5, 0, 0, None), 90)
    assert "ei ole kirjattu" in answered_text(Answered(0, 0, 0, None), 90)


def test_themes_have_a_line_each_and_those_without_none() -> None:
    found = {"": Answered(1, 1, 1, 3.0), "timing": Answered(4, 3, 2, 9.0)}
    assert theme_lines(found, str.upper) == ("TIMING: vastattu 2 / 3",)


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((), ("Annettu 1.3.2026. Mikään toimielin ei ole vielä käsitellyt sitä.",)),
        (
            (BoardStep("Lautakunta", date(2026, 4, 2), "Hyväksyttiin"), BoardStep("Aluehallitus")),
            (
                "Annettu 1.3.2026. Käsittely on kesken.",
                "Viimeksi Lautakunta 2.4.2026: Hyväksyttiin",
                "Odottaa: Aluehallitus.",
            ),
        ),
    ],
)
def test_the_way_of_a_statement(steps: tuple[BoardStep, ...], said: tuple[str, ...]) -> None:
    way = statement_way(Statement("kyyti", given_on=date(2026, 3, 1), steps=steps), DAY)
    assert way is not None
    assert way_lines(way) == said
