"""Homes that many tests ask, made once, and in which order the processes of a run take the files."""

from pathlib import Path
from typing import Final

import pytest
from tests.made_once import made_once
from xdist.scheduler import LoadFileScheduling

from tyokyky.demo.opening import open_county
from tyokyky.settings import Settings

_LONG: Final = ("planted", "browser", "crash", "pages", "properties", "demo", "operation")
"""Folders whose files take longest: they are begun first, so that the processes end together."""
_BROWSER: Final = "tests/browser/"


class _ByFile(LoadFileScheduling):  # type: ignore[misc]
    """A file whole in one process, and all files that share the browser and the demo's server in one."""

    def _split_scope(self, nodeid: str) -> str:
        return _BROWSER if nodeid.startswith(_BROWSER) else str(super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadFileScheduling:
    """Used by a run of several processes."""
    return _ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first; else the order stays as it is."""
    ranks = {name: rank for rank, name in enumerate(_LONG)}
    items.sort(key=lambda item: ranks.get(item.path.parent.name, len(_LONG)))


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small synthetic county, built. Tests ask it and leave it as it is."""
    return made_once(tmp_path_factory, "small_county", lambda home: open_county(home, clients=400, seed=5))


@pytest.fixture(scope="session")
def demo_settings(demo_home: Path) -> Settings:
    """Settings of the small synthetic county."""
    return Settings.of_home(demo_home)
