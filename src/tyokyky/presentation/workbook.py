"""A figure as a workbook (.xlsx): its numbers on one sheet, what they are of and what must be known on another."""

from io import BytesIO
from typing import Final

import polars as pl
import xlsxwriter

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, sentences, texts
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.tables import ReadableTable, harmless
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_SAFE: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook_of(figure: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> bytes:
    """The figure's own columns and unrounded numbers; withheld ones are empty. No cell is ever a formula."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, _SAFE) as workbook:
        _harmless(figure.table).write_excel(
            workbook, worksheet=texts.say("workbook.numbers", language=language), autofit=True, table_style=None
        )
        _about(figure, names, language).write_excel(
            workbook, worksheet=texts.say("workbook.about", language=language), autofit=True, include_header=False
        )
    return content.getvalue()


def workbook_of_table(table: ReadableTable, sheet: str) -> bytes:
    """A table of words on one sheet. No cell is ever a formula."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, _SAFE) as workbook:
        _harmless(table.frame()).write_excel(workbook, worksheet=sheet, autofit=True, table_style=None)
    return content.getvalue()


def _harmless(table: pl.DataFrame) -> pl.DataFrame:
    text = pl.col(pl.String)
    return table.with_columns(
        text.map_elements(harmless, return_dtype=pl.String) if pl.String in table.dtypes else pl.lit(None)
    )


def _about(figure: Figure, names: Names, language: str) -> pl.DataFrame:
    """What is said beside the numbers, a line each."""
    spoken = [
        (key, sentences.sentence(message, names, language))
        for key, message in (
            ("workbook.finding", figure.finding),
            ("workbook.is_of", figure.is_of),
            *(("workbook.caveat", caveat) for caveat in figure.caveats),
        )
    ]
    lines = [
        ("workbook.figure", figure.name),
        *spoken,
        ("workbook.method_version", figure.method_version),
        *(
            [("workbook.observed_until", numbers.day_text(figure.observed_until, language))]
            if figure.observed_until
            else []
        ),
    ]
    said = [(texts.say(key, language=language), harmless(text)) for key, text in lines]
    return pl.DataFrame(said, schema={"what": pl.String, "text": pl.String}, orient="row")
