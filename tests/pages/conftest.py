"""A demo home and the mode of a demo server, for pages run without a browser."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from tests.pages.county import county_home

from tyokyky.settings import Settings
from tyokyky.ui.mode import MODE_VARIABLE, Mode


@pytest.fixture(scope="session", autouse=True)
def _packages_read_once() -> Iterator[None]:
    """Streamlit reads what every installed package says of itself anew for each page that a test runs."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


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


@pytest.fixture
def unwritten(demo_server: Path, tmp_path: Path) -> Iterator[Settings]:
    """The demo without anything that a team wrote down; what others find in it, codings too, comes back in the end."""
    made = Settings.of_home(demo_server)
    made.codevelopment_path.rename(tmp_path / "written_down")
    yield made
    (tmp_path / "written_down").replace(made.codevelopment_path)
