"""Homes to release from, each made once and copied for a test; the engine and the proof are quick ones."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.homes import CONTROLLER
from tests.made_once import made_once
from tests.properties.home import deliver
from tests.reference.world import Delivery
from tests.release_ledger.desks import LATER, SECOND, approved, county, hand, late_periods, made, quick

from tyokyky.analysis import mart
from tyokyky.release import approval
from tyokyky.settings import Settings


@pytest.fixture(scope="session")
def fresh_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing has been released."""
    return made_once(tmp_path_factory, "fresh_home", county)


@pytest.fixture(scope="session")
def built_home(fresh_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release is built and audited."""

    def make(home: Path) -> None:
        shutil.copytree(fresh_home, home)
        with quick():
            made(Settings.of_home(home))

    return made_once(tmp_path_factory, "built_home", make)


@pytest.fixture(scope="session")
def published_home(fresh_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release is out, and the next is approved."""

    def make(home: Path) -> None:
        shutil.copytree(fresh_home, home)
        settings = Settings.of_home(home)
        with quick():
            approval.publish(settings, approved(settings), hand())
            approved(settings)

    return made_once(tmp_path_factory, "published_home", make)


def _copied(home: Path, tmp_path: Path) -> Iterator[Settings]:
    shutil.copytree(home, tmp_path / "home")
    with quick():
        yield Settings.of_home(tmp_path / "home")


@pytest.fixture
def fresh(fresh_home: Path, tmp_path: Path) -> Iterator[Settings]:
    """A home in which nothing has been released."""
    yield from _copied(fresh_home, tmp_path)


@pytest.fixture
def built(built_home: Path, tmp_path: Path) -> Iterator[Settings]:
    """A home with FIRST built and audited."""
    yield from _copied(built_home, tmp_path)


@pytest.fixture
def published(published_home: Path, tmp_path: Path) -> Iterator[Settings]:
    """A home with FIRST out and SECOND approved by two."""
    yield from _copied(published_home, tmp_path)


@pytest.fixture(scope="session")
def later_home(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same a quarter later: SECOND is out too, and a delivery told of late exits in a quarter that is out."""

    def make(home: Path) -> None:
        shutil.copytree(published_home, home)
        settings = Settings.of_home(home)
        with quick():
            approval.publish(settings, SECOND, hand())
        deliver(settings, 9, Delivery(CONTROLLER, LATER, late_periods()))
        mart.build(settings)

    return made_once(tmp_path_factory, "later_home", make)


@pytest.fixture
def later(later_home: Path, tmp_path: Path) -> Iterator[Settings]:
    """A home of two releases and a register that has changed since."""
    yield from _copied(later_home, tmp_path)
