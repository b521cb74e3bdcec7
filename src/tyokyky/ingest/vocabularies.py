"""Which columns hold codes of which list, and which hold one of a few fixed words."""

from collections.abc import Sequence
from typing import Final

from tyokyky.domain.channels import ChannelCode
from tyokyky.domain.codes import Code, CodeBook
from tyokyky.domain.journeys import Handover
from tyokyky.domain.participation import Level, Plane
from tyokyky.ingest.sources import CodeList

CODE_LISTS: Final[dict[str, CodeList]] = {
    "service_code": "services",
    "to_service_code": "services",
    "from_service_code": "services",
    "end_reason_code": "end_reasons",
    "unit_code": "units",
    "municipality_code": "municipalities",
    "moment_code": "moments",
    "professional_role": "roles",
    "measure_code": "group_measures",
}

_WORDS: Final[dict[tuple[str, str], Sequence[str]]] = {
    ("client", "gender"): ("female", "male", "other", "unknown"),
    ("period", "handover"): tuple(Handover),
    ("moment", "attended"): ("yes", "no_show", "cancelled"),
    ("moment", "participation_level"): tuple(Level),
    ("moment", "plane"): tuple(Plane),
    ("moment", "meaning"): ("worked", "lacked"),
    ("response", "channel"): tuple(ChannelCode),
    ("response", "respondent"): ("client", "professional", "close_person"),
    ("response", "phase"): ("start", "during", "end", "after"),
    ("item", "level"): tuple(Level),
    ("item", "plane"): tuple(Plane),
}


def code_entries(book: CodeBook, code_list: CodeList) -> Sequence[Code]:
    """The codes of one list with their days of validity."""
    lists: dict[CodeList, Sequence[Code]] = {
        "services": book.services,
        "end_reasons": book.end_reasons,
        "units": book.units,
        "municipalities": book.municipalities,
        "moments": book.moments,
        "roles": book.roles,
        "group_measures": book.group_measures,
    }
    return lists[code_list]


def words_of(table_name: str, column: str) -> Sequence[str] | None:
    """The words that a column may hold, where they are fixed."""
    return _WORDS.get((table_name, column))


def known_texts(book: CodeBook, table_name: str, column: str) -> list[str]:
    """Texts that a column may well hold, whatever the day: such a text tells nothing of a person."""
    if column in CODE_LISTS:
        return [entry.code for entry in code_entries(book, CODE_LISTS[column])]
    return list(words_of(table_name, column) or ())
