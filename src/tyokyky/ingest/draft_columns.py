"""Which column of a table each column of a file may be: by the words of its header, else by what its cells are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.domain.codes import CodeBook
from tyokyky.ingest import forms
from tyokyky.ingest.draft_file import DraftFile
from tyokyky.ingest.header_texts import normalised, normalised_question
from tyokyky.ingest.recognition import MADE_IDS
from tyokyky.ingest.source_words import source_words
from tyokyky.ingest.vocabularies import CODE_LISTS, code_entries
from tyokyky.privacy.identity_codes import rows_with_identity_code
from tyokyky.store.tables import TABLES, Table

_MOST: Final = 0.9
"""Share of filled cells that must be of a kind for the column to be taken for it."""
_IDENTITY_CODE_LENGTH: Final = 11
_LIKERT: Final = ("1", "2", "3", "4", "5")


@dataclass(frozen=True)
class Guess:
    """A column's position in the file; `certain` when its header says so, and nothing else in the file does."""

    position: int
    certain: bool


Guesses = dict[str, Guess]


def needed_columns(table: Table) -> list[str]:
    """The columns without which a file of the table can not be read."""
    return [column for column in table.required if column != MADE_IDS.get(table.name)]


def guessed_columns(
    file: DraftFile, table: Table, book: CodeBook, taken: frozenset[int] = frozenset(), left_out: tuple[str, ...] = ()
) -> Guesses:
    """The columns of a table that the file seems to have; positions in `taken` are something else."""
    found = [normalised_question(header) for header in file.headers]
    guesses: Guesses = {}
    for column, words in _words(table).items():
        if column not in left_out:
            wanted = [normalised_question(word) for word in words]
            used = taken | {guess.position for guess in guesses.values()}
            at = [n for n, text in enumerate(found) if text in wanted and n not in used]
            if at:
                best = min(at, key=lambda n: wanted.index(found[n]))
                guesses[column] = Guess(best, certain=len(at) == 1)
    return guesses | _by_cells(file, table, book, guesses, taken, left_out)


def _words(table: Table) -> dict[str, tuple[str, ...]]:
    """Headers by column; a column that no words are written of is known by its own name."""
    known = source_words().columns.get(table.name, {})
    return known | {column: (column,) for column in table.columns if column not in known}


def _by_cells(
    file: DraftFile, table: Table, book: CodeBook, known: Guesses, taken: frozenset[int], left_out: tuple[str, ...]
) -> Guesses:
    """Guesses for columns still missing, each only where exactly one column of the file is of its kind."""
    guesses: Guesses = {}
    for column, is_kind in _kinds(table, book).items():
        if column in known or column in left_out:
            continue
        used = taken | {guess.position for guess in (known | guesses).values()}
        at = [n for n, cells in enumerate(file.cells) if n not in used and len(cells.drop_nulls()) and is_kind(cells)]
        if len(at) == 1:
            guesses[column] = Guess(at[0], certain=False)
    return guesses


def _kinds(table: Table, book: CodeBook) -> Mapping[str, Callable[[pl.Series], bool]]:
    """What the cells of a column must be, for columns that can be known by it."""
    kinds: dict[str, Callable[[pl.Series], bool]] = {}
    for column in table.columns:
        if column == "client_id":
            kinds[column] = _are_identity_codes
        elif column in CODE_LISTS:
            kinds[column] = _are_in(_codes_and_names(book, column))
        elif column in (*table.dates, *table.moments) and column in table.required:
            kinds[column] = are_days
        elif column == "score":
            kinds[column] = _are_in(_LIKERT)
    return kinds


def _are_identity_codes(cells: pl.Series) -> bool:
    texts = cells.drop_nulls().cast(pl.String)
    whole = rows_with_identity_code(texts) & (texts.str.len_chars() == _IDENTITY_CODE_LENGTH)
    return int(whole.sum()) >= _MOST * len(texts)


def _are_in(known: tuple[str, ...]) -> Callable[[pl.Series], bool]:
    def are(cells: pl.Series) -> bool:
        texts = [normalised(text) for text in cells.drop_nulls().cast(pl.String).to_list()]
        return sum(text in wanted for text in texts) >= _MOST * len(texts)

    wanted = {normalised(text) for text in known}
    return are


def _codes_and_names(book: CodeBook, column: str) -> tuple[str, ...]:
    entries = code_entries(book, CODE_LISTS[column])
    return tuple(text for one in entries for text in (one.code, one.name_fi, one.name_sv, one.name_en) if text)


def are_days(cells: pl.Series) -> bool:
    """Whether the cells are dates or times in known forms."""
    if cells.dtype.is_temporal():
        return True
    texts = cells.drop_nulls().cast(pl.String)
    return any(readable_share(texts, form) >= _MOST for form in (forms.DATE_FORMS | forms.TIMESTAMP_FORMS).values())


def readable_share(texts: pl.Series, form: str) -> float:
    """Share of texts that are a day or a time in this form."""
    read = texts.str.to_datetime(form, strict=False) if "%H" in form else texts.str.to_date(form, strict=False)
    return 1 - read.null_count() / max(1, len(texts))


def likeliest_table(file: DraftFile, book: CodeBook) -> tuple[Table, Guesses]:
    """The table whose columns the file has most of; what is needed and missing counts against it."""

    def fit(table: Table) -> tuple[float, int]:
        guesses = found[table.name]
        certain = sum(guess.certain for guess in guesses.values())
        missing = sum(column not in guesses for column in needed_columns(table))
        return certain + (len(guesses) - certain) / 2 - missing, certain

    found = {table.name: guessed_columns(file, table, book) for table in TABLES.values()}
    best = max(TABLES.values(), key=fit)
    return best, found[best.name]
