"""What a draft says of values: forms of days, the decimal mark, and words that stand for codes."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from tyokyky.domain.codes import CodeBook
from tyokyky.ingest import forms
from tyokyky.ingest.draft_columns import Guesses, readable_share
from tyokyky.ingest.draft_file import DraftFile
from tyokyky.ingest.header_texts import normalised
from tyokyky.ingest.source_words import source_words
from tyokyky.ingest.vocabularies import CODE_LISTS, code_entries
from tyokyky.store.tables import Table

_USUAL_DATES: Final = ("d.m.yyyy", "yyyy-mm-dd")
_USUAL_TIMES: Final = ("d.m.yyyy h:mm", "yyyy-mm-dd hh:mm:ss")
_LOCAL_LISTS: Final = frozenset({"units", "roles"})
"""Lists with local codes everywhere: unknown ones are kept rather than refused."""


def day_forms(columns: Iterable[pl.Series]) -> tuple[list[str], list[str]]:
    """Forms of dates and of times that at least one cell is written in; the usual ones where none is."""
    texts = [cells.drop_nulls() for cells in columns if cells.dtype == pl.String]
    dates = [name for name, form in forms.DATE_FORMS.items() if any(readable_share(one, form) > 0 for one in texts)]
    times = [
        name for name, form in forms.TIMESTAMP_FORMS.items() if any(readable_share(one, form) > 0 for one in texts)
    ]
    return dates or list(_USUAL_DATES), times or list(_USUAL_TIMES)


def decimal_mark(columns: Iterable[pl.Series], separator: str) -> str:
    """The mark that numbers are written with; where none tells, the one that goes with the separator."""
    marks = {",": 0, ".": 0}
    for cells in columns:
        for mark in marks:
            marks[mark] += int(cells.drop_nulls().cast(pl.String).str.contains(rf"^-?\d+\{mark}\d+$").sum())
    if marks[","] == marks["."]:
        return "," if separator == ";" else "."
    return max(marks, key=lambda mark: marks[mark])


def value_maps(file: DraftFile, table: Table, guesses: Guesses, book: CodeBook) -> dict[str, dict[str, str]]:
    """Their words for ours by column, from the shipped lists as a whole: which of them the file has is not told.

    A code list's names are given only where the cells are not codes already.
    """
    maps: dict[str, dict[str, str]] = {}
    for column, guess in guesses.items():
        words = source_words().values.get(table.name, {}).get(column, {})
        if column not in CODE_LISTS:
            maps[column] = words
        elif _unknown(file.cells[guess.position], _codes(book, column)):
            maps[column] = _names(book, column, words)
    return {column: words for column, words in maps.items() if words}


def open_lists(file: DraftFile, guesses: Guesses, maps: dict[str, dict[str, str]], book: CodeBook) -> list[str]:
    """Code lists of local codes that the file has unknown codes of."""
    found = []
    for column, guess in guesses.items():
        known = {*_codes(book, column), *maps.get(column, {})} if column in CODE_LISTS else set()
        if CODE_LISTS.get(column) in _LOCAL_LISTS and _unknown(file.cells[guess.position], known):
            found.append(str(CODE_LISTS[column]))
    return found


def _codes(book: CodeBook, column: str) -> set[str]:
    return {entry.code for entry in code_entries(book, CODE_LISTS[column])}


def _names(book: CodeBook, column: str, words: dict[str, str]) -> dict[str, str]:
    """Code by name; a name of several codes names none of them."""
    codes: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    for entry in code_entries(book, CODE_LISTS[column]):
        for name in (entry.name_fi, entry.name_sv, entry.name_en):
            if name:
                codes.setdefault(normalised(name), set()).add(entry.code)
                written.setdefault(normalised(name), name)
    own = {normalised(word) for word in words}
    names = {written[key]: min(of) for key, of in codes.items() if len(of) == 1 and key not in own}
    return words | names


def _unknown(cells: pl.Series, known: set[str]) -> bool:
    wanted = {normalised(text) for text in known}
    return any(normalised(text) not in wanted for text in cells.drop_nulls().cast(pl.String).unique().to_list())
