"""Where answers are handed in: each sending once, each code once, not too often, and safe on the disk before thanks."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.feedback.answer_codes import IssuedCodes
from tyokyky.feedback.answering import SentForm
from tyokyky.feedback.queue import IMPORTED_FOLDER, QueueWriter, read_queue
from tyokyky.form.limits import RateLimit
from tyokyky.settings import Settings

_MINUTE_SECONDS: Final = 60.0
_CODE_SECONDS: Final = 600.0
_MOST_CODE_TRIES: Final = 10
_MOST_TRIES_OF_ONE_CODE: Final = 5


class CodeState(StrEnum):
    """What the desk says to a code."""

    GOOD = "good"
    UNKNOWN = "unknown"
    USED = "used"
    TOO_OFTEN = "too_often"


class Receipt(StrEnum):
    """What the desk says to a sending."""

    STORED = "stored"
    ALREADY = "already"
    CODE_USED = "code_used"
    TOO_OFTEN = "too_often"


class Desk:
    """Takes sendings of one process. Remembers, also over a restart, which were taken and which codes are used.

    Raises:
        UserError: what was taken earlier can not be read.
    """

    def __init__(self, settings: Settings) -> None:
        self._writer = QueueWriter(settings.queue_folder)
        self.codes = IssuedCodes(settings.queue_folder)
        self._one_at_a_time = asyncio.Lock()
        # In the order in which an import moves files: one that leaves the first folder meanwhile is met in the second.
        folders = (settings.queue_folder, settings.queue_folder / IMPORTED_FOLDER)
        taken = _taken(folders)
        self._taken_ids = {sent.response_id for sent in taken}
        self._used_marks = {sent.code_mark for sent in taken if sent.code_mark}
        self._sends = RateLimit(settings.form_sends_per_minute, _MINUTE_SECONDS)
        self._code_tries = RateLimit(_MOST_CODE_TRIES, _CODE_SECONDS)
        self._tries_of_code = RateLimit(_MOST_TRIES_OF_ONE_CODE, _CODE_SECONDS)

    def state_of(self, mark: str, address: str) -> CodeState:
        """Whether a code of this mark may be used; counts the try."""
        if not (self._code_tries.allows(address) and self._tries_of_code.allows(mark)):
            return CodeState.TOO_OFTEN
        if not self.codes.holds(mark):
            return CodeState.UNKNOWN
        return CodeState.USED if mark in self._used_marks else CodeState.GOOD

    async def take(self, sent: SentForm, address: str) -> Receipt:
        """Stores a sending, once; when this returns `STORED`, it is on the disk.

        Raises:
            UserError: it could not be stored; it may be sent again.
        """
        async with self._one_at_a_time:
            if sent.response_id in self._taken_ids:
                return Receipt.ALREADY
            if sent.code_mark in self._used_marks:
                return Receipt.CODE_USED
            if not self._sends.allows(address):
                return Receipt.TOO_OFTEN
            # Waiting for the disk must not keep others' pages waiting.
            await asyncio.to_thread(self._writer.append, sent)
            self._taken_ids.add(sent.response_id)
            if sent.code_mark:
                self._used_marks.add(sent.code_mark)
        return Receipt.STORED


def _taken(folders: Sequence[Path]) -> list[SentForm]:
    try:
        return [sent for folder in folders for sent in read_queue(folder).sent]
    except OSError:
        raise UserError("Vastausjonoa ei voitu lukea: tarkista oikeudet kodin kansioon queue.") from None
