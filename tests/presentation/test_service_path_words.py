"""A service path in words: each state of its frequency is told apart, and no cell is a formula."""

import polars as pl
import pytest
from tests.presentation.sample_figures import NAMES

from tyokyky.domain.service_paths import ServicePath, Stage, Step
from tyokyky.presentation.service_paths import frequency_text, step_line, table
from tyokyky.presentation.tables import csv_of

FREQUENCIES = pl.DataFrame(
    {
        "kind": ["moment", "moment", "touchpoint"],
        "value": ["meeting", "rare", "office"],
        "share": [0.62, None, 0.5],
        "person_count": [1240, 30, 40],
    }
)


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Step(Stage.NOW, "meeting", "office"), "Toteutuu: 62"),
        (Step(Stage.NOW, touchpoint="office"), "Kontaktipiste toteutuu: 50"),
        (Step(Stage.NOW, "rare"), "Osuutta ei näytetä"),
        (Step(Stage.NOW, "oma sana"), "ei ole kirjattu"),
    ],
)
def test_each_state_of_a_frequency_is_told_apart(step: Step, said: str) -> None:
    assert said in frequency_text(step, FREQUENCIES)


def test_a_step_of_nothing_has_no_frequency() -> None:
    assert frequency_text(Step(Stage.NOW), FREQUENCIES) == ""
    assert step_line(Step(Stage.NOW), NAMES) == "askel on vielä tyhjä"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_exported_cell_is_a_formula(sign: str) -> None:
    formula = f"{sign}1+1"
    path = ServicePath(formula, (Step(Stage.NOW, formula, formula, formula, note=formula),), formula, formula)
    lines = csv_of(table(path, FREQUENCIES, NAMES)).decode("utf-8-sig").splitlines()
    cells = [cell.strip('"') for line in lines for cell in line.split(";")]
    assert sum(formula in cell for cell in cells) == 7
    assert not [cell for cell in cells if cell.startswith(sign)]
