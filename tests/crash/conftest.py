from pathlib import Path

import pytest
from tests.ingest.deliveries import Home

from tyokyky.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home that keeps comments for long: deliveries of tests do not grow old."""
    return Home(Settings.of_home(tmp_path / "koti").model_copy(update={"comment_kept_days": 36_500}))
