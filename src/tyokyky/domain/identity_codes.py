"""Finnish personal identity codes (henkilötunnus, hetu): found and masked in any text."""

import re
from calendar import monthrange
from typing import Final

_CENTURY: Final = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
_CHECK_CHARACTERS: Final = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_HYPHENS: Final = "‐‑‒–−"
"""Typeset in place of the hyphen by office programs."""

SHAPE: Final = rf"[0-3]\d[01]\d{{3}}[-+YXWVUABCDEFyxwvuabcdef{_HYPHENS}]\d{{3}}[0-9A-FHJ-NPR-Ya-fhj-npr-y]"
# A digit before or a letter or digit after makes it part of a longer number (phone, span of dates, case number).
_CODE: Final = re.compile(rf"(?<!\d){SHAPE}(?![0-9A-Za-zÅÄÖåäö])")
_TO_HYPHEN: Final = str.maketrans(dict.fromkeys(_HYPHENS, "-"))
_FIRST_NUMBER: Final = 2
_LAST_NUMBER: Final = 999
"""900–999 are temporary numbers, given by hospitals; they too point at one person."""
MASK: Final = "***********"


def _is_identity_code(candidate: str) -> bool:
    """Whether a text of the right shape has a day of the calendar, an individual number and its check character."""
    code = candidate.upper().translate(_TO_HYPHEN)
    day, month, year = int(code[0:2]), int(code[2:4]), _CENTURY[code[6]] + int(code[4:6])
    number = int(code[7:10])
    if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] and _FIRST_NUMBER <= number <= _LAST_NUMBER):
        return False
    return code[10] == _CHECK_CHARACTERS[int(code[0:6] + code[7:10]) % 31]


def contains_identity_code(text: str) -> bool:
    """Whether a valid identity code stands anywhere in the text, in upper or lower case, with any century sign.

    Valid: a day of the calendar, an individual number 002–999 and the right check character; not part of a longer
    number. One in 31 texts of the right shape has the right check character by chance.
    """
    return any(_is_identity_code(found.group()) for found in _CODE.finditer(text))


def mask_identity_codes(text: str, mask: str = MASK) -> str:
    """The text with each valid identity code turned into asterisks, or another mask."""
    return _CODE.sub(lambda found: mask if _is_identity_code(found.group()) else found.group(), text)
