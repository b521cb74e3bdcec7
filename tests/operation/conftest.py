"""The home of two persons, made once for all tests of operation; each test works on a copy."""

import pytest
from tests.ingest.deliveries import Home
from tests.operation.rights_home import made


@pytest.fixture(scope="session")
def home_of_two(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """As it was made: not built, and to be left as it is."""
    return made(tmp_path_factory.mktemp("two") / "koti")
