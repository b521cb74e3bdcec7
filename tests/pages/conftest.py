"""A demo home and the mode of a demo server, for pages run without a browser."""

from pathlib import Path

import pytest
from tests.pages.county import county_home

from tyokyky.ui.mode import MODE_VARIABLE, Mode


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Home of a small synthetic county."""
    return county_home(tmp_path_factory)


@pytest.fixture
def demo_server(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment that `tyokyky demo` gives its server."""
    monkeypatch.setenv("TYOKYKY_HOME", str(demo_home))
    monkeypatch.setenv(MODE_VARIABLE, Mode.DEMO)
    return demo_home
