"""Answers as people chose them (`4`, `5 = täysin samaa mieltä`, `Helt av samma åsikt`) as scores."""

import re
from typing import Final

import polars as pl

from tyokyky.ingest.header_texts import normalised
from tyokyky.ingest.wide_form import WideForm

NOT_APPLICABLE: Final = "true"
_NUMBER_THEN_WORDS: Final = re.compile(r"^(-?\d+(?:[.,]\d+)?)\s*(?:=|:|\)|\s[-–])\s*[^\W\d]")


def scored(answers: pl.Series, form: WideForm) -> tuple[pl.Series, pl.Series]:
    """Texts of scores, and of whether the item does not concern the respondent (`true` or null).

    Verbal answers of the source's list are looked up before a number at the start is taken. A text that is neither
    stays as it is, for the ordinary rules to refuse.
    """
    words = {normalised(text): f"{score:g}" for text, score in form.answers.items()}
    outside = {normalised(text) for text in form.not_applicable}
    found = answers.unique().drop_nulls().to_list()
    is_outside = answers.is_in(
        pl.Series([text for text in found if normalised(text) in outside], dtype=pl.String).implode()
    )
    scores = {text: score for text in found if (score := _score(text, words)) != text}
    as_scores = answers.replace(list(scores), list(scores.values())) if scores else answers
    flags = pl.select(pl.when(is_outside).then(pl.lit(NOT_APPLICABLE))).to_series()
    return as_scores.set(is_outside, None), flags


def _score(text: str, words: dict[str, str]) -> str:
    known = words.get(normalised(text))
    numbered = _NUMBER_THEN_WORDS.match(text)
    if known is None and numbered:
        known = numbered.group(1)
    return text if known is None else known
