"""Free text without what points at a person: identity codes, e-mail addresses and phone numbers. One text at a time.

The answering form cleans what it is told before anything is written; it reaches no register, and so these stand here.
"""

import re
from datetime import date
from typing import Final

from tyokyky.domain.identity_codes import mask_identity_codes

REMOVED: Final = "[poistettu]"
_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")

_AT: Final = r"(?:@|[ ]?[(\[]\s?(?:at|ät|@|miukumauku)\s?[)\]][ ]?)"
_EMAIL: Final = re.compile(rf"[\w.!#$%&'*+/=?^`{{|}}~-]{{1,200}}{_AT}[\w-]{{1,60}}(?:\.[\w-]{{1,60}})+", re.IGNORECASE)

_GAP: Final = r"(?:[ \t\u00a0\u2009\u202f]?[-‐‑‒–/.]?[ \t\u00a0\u2009\u202f]?)"
_MOBILE: Final = r"(?:4[0-9]|50)"
_AREA: Final = r"(?:[235689]|1[3-9])"
_OF_SERVICE: Final = r"(?:[123]0|29|[678]00|7[135])"
# Not in the middle of a number, a date or a clock time, and not a sum.
_BEFORE: Final = r"(?<![0-9])(?<![0-9][.,/:‐‑‒–-])"
_AFTER: Final = r"(?![0-9])(?![.,:][0-9]{1,2}(?![0-9]))(?!\s?(?:€|eur|%))"
_PHONE: Final = re.compile(
    rf"""
    (?<![0-9])(?:\+|00)\s?358{_GAP}(?:\(0\)|0)?{_GAP}[1-9](?:{_GAP}[0-9]){{4,10}}(?![0-9])
    | (?<![0-9])\+(?!358)[1-9](?:{_GAP}[0-9]){{8,13}}{_AFTER}
    | {_BEFORE}358{_GAP}{_MOBILE}(?:{_GAP}[0-9]){{6,8}}{_AFTER}
    | (?<![0-9])(?<![0-9][.:])\(?0{_MOBILE}\)?(?:{_GAP}[0-9]){{6,8}}{_AFTER}
    | \(0(?:{_AREA}|{_OF_SERVICE})\)(?:{_GAP}[0-9]){{5,8}}(?![0-9])
    | {_BEFORE}(?<![A-ZÅÄÖ]-)0{_OF_SERVICE}(?:[ \u00a0-]?[0-9]){{5,8}}{_AFTER}
    | {_BEFORE}(?<![A-ZÅÄÖ]-)0{_AREA}[ \u00a0]?[-‐‑–]?[ \u00a0]?
      (?:[0-9]{{5,8}}|[0-9]{{3,4}}[ \u00a0-][0-9]{{3,4}}|[0-9]{{2,4}}[ \u00a0-][0-9]{{2}}[ \u00a0-][0-9]{{2,3}}){_AFTER}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DAY_WITHOUT_DOTS: Final = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")
_FEWEST_DIGITS_TOGETHER: Final = 8


def without_traces(text: str) -> str:
    """The text with each identity code, e-mail address and phone number replaced by `[poistettu]`.

    Control characters other than tabs and line ends become spaces, and signs without a shape, that could stand inside a
    number and hide it, go. All else is kept, markup and formulas too. E-mail addresses are sought first: one may hold a
    code or a number.
    """
    plain = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    return remove_phones(mask_identity_codes(remove_emails(plain), REMOVED))


def remove_emails(text: str) -> str:
    """The text with e-mail addresses replaced, those too that are written with `(at)`."""
    return _EMAIL.sub(REMOVED, text)


def remove_phones(text: str) -> str:
    """The text with phone numbers replaced: Finnish ones in their usual forms, others when they begin with a plus.

    Dates, clock times, sums, years, postal codes and other numbers stay.
    """
    return _PHONE.sub(lambda found: found.group() if _is_no_phone(found.group()) else REMOVED, text)


def _is_no_phone(number: str) -> bool:
    """Digits in one run that are a day of the calendar, or too few to be a number without an area code apart."""
    if not number.isdecimal():
        return False
    day = _DAY_WITHOUT_DOTS.fullmatch(number)
    if day is None:
        return len(number) < _FEWEST_DIGITS_TOGETHER
    try:
        date(int(day[3]), int(day[2]), int(day[1]))
    except ValueError:
        return False
    return True
