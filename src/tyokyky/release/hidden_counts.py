"""True counts of a release's cells, kept in the home apart from the releases folder: nothing here leaves.

Later releases tell a frozen quarter from here, not from the register: an erased person or a late delivery changes
nothing that is out. Leaves of tables only: no more than what the release is divided by.
"""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.store.durability import sync

COUNTS_FOLDER: Final = "release_counts"
_FOLDER_MODE: Final = 0o700
_FILE_MODE: Final = 0o600


def counts_folder(settings: Settings, release: str) -> Path:
    """Where the counts of one release lie."""
    return settings.home / COUNTS_FOLDER / release


def keep(settings: Settings, release: str, leaves: Mapping[str, pl.DataFrame]) -> None:
    """Writes the leaves of every table, in the place of any earlier ones of a release that was never published."""
    folder = counts_folder(settings, release)
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(mode=_FOLDER_MODE, exist_ok=True)
    folder.mkdir(mode=_FOLDER_MODE)
    for name, frame in leaves.items():
        path = folder / f"{name}.parquet"
        path.touch(mode=_FILE_MODE)
        frame.write_parquet(path)
        sync(path)
    sync(folder)


def kept(settings: Settings, release: str, tables: Iterable[str]) -> dict[str, pl.DataFrame]:
    """Leaves by table.

    Raises:
        UserError: they are not there.
    """
    folder = counts_folder(settings, release)
    try:
        return {name: pl.read_parquet(folder / f"{name}.parquet") for name in tables}
    except (OSError, pl.exceptions.PolarsError):
        raise UserError(
            f"Julkaisun {release} luvut puuttuvat kodin kansiosta {COUNTS_FOLDER}: palauta ne varmuuskopiosta tai"
            " suunnittele julkaisu uudelleen."
        ) from None
