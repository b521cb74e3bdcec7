"""The queue of answers: files that are only ever appended to, between the form's process and the next import.

A line is a JSON object `{"checksum": …, "answer": {…}}`. A writer holds a file's lock for one line, an import for as
long as it takes the file in. A writer whose file is taken makes a new one, so an import keeps nobody waiting.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.feedback.answering import SentForm
from tyokyky.store.durability import sync

IMPORTED_FOLDER: Final = "imported"
_FORMAT: Final = 1
_SUFFIX: Final = ".jsonl"
_NOT_STORED: Final = "Vastausta ei voitu tallentaa: tarkista levytila ja oikeudet kodin kansioon queue."


def encoded(sent: SentForm) -> bytes:
    """The line of one sending, with its checksum."""
    answer = {"format": _FORMAT, **asdict(sent), "answered_on": sent.answered_on.isoformat()}
    return json.dumps({"checksum": _checksum(answer), "answer": answer}, ensure_ascii=False).encode() + b"\n"


def _checksum(answer: Mapping[str, Any]) -> str:
    text = json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def decoded(line: bytes) -> SentForm | None:
    """The sending of a line; `None` where the line is torn or was changed."""
    try:
        entry = json.loads(line)
        answer = dict(entry["answer"])
        if entry["checksum"] != _checksum(answer) or answer.pop("format") != _FORMAT:
            return None
        answer["answered_on"] = date.fromisoformat(answer["answered_on"])
        answer["not_applicable"] = tuple(answer["not_applicable"])
        return SentForm(**answer)
    except (ValueError, KeyError, TypeError):
        return None


class QueueWriter:
    """Appends to files of this process, one per day; a line is on the disk when `append` returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process = secrets.token_hex(4)
        self._guard = Lock()
        self._path: Path | None = None

    def append(self, sent: SentForm) -> None:
        """Writes one sending and waits until the disk has it.

        Raises:
            UserError: it could not be stored; then nothing of it is kept.
        """
        with self._guard:
            try:
                handle = self._opened(sent.answered_on)
                try:
                    self._write(handle, encoded(sent))
                finally:
                    os.close(handle)
            except OSError:
                raise UserError(_NOT_STORED) from None

    def _opened(self, day: date) -> int:
        """The day's file of this process, locked; a new one where there is none or an import has it."""
        if self._path is not None and self._path.name.startswith(day.isoformat()):
            handle = _locked(self._path, os.O_WRONLY | os.O_APPEND, waits=False)
            if handle is not None:
                return handle
        while True:
            self._path = self._folder / f"{day.isoformat()}-{self._process}-{secrets.token_hex(4)}{_SUFFIX}"
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = _locked(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL, waits=False)
            if handle is not None:
                sync(self._folder)
                return handle

    def _write(self, handle: int, line: bytes) -> None:
        """All of a line or nothing: what was begun is cut away, and the file is not used again."""
        length = os.fstat(handle).st_size
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        except OSError:
            self._path = None
            with suppress(OSError):
                os.ftruncate(handle, length)
            raise


def _locked(path: Path, flags: int, *, waits: bool) -> int | None:
    """A handle of a file, locked for this process; `None` where it is gone or, unless it waits, another's."""
    try:
        handle = os.open(path, flags, 0o600)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Between opening and locking an import may have moved it aside.
        if os.path.samestat(os.fstat(handle), path.stat()):
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass  # another's, or moved aside meanwhile: given back below
    except OSError:
        os.close(handle)
        raise
    os.close(handle)
    return None


@dataclass(frozen=True)
class QueueContent:
    """Sendings in the order of their files, the first of each `response_id`; and how many lines were not whole."""

    sent: tuple[SentForm, ...]
    broken_count: int


def read_queue(folder: Path) -> QueueContent:
    """All that lies in a folder. A missing folder is empty; a line that is not whole is counted and passed over."""
    return _content(_files(folder))


def _content(files: Sequence[Path]) -> QueueContent:
    first: dict[str, SentForm] = {}
    broken_count = 0
    for path in files:
        for line in _lines(path):
            sent = decoded(line)
            if sent is None:
                broken_count += 1
            else:
                first.setdefault(sent.response_id, sent)
    return QueueContent(tuple(first.values()), broken_count)


def _lines(path: Path) -> list[bytes]:
    """Lines of a file; none where an import has moved it aside since it was listed."""
    try:
        return [line for line in path.read_bytes().split(b"\n") if line]
    except FileNotFoundError:
        return []


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_SUFFIX}")) if folder.is_dir() else []


@contextmanager
def held_queue(folder: Path) -> Iterator[QueueContent]:
    """What waits, while no process may append to its files; when the block ends well the files are moved aside.

    An error in the block, a kill included, leaves every file where it was.

    Raises:
        UserError: the files can not be read or moved.
    """
    with ExitStack() as held:
        with _told_of_the_queue():
            files = [path for path in _files(folder) if _hold(path, held)]
            content = _content(files)
        yield content
        with _told_of_the_queue():
            _move_aside(files, folder)


@contextmanager
def _told_of_the_queue() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise UserError("Vastausjonoa ei voitu lukea tai siirtää: tarkista oikeudet kodin kansioon queue.") from None


def _hold(path: Path, held: ExitStack) -> bool:
    handle = _locked(path, os.O_RDWR, waits=True)
    if handle is None:
        return False
    held.callback(os.close, handle)
    return True


@contextmanager
def quiet_queue(folder: Path) -> Iterator[None]:
    """Keeps what waits as it is while the block lasts: no process appends to its files, none moves them aside.

    Raises:
        UserError: the files can not be read.
    """
    with ExitStack() as held:
        with _told_of_the_queue():
            for path in _files(folder):
                _hold(path, held)
        yield


def drop_sendings(folder: Path, is_dropped: Callable[[SentForm], bool]) -> int:
    """Writes anew the files, waiting and imported, that hold sendings which must go; gives how many went.

    A file is replaced whole, so a kill leaves each as it was or as it will be. Lines that are not whole stay where
    something waits; in what was imported they are of nobody's use, and go.

    Raises:
        UserError: the files can not be read or written.
    """
    with ExitStack() as held, _told_of_the_queue():
        waiting = [path for path in _files(folder) if _hold(path, held)]
        dropped = sum(_drop_from(path, is_dropped, keeps_broken=True) for path in waiting)
        imported = _files(folder / IMPORTED_FOLDER)
        return dropped + sum(_drop_from(path, is_dropped, keeps_broken=False) for path in imported)


def _drop_from(path: Path, is_dropped: Callable[[SentForm], bool], *, keeps_broken: bool) -> int:
    lines = _lines(path)
    sent = [decoded(line) for line in lines]
    kept = [
        line for line, one in zip(lines, sent, strict=True) if (keeps_broken if one is None else not is_dropped(one))
    ]
    if len(kept) < len(lines):
        _write_anew(path, kept)
    return sum(one is not None and is_dropped(one) for one in sent)


def _write_anew(path: Path, lines: Sequence[bytes]) -> None:
    """A writer whose file is replaced finds it so and makes a new one."""
    if not lines:
        path.unlink()
        sync(path.parent)
        return
    draft = path.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.writelines(line + b"\n" for line in lines)
    sync(draft)
    draft.replace(path)
    sync(path.parent)


def _move_aside(files: list[Path], folder: Path) -> None:
    if not files:
        return
    aside = folder / IMPORTED_FOLDER
    aside.mkdir(mode=0o700, exist_ok=True)
    for path in files:
        _set_aside(path, aside / path.name)
    sync(aside)
    sync(folder)


def _set_aside(path: Path, aside: Path) -> None:
    """Moves a file without what was written in it in own words: the register alone keeps that, and lets it expire."""
    lines = _lines(path)
    kept = [_without_comment(line) for line in lines]
    if kept == lines:
        path.replace(aside)
        return
    _write_anew(aside, kept)
    path.unlink()


def _without_comment(line: bytes) -> bytes:
    sent = decoded(line)
    return line if sent is None or not sent.comment else encoded(replace(sent, comment="")).removesuffix(b"\n")
