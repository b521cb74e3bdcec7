"""Homes that many tests ask, made once."""

from pathlib import Path

import pytest
from tests.made_once import made_once

from tyokyky.demo.opening import open_county
from tyokyky.settings import Settings


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small synthetic county, built. Tests ask it and leave it as it is."""
    return made_once(tmp_path_factory, "small_county", lambda home: open_county(home, clients=400, seed=5))


@pytest.fixture(scope="session")
def demo_settings(demo_home: Path) -> Settings:
    """Settings of the small synthetic county."""
    return Settings.of_home(demo_home)
