"""A small synthetic county, built once for all tests that look at pages."""

from pathlib import Path

import pytest

from tyokyky.demo.opening import open_county
from tyokyky.reporting.deliveries import Notices

CLIENT_COUNT = 1200
_homes: list[Path] = []


def county_home(factory: pytest.TempPathFactory) -> Path:
    """The home of the county; the first caller builds it."""
    if not _homes:
        settings, _ = open_county(factory.mktemp("county"), clients=CLIENT_COUNT, seed=7, null=False, notices=Notices())
        _homes.append(settings.home)
    return _homes[0]
