"""What must be on the disk before anybody is told that it is there."""

import os
import secrets
import shutil
from pathlib import Path


def sync(path: Path) -> None:
    """Waits until the disk holds a file, or the names in a folder: others are gone after a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def free_bytes(folder: Path) -> int:
    """Room left on the disk of a folder for this user."""
    return shutil.disk_usage(folder).free


def write_whole(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Writes a new file whole or not at all, for its owner alone unless told otherwise.

    Raises:
        FileExistsError: there is such a file already.
        OSError: it can not be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(draft)
    finally:
        draft.unlink()
    sync(path.parent)
