"""Differences in words: what goes together, never what causes it, and no stars."""

from tests.presentation import sample_figures as samples

from tyokyky.domain.participation import Level, Measure
from tyokyky.presentation.differences import differences


def _lines() -> dict[str, str]:
    lines = differences(samples.participation(), "KTT", Measure.EXPERIENCE)
    return dict(zip(Level, lines, strict=True))


def test_clear_difference_goes_together_and_has_its_adjusted_beside_it() -> None:
    line = _lines()[Level.PLANNING]
    assert line.startswith("Suunnitteluosallisuus: putoaminen on 15,6 prosenttiyksikköä suurempi")
    assert "Menee yhteen putoamisen kanssa" in line
    assert "yksikkö ja ikä" in line


def test_difference_within_chance_says_so() -> None:
    line = _lines()[Level.ACTION]
    assert "−1,1 prosenttiyksikköä voi olla sattumaa" in line
    assert "yhteen" not in line


def test_missing_difference_is_not_passed_over() -> None:
    assert _lines()[Level.DECISION] == "Päätösosallisuus: eroa ei voi sanoa."


def test_nothing_is_called_a_cause() -> None:
    said = " ".join(_lines().values()).lower()
    assert not any(word in said for word in ("johtuu", "aiheuttaa", "vaikuttaa", "*"))
