"""Where what the program reads besides its code lies."""

from pathlib import Path
from typing import Final

_PACKAGE_FOLDER: Final = Path(__file__).resolve().parents[1]


def shipped_folder() -> Path:
    """Where `data/`, `pages/` and `app.py` lie: inside the package of a wheel, else in the repository."""
    installed = _PACKAGE_FOLDER / "shipped"
    return installed if installed.is_dir() else _PACKAGE_FOLDER.parents[1]
