"""Answers in words and numbers as scores."""

import polars as pl
import pytest

from tyokyky.ingest.answer_texts import scored
from tyokyky.ingest.wide_form import WideForm

FORM = WideForm(
    items={"S1": ("Väittämä",)},
    answers={"täysin samaa mieltä": 5, "siltä väliltä": 2.5, "5 kertaa - tai useammin": 4},
    not_applicable=("ei koske minua",),
)


@pytest.mark.parametrize(
    ("written", "score"),
    [
        ("4", "4"),
        ("Täysin\u00a0samaa  mieltä", "5"),
        ("siltä väliltä", "2.5"),
        ("5 = täysin samaa mieltä", "5"),
        ("1=täysin eri", "1"),
        ("3 – en tiedä", "3"),
        ("2: jokseenkin", "2"),
        ("1) en", "1"),
        ("3,5 = siltä väliltä", "3,5"),
        ("5 kertaa - tai useammin", "4"),
        ("5-vuotias", "5-vuotias"),
        ("1.3.2026", "1.3.2026"),
        ("3-4", "3-4"),
        ("3 - 4", "3 - 4"),
        ("joo", "joo"),
    ],
)
def test_scores_of_answers(written: str, score: str) -> None:
    scores, outside = scored(pl.Series([written, "ei koske minua"]), FORM)
    assert scores.to_list() == [score, None]
    assert outside.to_list() == [None, "true"]


def test_no_verbal_answers_at_all() -> None:
    scores, outside = scored(pl.Series(["1", None, "2"]), WideForm(items={"S1": ("Väittämä",)}))
    assert scores.to_list() == ["1", None, "2"]
    assert outside.null_count() == 3
