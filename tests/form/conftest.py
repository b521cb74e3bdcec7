from pathlib import Path

import pytest
from tests.form.asking import Asker

from tyokyky.form.app import form_app
from tyokyky.settings import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty home."""
    return Settings.of_home(tmp_path / "koti")


@pytest.fixture
def asker(settings: Settings) -> Asker:
    """Someone at the form of an empty home."""
    return Asker(form_app(settings))
