"""Builds each generated store once for all property tests."""

import pytest
from tests.made_once import made_once
from tests.properties.generator import generated_world
from tests.properties.home import imported
from tests.properties.stores import PERSON_COUNT, SEEDS, Store

from tyokyky.settings import Settings
from tyokyky.store import generations


@pytest.fixture(scope="session", params=SEEDS, ids=lambda seed: f"seed{seed}")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A generated store after all its deliveries."""
    world = generated_world(request.param, PERSON_COUNT)
    home = made_once(tmp_path_factory, f"store_{request.param}", lambda place: imported(place, world))
    generation = generations.current(Settings.of_home(home).marts_folder)
    assert generation is not None
    return Store(world, generation.path)
