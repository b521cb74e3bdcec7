"""The access log: whole lines, only ever appended, and nothing is shown when it can not be written."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.privacy.access_log import Access, Opened, record

ONE = Access("manager", Opened.FIGURE, "drop-off window=90", "role manager", row_count=12)


def test_a_line_says_when_who_what_why_and_how_many(tmp_path: Path) -> None:
    path = tmp_path / "home" / "access_log.jsonl"
    record(path, ONE)
    entry = json.loads(path.read_text(encoding="utf-8"))
    assert entry.pop("when").endswith("+00:00")
    assert entry == {
        "who": "manager",
        "kind": "figure",
        "what": "drop-off window=90",
        "reason": "role manager",
        "allowed": True,
        "row_count": 12,
    }
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_lines_written_at_once_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / "access_log.jsonl"
    with ThreadPoolExecutor(8) as pool:
        for written in [pool.submit(record, path, ONE) for _ in range(200)]:
            written.result()
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 200
    assert all(json.loads(line)["who"] == "manager" for line in lines)


def test_what_stands_is_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "access_log.jsonl"
    record(path, ONE)
    before = path.read_bytes()
    record(path, ONE)
    assert path.read_bytes().startswith(before)


def test_a_log_that_can_not_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="mitään ei näytetä"):
        record(tmp_path / "file" / "access_log.jsonl", ONE)
