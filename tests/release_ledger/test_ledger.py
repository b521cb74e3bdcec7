"""The ledger: every line stands on the one before it, and one changed byte anywhere is seen."""

import json
from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.release import ledger
from tyokyky.release.ledger import HEAD_FILE, LEDGER_FILE, Act

WHEN = "2026-11-25T10:00:00Z"


def _written(folder: Path, count: int = 3) -> Path:
    for number in range(count):
        ledger.append(folder, Act.PLANNED, f"2026-06-30-{number}", WHEN, "Aino", {"tables": ["exits"]})
    return folder / LEDGER_FILE


def test_lines_are_numbered_and_linked_from_the_first_on(tmp_path: Path) -> None:
    _written(tmp_path)
    entries = ledger.entries(tmp_path)
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert entries[0].previous == "0" * 64
    assert len({entry.previous for entry in entries}) == 3
    assert entries[2].release == "2026-06-30-2"
    assert entries[2].facts == {"tables": ["exits"]}


def test_a_line_is_the_same_for_the_same_act(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    for folder in (first, second):
        folder.mkdir()
    assert _written(first).read_bytes() == _written(second).read_bytes()


def test_nothing_done_is_an_empty_ledger(tmp_path: Path) -> None:
    assert ledger.entries(tmp_path) == ()


def test_a_changed_byte_is_seen_wherever_it_is(tmp_path: Path) -> None:
    path = _written(tmp_path, 2)
    whole = path.read_bytes()
    unseen = []
    for place in range(0, len(whole) - 1, 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        try:
            ledger.entries(tmp_path)
            unseen.append(place)
        except UserError:
            pass
    assert unseen == []
    path.write_bytes(whole)
    assert len(ledger.entries(tmp_path)) == 2


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_line_taken_away_is_seen(tmp_path: Path, line: int) -> None:
    path = _written(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:line] + lines[line + 1 :]))
    with pytest.raises(UserError, match="on muuttunut rivin"):
        ledger.entries(tmp_path)


def test_all_lines_taken_away_are_seen(tmp_path: Path) -> None:
    _written(tmp_path).unlink()
    with pytest.raises(UserError, match="varmuuskopiosta"):
        ledger.entries(tmp_path)


def test_lines_in_another_order_are_seen(tmp_path: Path) -> None:
    path = _written(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[1], lines[0], lines[2]]))
    with pytest.raises(UserError, match="rivin 1"):
        ledger.entries(tmp_path)


def test_a_rewritten_end_is_seen(tmp_path: Path) -> None:
    """Someone makes the last line anew, with the right link to the line before it."""
    path = _written(tmp_path)
    lines = path.read_bytes().splitlines()
    forged = json.loads(lines[-1]) | {"who": "Väinö"}
    path.write_bytes(b"\n".join([*lines[:-1], json.dumps(forged, sort_keys=True).encode(), b""]))
    with pytest.raises(UserError, match="rivin 3"):
        ledger.entries(tmp_path)


def test_nothing_is_appended_to_a_broken_ledger(tmp_path: Path) -> None:
    path = _written(tmp_path)
    broken = path.read_bytes().replace(b"Aino", b"Olli", 1)
    path.write_bytes(broken)
    with pytest.raises(UserError):
        ledger.append(tmp_path, Act.APPROVED, "2026-06-30-1", WHEN, "Aino", {})
    assert path.read_bytes() == broken


def test_a_line_that_the_power_cut_short_was_never_there(tmp_path: Path) -> None:
    path = _written(tmp_path)
    path.write_bytes(path.read_bytes() + b'{"facts": {"tab')
    assert len(ledger.entries(tmp_path)) == 3
    ledger.append(tmp_path, Act.BUILT, "2026-06-30-2", WHEN, "Aino", {})
    assert [entry.kind for entry in ledger.entries(tmp_path)][-1] is Act.BUILT
    assert b"tab{" not in path.read_bytes()


def test_the_power_may_go_between_the_line_and_its_head(tmp_path: Path) -> None:
    _written(tmp_path, 2)
    before = (tmp_path / HEAD_FILE).read_bytes()
    ledger.append(tmp_path, Act.BUILT, "2026-06-30-1", WHEN, "Aino", {})
    (tmp_path / HEAD_FILE).write_bytes(before)
    assert len(ledger.entries(tmp_path)) == 3
    ledger.append(tmp_path, Act.AUDITED, "2026-06-30-1", WHEN, "Aino", {})
    assert len(ledger.entries(tmp_path)) == 4


def test_a_head_that_says_something_else_stops_everything(tmp_path: Path) -> None:
    _written(tmp_path)
    for head in ("", "x y", "9 " + "0" * 64, "0 " + "0" * 64, "3 " + "0" * 64):
        (tmp_path / HEAD_FILE).write_text(head, encoding="utf-8")
        with pytest.raises(UserError):
            ledger.entries(tmp_path)


def test_a_full_disk_is_said_and_leaves_the_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _written(tmp_path)
    before = path.read_bytes()

    def no_room(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tyokyky.release.ledger.os.write", no_room)
    with pytest.raises(UserError, match="levytila"):
        ledger.append(tmp_path, Act.BUILT, "2026-06-30-1", WHEN, "Aino", {})
    assert path.read_bytes() == before
