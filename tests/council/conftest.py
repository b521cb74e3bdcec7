from pathlib import Path

import pytest
from tests.council.reading import Reader
from tests.council.release_folders import write_two


@pytest.fixture(scope="session")
def two_releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two releases, a spring's and the newest. Tests read it and leave it as it is."""
    folder = tmp_path_factory.mktemp("council") / "releases"
    write_two(folder)
    return folder


@pytest.fixture(scope="session")
def reader(two_releases: Path) -> Reader:
    """Someone who reads the two releases."""
    return Reader.of(two_releases)
