"""The home of two persons, made once for all tests of operation; each test works on a copy."""

import pytest
from tests.ingest.deliveries import Home
from tests.made_once import made_once
from tests.operation.rights_home import made

from tyokyky.settings import Settings


@pytest.fixture(scope="session")
def home_of_two(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """As it was made: not built, and to be left as it is."""
    return Home(Settings.of_home(made_once(tmp_path_factory, "home_of_two", made)))
