"""Imported answers still tell what was planted: professionals rate decision higher, and nothing else."""

from pathlib import Path

import polars as pl
import pytest
from tests.demo.county_reader import professional_difference

from tyokyky.demo.county import generate
from tyokyky.demo.home import SOURCE, write_home
from tyokyky.demo.truth import Truth
from tyokyky.domain.participation import Level
from tyokyky.reporting.deliveries import deliver_all
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.register import open_register

THREE_STANDARD_ERRORS = 3.3


def imported(home: Path, seed: int, *, null: bool = False) -> tuple[pl.DataFrame, Truth]:
    """Answers as the register holds them after all files of a county; nothing here asks a mart."""
    county = generate(1500, seed, null)
    files = write_home(Settings.of_home(home), county)
    settings = Settings.of_home(home)
    deliver_all(settings, files, SOURCE, county.data_as_of, builds=False)
    known = {"as_of_batch": None, "closed": False}
    with open_register(settings.register_path, settings.wait_seconds) as register:
        held = query.frame(register, "tyokyky.store", "register/live_response", known)
        refused = query.frame(register, "tyokyky.store", "register/quarantine_rows", {"batch_id": 4})
    assert (held.height, refused.height) == (county.response.height, 0)
    return held, county.truth


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_planted_difference_of_professionals_is_in_the_imported_store(tmp_path: Path, seed: int) -> None:
    answers, truth = imported(tmp_path / "home", seed)
    assert answers.filter(pl.col("respondent") == "professional", pl.col("client_id").is_not_null()).is_empty()
    for level in Level:
        found, variance = professional_difference(answers, level)
        planted = truth.professional_decision_difference if level == Level.DECISION else 0.0
        assert abs(found - planted) < THREE_STANDARD_ERRORS * variance**0.5
    found, variance = professional_difference(answers, Level.DECISION)
    assert found > 2 * variance**0.5


def test_in_a_null_county_the_imported_store_shows_no_difference(tmp_path: Path) -> None:
    answers, truth = imported(tmp_path / "home", seed=4, null=True)
    assert truth.professional_decision_difference == 0
    for level in Level:
        found, variance = professional_difference(answers, level)
        assert abs(found) < THREE_STANDARD_ERRORS * variance**0.5
