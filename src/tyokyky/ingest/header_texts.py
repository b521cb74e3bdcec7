"""Headers and values in the form in which they are compared."""

import re
from typing import Final

_INVISIBLE: Final = "\ufeff\u200b\u2060"
_NUMBERING: Final = re.compile(r"^\d+(\.\d+)*[.)]\s+")
_MARKS: Final = " .:*"


def normalised(text: str) -> str:
    """A header or a value in the form in which they are compared: no case, no trailing colon, one kind of space."""
    return " ".join(visible(text).split()).rstrip(":").strip().casefold()


def normalised_question(text: str) -> str:
    """The text of a question in the form in which they are compared.

    As `normalised`, and without the number before it, the star of a question that must be answered, and full stops at
    its end: questionnaire tools add and drop them.
    """
    plain = _NUMBERING.sub("", normalised(text).lstrip("* "))
    return plain.strip(_MARKS)


def visible(text: str) -> str:
    """The text without byte order marks and signs of no width."""
    for sign in _INVISIBLE:
        text = text.replace(sign, "")
    return text
