"""Which one-time codes exist, as the form knows it: marks alone, never whose they are."""

from pathlib import Path
from typing import Final

FORMS_LIST: Final = "codes.txt"
"""In the queue's folder: one mark a line."""


class IssuedCodes:
    """The marks in the form's list, read anew when the list has changed."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FORMS_LIST
        self._read_at: tuple[int, int] | None = None
        self._marks: frozenset[str] = frozenset()

    def holds(self, mark: str) -> bool:
        """Whether a code of this mark was issued."""
        try:
            state = self._path.stat()
            if (state.st_mtime_ns, state.st_size) != self._read_at:
                self._marks = frozenset(self._path.read_text(encoding="ascii").split())
                self._read_at = (state.st_mtime_ns, state.st_size)
        except (OSError, UnicodeDecodeError):
            return False
        return mark in self._marks

    @property
    def exist(self) -> bool:
        """Whether any code was ever issued: without one nobody is asked for it."""
        return self._path.exists()
