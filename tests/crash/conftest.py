from pathlib import Path

import pytest
from tests.ingest.deliveries import Home

from tyokyky.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home."""
    return Home(Settings.of_home(tmp_path / "koti"))
