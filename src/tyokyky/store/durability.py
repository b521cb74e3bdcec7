"""What must be on the disk before anybody is told that it is there."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Waits until the disk holds a file, or the names in a folder: others are gone after a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
