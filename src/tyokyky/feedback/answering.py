"""Answering a form: which form a link opens, how far an answerer has come, and what is sent in the end."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, Self, TypeVar

from tyokyky.domain.codes import Code, CodeBook, Service, Unit
from tyokyky.domain.free_text import without_traces
from tyokyky.domain.instruments import Instrument, Item, Respondents

NOT_APPLICABLE: Final = "not_applicable"
DECLINED: Final = "declined"
"""Two ways not to give a score: it does not concern me (counted), I do not want to answer (leaves nothing)."""

PHASES: Final = ("start", "during", "end", "after")
_MOST_STEPS: Final = 11
"""A longer scale is a total score, not something that a person is asked."""
LONGEST_COMMENT: Final = 2000
"""Characters that an answerer may write in their own words."""
_TO_LETTERS: Final = str.maketrans("0123456789abcdef", "abcdefghijkmnpqr")
_CodeT = TypeVar("_CodeT", bound=Code)


class Refusal(StrEnum):
    """Why a link opens no form."""

    FORM = "form"
    SCALE = "scale"
    SERVICE = "service"
    UNIT = "unit"
    PHASE = "phase"


class NoFormError(Exception):
    """A link that opens no form, with the reason."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class Form:
    """A questionnaire as it is asked about one service in one unit."""

    instrument: Instrument
    service: Service
    unit: Unit
    phase: str = ""

    @property
    def items(self) -> tuple[Item, ...]:
        """What clients are asked, in its order: professionals answer in workshops and by file."""
        return self.instrument.items_of(Respondents.CLIENT)

    @property
    def link(self) -> dict[str, str]:
        """The link's own words, which open the same form again."""
        asked = {"form": self.instrument.instrument_id, "unit": self.unit.code, "service": self.service.code}
        return asked | ({"phase": self.phase} if self.phase else {})


def find_form(instruments: Sequence[Instrument], book: CodeBook, link: Mapping[str, str], day: date) -> Form:
    """The form that a link opens on a day: `form`, `service` and `unit`, and `phase` where it tells one.

    Raises:
        NoFormError: an instrument, service or unit that does not exist on the day, or a scale nobody can be asked on.
    """
    named = {instrument.instrument_id: instrument for instrument in instruments}
    instrument = named.get(link.get("form", ""))
    if instrument is None or not instrument.items_of(Respondents.CLIENT):
        raise NoFormError(Refusal.FORM)
    if not all(choices_of(item) for item in instrument.items_of(Respondents.CLIENT)):
        raise NoFormError(Refusal.SCALE)
    service = _valid(book.services, link.get("service", ""), day, Refusal.SERVICE)
    unit = _valid(book.units, link.get("unit", ""), day, Refusal.UNIT)
    phase = link.get("phase", "")
    if phase and phase not in PHASES:
        raise NoFormError(Refusal.PHASE)
    return Form(instrument, service, unit, phase)


def _valid(codes: Sequence[_CodeT], code: str, day: date, refusal: Refusal) -> _CodeT:
    found = (one for one in codes if one.code == code and one.valid_from <= day <= one.valid_until)
    try:
        return next(found)
    except StopIteration:
        raise NoFormError(refusal) from None


def choices_of(item: Item) -> tuple[str, ...]:
    """The whole numbers of an item's scale as texts; none where the scale has parts of numbers or too many steps."""
    if item.scale_min % 1 or item.scale_max % 1 or item.scale_max - item.scale_min >= _MOST_STEPS:
        return ()
    return tuple(str(step) for step in range(int(item.scale_min), int(item.scale_max) + 1))


@dataclass(frozen=True)
class Progress:
    """How far one answerer has come. Lives in the answerer's own browser until it is sent.

    `given` maps item to a number of its scale, `not_applicable` or `declined`. `code_mark` is the mark of a one-time
    code, empty without one. `comment` is what the answerer has written, as it was typed.
    """

    token: str
    link: Mapping[str, str]
    language: str
    opened_at: int
    code_mark: str
    given: Mapping[str, str]
    comment: str = ""

    @classmethod
    def begun(cls, form: Form, language: str, opened_at: int, code_mark: str = "") -> Self:
        """Nothing answered yet. The token is random, and of letters only: no part of it can look like a number."""
        return cls(secrets.token_hex(16).translate(_TO_LETTERS), form.link, language, opened_at, code_mark, {})

    def answered(self, item: Item, value: str) -> Self:
        """With one more answer, or a changed one."""
        return replace(self, given={**self.given, item.item_id: value})

    def written(self, text: str) -> Self:
        """With what the answerer wrote in the box, in place of what stood there; line ends count as one sign."""
        return replace(self, comment=text.replace("\r\n", "\n").strip())

    @property
    def is_too_long(self) -> bool:
        """Whether more was written than is taken."""
        return len(self.comment) > LONGEST_COMMENT

    def first_open(self, form: Form) -> int:
        """Place (from 0) of the first item without an answer; the number of items where all have one."""
        open_places = (place for place, item in enumerate(form.items) if item.item_id not in self.given)
        return next(open_places, len(form.items))

    @property
    def says_something(self) -> bool:
        """Whether at least one item has an answer that is counted, or something is written."""
        return bool(self.comment) or any(value != DECLINED for value in self.given.values())


def may_be_given(item: Item, value: str) -> bool:
    """Whether a value is one of those that the item is answered by."""
    return value in (NOT_APPLICABLE, DECLINED) or value in choices_of(item)


@dataclass(frozen=True)
class SentForm:
    """What one answerer sent. Grain: one sending; `scores` maps item to score, `not_applicable` names items.

    Nothing in it tells the time of day: beside an appointment book that would name the answerer.
    """

    response_id: str
    form: str
    answered_on: date
    service_code: str
    unit_code: str
    municipality_code: str
    phase: str
    language: str
    code_mark: str
    scores: Mapping[str, int]
    not_applicable: tuple[str, ...]
    comment: str = ""
    """In the answerer's own words, without what points at a person."""


def sent_form(form: Form, progress: Progress, day: date) -> SentForm:
    """What is sent of an answerer's progress; declined items leave nothing, and a comment is cleaned here."""
    asked = [item.item_id for item in form.items if item.item_id in progress.given]
    scores = {
        item_id: int(progress.given[item_id])
        for item_id in asked
        if progress.given[item_id] not in (NOT_APPLICABLE, DECLINED)
    }
    return SentForm(
        response_id=f"form-{progress.token}",
        form=form.instrument.instrument_id,
        answered_on=day,
        service_code=form.service.code,
        unit_code=form.unit.code,
        municipality_code=form.unit.municipality_code,
        phase=form.phase,
        language=progress.language,
        code_mark=progress.code_mark,
        scores=scores,
        not_applicable=tuple(item_id for item_id in asked if progress.given[item_id] == NOT_APPLICABLE),
        comment=without_traces(progress.comment),
    )
