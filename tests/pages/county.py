"""A small synthetic county, built once for all tests that look at pages."""

from pathlib import Path

import pytest
from tests.made_once import made_once

from tyokyky.demo.opening import open_county
from tyokyky.reporting.deliveries import Notices

CLIENT_COUNT = 1200
_homes: list[Path] = []


def _make(home: Path) -> None:
    open_county(home, clients=CLIENT_COUNT, seed=7, null=False, notices=Notices())


def county_home(factory: pytest.TempPathFactory) -> Path:
    """The home of the county, one for all tests of a process."""
    if not _homes:
        _homes.append(made_once(factory, "county", _make))
    return _homes[0]
