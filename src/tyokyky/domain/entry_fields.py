"""What is known of the fields of an entry: which text is a name, which a code of a list, how long each may be."""

from collections.abc import Mapping
from typing import Final

LONGEST_TEXT_CHARACTERS: Final = 4000
LONGEST_NAME_CHARACTERS: Final = 200
MOST_PARTS: Final = 100
"""Most parts in one list of an entry: steps of a work, stakeholders of a map, marks of an assessment."""
LARGEST_COUNT: Final = 100_000


NAME: Final[Mapping[str, object]] = {"longest": LONGEST_NAME_CHARACTERS, "required": True}
NEEDED: Final[Mapping[str, object]] = {"required": True}


def of_code(listed: str, *, required: bool = False) -> Mapping[str, object]:
    """What the store knows of a field that holds one or several codes of a list."""
    return {"code": listed, "longest": LONGEST_NAME_CHARACTERS, "required": required}
