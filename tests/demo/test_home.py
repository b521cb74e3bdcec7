"""A synthetic home is written beside nothing else, says that it is synthetic, and states its truths."""

import json
from pathlib import Path

import polars as pl
import pytest
from tests.demo.county_reader import texts

from tyokyky.demo import generate, write_home
from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings


def test_the_home_is_synthetic_and_its_deliveries_are_the_frames_as_text(tmp_path: Path) -> None:
    county = generate(50, seed=2)
    paths = write_home(Settings.of_home(tmp_path), county)
    settings = Settings.of_home(tmp_path)
    assert settings.synthetic
    assert settings.link_group_of("hyvinvointialue") == "hyvinvointialue"
    assert [path.stem for path in paths] == ["client", "period", "moment", "response", "referral", "comment"]
    for path, frame in zip(paths, county.tables.values(), strict=True):
        assert pl.read_parquet(path).equals(texts(frame))


def test_the_truths_stand_beside_with_their_formulas(tmp_path: Path) -> None:
    county = generate(50, seed=2)
    write_home(Settings.of_home(tmp_path), county)
    stated = json.loads((tmp_path / "truth.json").read_text(encoding="utf-8"))
    assert stated["evidence_difference"] == county.truth.evidence_difference
    assert stated["weak_municipalities"] == ["111", "560"]
    assert set(stated["formulas"]) <= set(stated)


def test_a_synthetic_home_can_be_made_anew(tmp_path: Path) -> None:
    write_home(Settings.of_home(tmp_path), generate(50, seed=2))
    paths = write_home(Settings.of_home(tmp_path), generate(60, seed=3))
    assert pl.read_parquet(paths[0]).height == 60


@pytest.mark.parametrize("occupied_by", ["tyokyky.toml", "register.duckdb"])
def test_a_home_in_real_use_is_left_alone(tmp_path: Path, occupied_by: str) -> None:
    (tmp_path / occupied_by).write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="tyhjä kansio"):
        write_home(Settings.of_home(tmp_path), generate(1))
    assert [path.name for path in tmp_path.iterdir()] == [occupied_by]


def test_a_home_that_can_not_be_written_is_named_without_its_path(tmp_path: Path) -> None:
    blocked = tmp_path / "secret-place"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="Kotikansioon") as refused:
        write_home(Settings.of_home(tmp_path).model_copy(update={"home": blocked}), generate(1))
    assert "secret-place" not in str(refused.value)
