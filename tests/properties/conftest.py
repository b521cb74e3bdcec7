"""Builds each generated store once for all property tests."""

import pytest
from tests.properties.generator import generated_world
from tests.properties.home import imported
from tests.properties.stores import PERSON_COUNT, SEEDS, Store


@pytest.fixture(scope="session", params=SEEDS, ids=lambda seed: f"seed{seed}")
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """A generated store after all its deliveries."""
    world = generated_world(request.param, PERSON_COUNT)
    _, generation = imported(tmp_path_factory.mktemp("home"), world)
    return Store(world, generation.path)
