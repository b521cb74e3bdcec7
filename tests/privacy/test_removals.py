"""The list of removed roles: read anew when it changes, and nobody gets in when it can not be understood."""

import os
from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.privacy.claims import Removal
from tyokyky.privacy.removals import REMOVALS_FILE, read_removals
from tyokyky.privacy.roles import Role


def test_no_file_removes_nobody(tmp_path: Path) -> None:
    assert read_removals(tmp_path) == ()


def test_a_change_is_seen_at_the_next_reading(tmp_path: Path) -> None:
    path = tmp_path / REMOVALS_FILE
    path.write_text('[[removed]]\nname = "aino"\nroles = ["steward"]\n', encoding="utf-8")
    assert read_removals(tmp_path) == (Removal("aino", frozenset({Role.STEWARD})),)
    path.write_text('[[removed]]\nname = "aino"\n', encoding="utf-8")
    assert read_removals(tmp_path) == (Removal("aino"),)
    stamp = path.stat()
    path.write_text('[[removed]]\nname = "eino"\n', encoding="utf-8")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1))
    assert read_removals(tmp_path) == (Removal("eino"),)
    path.unlink()
    assert read_removals(tmp_path) == ()


@pytest.mark.parametrize(
    "text",
    [
        "[",
        "removed = 1",
        'removed = ["aino"]',
        "[[removed]]",
        "[[removed]]\nname = 1",
        '[[removed]]\nname = "aino"\nroles = "steward"',
        '[[removed]]\nname = "aino"\nroles = ["boss"]',
        '[[removed]]\nname = "aino"\nrole = ["steward"]',
    ],
)
def test_a_file_that_can_not_be_understood_lets_nobody_in(text: str, tmp_path: Path) -> None:
    (tmp_path / REMOVALS_FILE).write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="ketään ei päästetä"):
        read_removals(tmp_path)
