"""Wide questionnaire files turned long: one row per respondent becomes one row per answered item, or per comment."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.ingest.answer_texts import scored
from tyokyky.ingest.cells import tidied
from tyokyky.ingest.reading import Cells, OpenedFile, read_cells
from tyokyky.ingest.recognition import DATA_AS_OF_COLUMN, Recognised
from tyokyky.ingest.sources import Source
from tyokyky.ingest.wide_columns import WideColumns, wide_columns
from tyokyky.ingest.wide_form import WideForm
from tyokyky.ingest.workbook import ROW_NUMBER
from tyokyky.privacy.pseudonyms import KeyRing
from tyokyky.settings import Settings

_TO_LETTERS: Final = str.maketrans("0123456789abcdef", "ghijklmnopqrstuv")
"""Made ids without digits: no identity code or client number can stand in one by chance."""
_ID_LENGTH: Final = 32
_UNIT: Final = "\x1f"
_WITHIN: Final = "\x1e"
_AT: Final = "_respondent"


@dataclass(frozen=True)
class WideFile:
    """A wide file as read.

    `respondents`: in the file's order, as tidied texts: `response_id`, what tells of the respondent, and each item and
    comment column under its position. `clashing` marks respondents of one id with different content.
    """

    columns: WideColumns
    respondents: pl.DataFrame
    ragged: pl.Series
    clashing: pl.Series
    may_be_truncated: bool

    @property
    def recognised(self) -> Recognised:
        """The table and the columns found."""
        return self.columns.recognised


def read_wide(opened: OpenedFile, source: Source, form: WideForm, *, ring: KeyRing, link_group: str) -> WideFile:
    """Reads the columns that the source knows and gives each respondent an id.

    Ids of the file hold within its source: questionnaire tools number the respondents of each survey from one. A
    respondent without an id gets one made from what the row says (a keyed hash, so that it tells nothing): the same
    row in a later file, wherever its columns stand, is the same respondent.

    Raises:
        UserError: the columns are not recognised or the cells can not be read.
    """
    columns = wide_columns(source, form, opened.headers)
    read = read_cells(opened, *_wanted(columns))
    names = [name for name in read.table.columns if name != ROW_NUMBER]
    texts = [_text(read.table.get_column(name), source) for name in names]
    respondents = _of_source(read.table.select(ROW_NUMBER).hstack(texts), source)
    content = _content(respondents, columns)
    respondents, given = _with_ids(respondents, content, ring, link_group)
    ids = respondents.get_column("response_id")
    several = pl.DataFrame({"id": ids, "content": content}).select(pl.col("content").n_unique().over("id") > 1)
    return WideFile(columns, respondents, read.ragged, given & several.to_series(), read.may_be_truncated)


def _wanted(columns: WideColumns) -> tuple[list[int], list[str]]:
    """Positions and names of what is read, in the file's order."""
    wanted = {at: name for name, at in columns.respondent.items()}
    wanted |= {at: str(at) for at, _ in (*columns.items, *columns.comments)}
    if columns.data_as_of_position is not None:
        wanted[columns.data_as_of_position] = DATA_AS_OF_COLUMN
    positions = sorted(wanted)
    return positions, [wanted[at] for at in positions]


def _text(cells: pl.Series, source: Source) -> pl.Series:
    """Texts; typed dates and flags stay as they are, for the ordinary mapping to read."""
    return cells if cells.dtype.is_temporal() or cells.dtype == pl.Boolean else tidied(cells, source).alias(cells.name)


def _of_source(respondents: pl.DataFrame, source: Source) -> pl.DataFrame:
    if "response_id" not in respondents.columns:
        return respondents.with_columns(pl.lit(None, pl.String).alias("response_id"))
    return respondents.with_columns(pl.concat_str(pl.lit(f"{source.name}-"), "response_id").alias("response_id"))


def _content(respondents: pl.DataFrame, columns: WideColumns) -> pl.Series:
    """What a respondent's row says, in an order that does not hang on the file's; comments and the id left out."""
    told = [(name, name) for name in columns.respondent if name != "response_id"]
    answered = [(item, str(at)) for at, item in columns.items]
    parts = [
        pl.concat_str(pl.lit(name + _WITHIN), pl.col(column).cast(pl.String))
        for name, column in (*sorted(told), *sorted(answered, key=lambda pair: pair[0]))
    ]
    return respondents.select(pl.concat_str(parts, separator=_UNIT, ignore_nulls=True).alias("content")).to_series()


def _with_ids(
    respondents: pl.DataFrame, content: pl.Series, ring: KeyRing, link_group: str
) -> tuple[pl.DataFrame, pl.Series]:
    """The respondents with an id each, and which of them had one.

    Unlinked rows that say the same are numbered: two people may well have answered alike in one minute.
    """
    given = respondents.get_column("response_id").is_not_null()
    unique = content.filter(~given).unique()
    hashes = _hashes(unique, ring, link_group)
    made = content.replace_strict(unique, pl.Series(hashes, dtype=pl.String), default=None, return_dtype=pl.String)
    nobody = pl.lit(None, pl.String)
    table = respondents.with_columns(
        made.alias("_made"), (pl.col("client_id") if "client_id" in respondents.columns else nobody).alias("_client")
    )
    number = pl.int_range(1, pl.len() + 1).over("_made")
    numbered = (
        pl.when(pl.col("_client").is_null() & (number > 1))
        .then(pl.concat_str("_made", number.cast(pl.String), separator="-"))
        .otherwise("_made")
    )
    return table.with_columns(pl.coalesce("response_id", numbered)).drop("_made", "_client"), given


def _hashes(contents: Iterable[str], ring: KeyRing, link_group: str) -> list[str]:
    # Cut short, they could not be renewed with a new key; they name a row of a file, and nobody is found by them.
    keyed = ring.first.pseudonyms(link_group, [f"row{_WITHIN}{content}" for content in contents])
    return [one[:_ID_LENGTH].translate(_TO_LETTERS) for one in keyed]


def answers_of(file: WideFile, form: WideForm, settings: Settings) -> Cells:
    """The answers as cells of `response`, numbered from 2; `file_rows` tells the respondent's row in the file.

    Grain: respondent × answered item column. An empty answer makes no row.

    Raises:
        UserError: nobody has answered anything, or there are more answers than the settings allow.
    """
    long = _long(file.respondents, file.columns.items)
    if long.is_empty():
        raise UserError("Tiedostossa ei ole yhtään vastausta: tarkista, mikä tiedosto se on.")
    if long.height > settings.largest_row_count:
        raise UserError(
            f"Tiedostossa on enemmän kuin sallitut {settings.largest_row_count} vastausta: jaa se osiin tai nosta"
            " asetusta largest_row_count."
        )
    at = long.get_column(_AT)
    scores, not_applicable = scored(long.get_column("text"), form)
    items = {str(position): item for position, item in file.columns.items}
    own = [long.get_column("column").replace_strict(items, return_dtype=pl.String).alias("item_id")]
    own += [scores.alias("score"), not_applicable.alias("not_applicable")]
    told = file.respondents.select("response_id", *_told(file))[at]
    constants = [pl.lit(text).alias(column) for column, text in form.constants.items() if column not in told.columns]
    numbers = pl.int_range(2, long.height + 2, dtype=pl.Int64, eager=True).alias(ROW_NUMBER)
    table = pl.DataFrame([numbers]).hstack([*own, *told.get_columns()]).with_columns(constants)
    return Cells(
        table,
        file.ragged.gather(at),
        file.may_be_truncated,
        file.respondents.get_column(ROW_NUMBER).gather(at),
        {"response_id|same_id_different_content": file.clashing.gather(at)},
        _file_warnings(file, at),
    )


def _told(file: WideFile) -> list[str]:
    columns = [column for column in file.columns.respondent if column != "response_id"]
    return columns if file.columns.data_as_of_position is None else [*columns, DATA_AS_OF_COLUMN]


def _long(respondents: pl.DataFrame, columns: tuple[tuple[int, str], ...]) -> pl.DataFrame:
    """Filled cells of these columns: `_respondent` (position in the frame), `column`, `text`; in the file's order."""
    names = [str(at) for at, _ in columns]
    texts = respondents.select(pl.int_range(pl.len()).alias(_AT), *[pl.col(name).cast(pl.String) for name in names])
    long = texts.unpivot(on=names, index=_AT, variable_name="column", value_name="text").drop_nulls("text")
    # Stable: within a respondent the columns keep their order.
    return long.sort(_AT, maintain_order=True)


def _file_warnings(file: WideFile, at: pl.Series) -> dict[str, int]:
    warnings = {f"{item}|item_column_missing": 1 for item in file.columns.missing_items}
    silent = file.respondents.height - at.n_unique()
    if silent:
        warnings["file|no_answers"] = silent
    if file.columns.unread_count:
        warnings["file|unread_columns"] = 1
    return warnings


def comments_of(file: WideFile) -> Cells:
    """The open comments as cells of `comment`, numbered from 2; `file_rows` tells the respondent's row in the file.

    Grain: filled comment cell. Not cleaned: what takes them into the register does that.
    """
    long = _long(file.respondents, file.columns.comments)
    at = long.get_column(_AT)
    questions = {str(position): question for position, question in file.columns.comments}
    table = long.select(
        pl.int_range(2, pl.len() + 2, dtype=pl.Int64).alias(ROW_NUMBER),
        file.respondents.get_column("response_id").gather(at),
        pl.col("text"),
        pl.col("column").replace_strict(questions, default=None, return_dtype=pl.String).alias("question"),
    )
    return Cells(
        table,
        file.ragged.gather(at),
        file.may_be_truncated,
        file.respondents.get_column(ROW_NUMBER).gather(at),
        {"response_id|same_id_different_content": file.clashing.gather(at)},
    )
