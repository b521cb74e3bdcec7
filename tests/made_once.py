"""Folders that several processes of one run need: made by the first that asks, copied for each."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """This process's own copy of a folder; `make` is given the place where it is to stand, which is not there yet."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    whole, making = shared / f"made_once_{name}", shared / f"being_made_{name}"
    with filelock.FileLock(shared / f"made_once_{name}.lock"):
        if not whole.exists():
            shutil.rmtree(making, ignore_errors=True)
            make(making)
            making.rename(whole)
    copy = factory.mktemp(name) / "koti"
    shutil.copytree(whole, copy)
    return copy
