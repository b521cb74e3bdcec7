"""kill −9 at random moments of an import: the store opens, the counts add up, and a second import mends all."""

import random
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Final

import polars as pl
import pytest
from tests.crash.importing import AS_OF, periods_file, start_import
from tests.ingest.deliveries import Home

from tyokyky.ingest import ledger
from tyokyky.ingest.delivery import import_file
from tyokyky.settings import Settings

KILLS: Final = 50
_STEPS: Final = ("read", "map", "pseudonymise", "check", "compare", "record", "done")
_LONGEST_DELAY_SECONDS: Final = 0.06
_VERSION: Final = ("row_id", "batch_id")


@dataclass(frozen=True)
class Undisturbed:
    """A home with an earlier delivery, a file that is to come, and what holds when nothing disturbs it."""

    home: Path
    file: Path
    rows: pl.DataFrame


def _what_holds(home: Home) -> pl.DataFrame:
    return home.live("period").drop(_VERSION).sort("period_id")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    folder = tmp_path_factory.mktemp("undisturbed")
    base = Home(Settings.of_home(folder / "base"))
    import_file(base.settings, periods_file(folder / "first.csv", 500), base.source(), AS_OF)
    file = periods_file(folder / "second.csv", 4000, first=250)
    shutil.copytree(folder / "base", folder / "whole")
    whole = Home(Settings.of_home(folder / "whole"))
    import_file(whole.settings, file, whole.source(), AS_OF)
    return Undisturbed(folder / "base", file, _what_holds(whole))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_import_leaves_all_or_nothing(seed: int, undisturbed: Undisturbed, tmp_path: Path) -> None:
    chosen = random.Random(seed)  # noqa: S311 - a moment, not a secret
    shutil.copytree(undisturbed.home, tmp_path / "koti")
    home = Home(Settings.of_home(tmp_path / "koti"))
    before = _what_holds(home)
    _kill_at(_STEPS[seed % len(_STEPS)], chosen.uniform(0, _LONGEST_DELAY_SECONDS), home, undisturbed.file)
    batches = ledger.batches(home.settings)
    sums = batches.select(pl.col("accepted_count") + pl.col("quarantined_count") + pl.col("unchanged_count"))
    assert sums.to_series().to_list() == batches["rows_in"].to_list()
    holds = _what_holds(home)
    assert holds.equals(before if batches.height == 1 else undisturbed.rows)
    again = import_file(home.settings, undisturbed.file, home.source(), AS_OF)
    assert (again.same_as_batch is None) == (batches.height == 1)
    assert _what_holds(home).equals(undisturbed.rows)


def _kill_at(step: str, delay_seconds: float, home: Home, file: Path) -> None:
    """Kills the import a moment after it has told a step; one that was quicker has ended by itself."""
    child = start_import(home.settings.home, file)
    assert child.stdout is not None
    for line in child.stdout:
        if line.strip() == step:
            break
    else:
        pytest.fail("the import ended before the step")
    with suppress(TimeoutExpired):
        child.wait(timeout=delay_seconds)
    child.kill()
    child.communicate()
