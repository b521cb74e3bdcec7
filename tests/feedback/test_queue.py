"""The queue: what was thanked for is there once, whatever was torn, full, taken or doubled."""

import fcntl
import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Thread

import pytest
from tests.feedback.sendings import DAY, sending

from tyokyky.domain.errors import UserError
from tyokyky.feedback.answer_codes import FORMS_LIST, IssuedCodes
from tyokyky.feedback.queue import IMPORTED_FOLDER, QueueWriter, decoded, encoded, held_queue, read_queue


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl"))


def test_a_sending_comes_back_as_it_was(tmp_path: Path) -> None:
    sent = [sending(1), sending(2, code_mark="AB" * 32, scores={}, language="sv")]
    writer = QueueWriter(tmp_path / "queue")
    for one in sent:
        writer.append(one)
    content = read_queue(tmp_path / "queue")
    assert content.sent == tuple(sent)
    assert content.broken_count == 0
    assert len(files(tmp_path / "queue")) == 1


def test_each_day_and_each_process_has_its_own_file(tmp_path: Path) -> None:
    first, second = QueueWriter(tmp_path), QueueWriter(tmp_path)
    first.append(sending(1))
    second.append(sending(2))
    first.append(sending(3, answered_on=date(2026, 3, 2)))
    assert len(files(tmp_path)) == 3
    assert {one.response_id for one in read_queue(tmp_path).sent} == {"form-1", "form-2", "form-3"}


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    QueueWriter(tmp_path / "queue").append(sending())
    assert (tmp_path / "queue").stat().st_mode & 0o077 == 0
    assert files(tmp_path / "queue")[0].stat().st_mode & 0o077 == 0


def test_a_line_tells_no_time_of_day() -> None:
    answer = json.loads(encoded(sending()))["answer"]
    assert answer["answered_on"] == "2026-03-01"
    assert not any("time" in name or name.endswith("_at") for name in answer)


@pytest.mark.parametrize("length", [1, 20, 80, 200, 300])
def test_a_torn_last_line_is_passed_over_and_counted(length: int, tmp_path: Path) -> None:
    QueueWriter(tmp_path).append(sending(1))
    with files(tmp_path)[0].open("ab") as file:
        file.write(encoded(sending(2))[:length])
    content = read_queue(tmp_path)
    assert [one.response_id for one in content.sent] == ["form-1"]
    assert content.broken_count == 1


def test_a_changed_line_is_not_believed() -> None:
    line = encoded(sending())
    assert decoded(line) == sending()
    assert decoded(line.replace(b'"T1": 4', b'"T1": 5')) is None
    assert decoded(line.replace(b'"format": 1', b'"format": 2')) is None


@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b'{"checksum": 1, "answer": 2}', b"\0" * 50])
def test_rubbish_is_no_sending(line: bytes) -> None:
    assert decoded(line) is None


def test_of_a_double_the_first_counts(tmp_path: Path) -> None:
    writer = QueueWriter(tmp_path)
    writer.append(sending(1))
    writer.append(sending(1, scores={"T1": 1}))
    assert read_queue(tmp_path).sent == (sending(1),)


def test_a_missing_folder_is_an_empty_queue(tmp_path: Path) -> None:
    assert read_queue(tmp_path / "nothing").sent == ()
    with held_queue(tmp_path / "nothing") as content:
        assert content.sent == ()
    assert not (tmp_path / "nothing").exists()


def test_what_was_taken_in_is_moved_aside(tmp_path: Path) -> None:
    writer = QueueWriter(tmp_path)
    writer.append(sending(1))
    with held_queue(tmp_path) as content:
        assert content.sent == (sending(1),)
    assert files(tmp_path) == []
    assert read_queue(tmp_path / IMPORTED_FOLDER).sent == (sending(1),)
    writer.append(sending(2))
    assert read_queue(tmp_path).sent == (sending(2),)


def test_what_could_not_be_taken_in_stays(tmp_path: Path) -> None:
    QueueWriter(tmp_path).append(sending(1))
    with pytest.raises(UserError, match="jotakin"), held_queue(tmp_path):
        raise UserError("jotakin")
    assert read_queue(tmp_path).sent == (sending(1),)


def test_an_answer_sent_during_an_import_waits_for_the_next(tmp_path: Path) -> None:
    writer = QueueWriter(tmp_path)
    writer.append(sending(1))
    with held_queue(tmp_path) as content:
        writer.append(sending(2))
        assert content.sent == (sending(1),)
    assert read_queue(tmp_path).sent == (sending(2),)


def test_writers_and_imports_at_once_lose_and_double_nothing(tmp_path: Path) -> None:
    def write(first: int) -> None:
        writer = QueueWriter(tmp_path)
        for number in range(first, first + 40):
            writer.append(sending(number))

    writers = [Thread(target=write, args=(first,)) for first in (0, 100, 200)]
    for one in writers:
        one.start()
    taken: list[str] = []
    while any(one.is_alive() for one in writers):
        with held_queue(tmp_path) as content:
            taken += [one.response_id for one in content.sent]
    with held_queue(tmp_path) as content:
        taken += [one.response_id for one in content.sent]
    assert len(taken) == len(set(taken)) == 120
    aside = read_queue(tmp_path / IMPORTED_FOLDER)
    assert (len(aside.sent), aside.broken_count) == (120, 0)


def test_a_file_that_is_moved_while_others_are_read_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    QueueWriter(tmp_path).append(sending(1))
    gone = tmp_path / "2026-03-01-gone.jsonl"
    monkeypatch.setattr("tyokyky.feedback.queue._files", lambda folder: [gone, *files(folder)])
    assert read_queue(tmp_path).sent == (sending(1),)


def test_a_full_disk_keeps_nothing_of_the_line_and_the_next_goes_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = QueueWriter(tmp_path)
    writer.append(sending(1))
    real = os.write

    def full(handle: int, data: bytes) -> int:
        real(handle, bytes(data)[:50])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "write", full)
        with pytest.raises(UserError, match="levytila"):
            writer.append(sending(2))
    assert read_queue(tmp_path).broken_count == 0
    writer.append(sending(2))
    assert {one.response_id for one in read_queue(tmp_path).sent} == {"form-1", "form-2"}


def test_thanks_wait_for_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    real = os.fsync

    def noted(handle: int) -> None:
        synced.append(handle)
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    writer = QueueWriter(tmp_path)
    writer.append(sending(1))
    assert len(synced) == 2, "the line and, for a new file, its folder"
    writer.append(sending(2))
    assert len(synced) == 3
    monkeypatch.setattr(os, "fsync", _broken)
    with pytest.raises(UserError):
        writer.append(sending(3))
    assert [one.response_id for one in read_queue(tmp_path).sent] == ["form-1", "form-2"]


def _broken(handle: int) -> None:
    raise OSError(5, "Input/output error")


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "queue").write_text("a file in its place", encoding="utf-8")
    with pytest.raises(UserError, match="queue"):
        QueueWriter(tmp_path / "queue").append(sending())


def test_a_lock_falls_with_its_holder(tmp_path: Path) -> None:
    writer = QueueWriter(tmp_path)
    writer.append(sending(1))
    handle = os.open(files(tmp_path)[0], os.O_RDWR)
    fcntl.flock(handle, fcntl.LOCK_EX)
    writer.append(sending(2))
    assert len(files(tmp_path)) == 2
    os.close(handle)
    with held_queue(tmp_path) as content:
        assert len(content.sent) == 2


def test_issued_codes_are_read_anew_when_there_are_more(tmp_path: Path) -> None:
    codes = IssuedCodes(tmp_path)
    assert not codes.exist
    assert not codes.holds("AA")
    (tmp_path / FORMS_LIST).write_text("AA\n", encoding="ascii")
    assert codes.exist
    assert codes.holds("AA")
    assert not codes.holds("A")
    (tmp_path / FORMS_LIST).write_text("AA\nBB\n", encoding="ascii")
    assert codes.holds("BB")


def test_sendings_are_compared_by_content() -> None:
    assert replace(sending(), phase="") != sending()
    assert replace(sending()) == sending() == sending(1, answered_on=DAY)
