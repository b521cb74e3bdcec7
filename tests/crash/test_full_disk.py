"""A disk that fills up at any point of an import: one clear sentence, and what held before still holds."""

from pathlib import Path

import pytest
from tests.crash.importing import AS_OF, periods_file, start_import
from tests.ingest.deliveries import Home

from tyokyky.ingest.delivery import import_file

# From "nothing fits" to "only the last pages do not".
ROOM_BYTES = (0, 300, 20_000, 300_000)


@pytest.mark.parametrize("room_bytes", ROOM_BYTES)
def test_full_disk_changes_nothing(home: Home, tmp_path: Path, room_bytes: int) -> None:
    first = periods_file(tmp_path / "first.csv", 200)
    import_file(home.settings, first, home.source(), AS_OF)
    before = home.live("period").sort("row_id")
    full = home.settings.register_path.stat().st_size if room_bytes > 4_096 else 0
    child = start_import(
        home.settings.home, periods_file(tmp_path / "second.csv", 20_000, first=200), full + room_bytes
    )
    _, said = child.communicate()
    assert child.returncode == 2, said
    assert said.count("\n") == 1
    assert "Mitään ei muutettu" in said or "levy" in said.lower()
    assert "ASIAKAS" not in said
    assert home.live("period").sort("row_id").equals(before)


def test_full_disk_before_the_first_key(home: Home, tmp_path: Path) -> None:
    child = start_import(home.settings.home, periods_file(tmp_path / "first.csv", 10), 0)
    _, said = child.communicate()
    assert child.returncode == 2, said
    assert "levytila" in said
    assert [path for path in home.settings.home.rglob("*") if path.is_file() and path.stat().st_size] == []
