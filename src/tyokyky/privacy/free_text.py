"""Whole columns of free text without what points at a person; what that is stands in `domain.free_text`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.domain.free_text import REMOVED, remove_emails, remove_phones
from tyokyky.domain.identity_codes import mask_identity_codes

__all__ = ["REMOVED", "CleanedTexts", "cleaned", "remove_emails", "remove_phones"]

_INVISIBLE: Final = "[\\x{ad}\\x{200b}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{2060}-\\x{2069}\\x{feff}]"
"""Signs without a shape, that could stand inside a number and hide it."""
_CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"

_SIX_DIGITS: Final = r"[0-9](?:[^0-9]{0,4}[0-9]){5}"


@dataclass(frozen=True)
class CleanedTexts:
    """Texts without what points at a person, and for each kind of it which texts had any (boolean, never null)."""

    texts: pl.Series
    with_identity_code: pl.Series
    with_email: pl.Series
    with_phone: pl.Series


def cleaned(texts: pl.Series) -> CleanedTexts:
    """Free texts with each identity code, e-mail address and phone number replaced by `[poistettu]`.

    Control characters other than tabs and line ends become spaces, and signs without a shape go. All else is kept as it
    is, markup and formulas too. E-mail addresses are sought first: one may hold a code or a number.
    """
    plain = texts.str.replace_all(_INVISIBLE, "").str.replace_all(_CONTROL, " ")
    without_email, emails = _replaced(plain, r"@|[(\[]\s?(?i:at|ät|miukumauku)\s?[)\]]", remove_emails)
    without_code, codes = _replaced(without_email, _SIX_DIGITS, _remove_identity_codes)
    without_phone, phones = _replaced(without_code, _SIX_DIGITS, remove_phones)
    return CleanedTexts(without_phone, codes, emails, phones)


def _remove_identity_codes(text: str) -> str:
    return mask_identity_codes(text, REMOVED)


def _replaced(texts: pl.Series, worth_a_look: str, remove: Callable[[str], str]) -> tuple[pl.Series, pl.Series]:
    """The texts after a replacement, and which it changed; only those worth it are looked at one by one."""
    rows = texts.str.contains(worth_a_look).fill_null(value=False).arg_true()
    before = texts.gather(rows)
    after = pl.Series([remove(text) for text in before], dtype=pl.String)
    every = pl.repeat(value=False, n=len(texts), dtype=pl.Boolean, eager=True)
    return texts.scatter(rows, after), every.scatter(rows, before != after)
