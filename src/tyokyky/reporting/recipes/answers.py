"""Figures of what clients say."""

from typing import Final

import polars as pl

from tyokyky.analysis import feedback, views
from tyokyky.domain.filters import ANSWER_KEYS, Key
from tyokyky.domain.question import Question
from tyokyky.privacy import feedback_numbers
from tyokyky.reporting import answer_findings
from tyokyky.reporting.recipes.recipe import Recipe
from tyokyky.reporting.shapes import Shape, with_answered_share

_BLOCK: Final = ("participation_level", "plane", "quarter")


def _protect(exact: pl.DataFrame, asked: Question) -> pl.DataFrame:
    # Clients and professionals are never pooled, so there is no total to take one from.
    adds_up = asked.by is not None and asked.by.key is not Key.RESPONDENT
    return feedback_numbers.protect_feedback(exact, _BLOCK if adds_up else None)


def _protect_views(exact: pl.DataFrame, _: Question) -> pl.DataFrame:
    return views.remade(exact, feedback_numbers.without_lone_few(views.quarters_of(exact), views.ROW))


RECIPES: Final = {
    "views": Recipe(
        shape=Shape(
            {
                "level": "participation_level",
                "plane": "plane",
                "respondent": "respondent",
                "responses": "response_count",
                "mean": "mean_score",
                "lower": "lower_score",
                "upper": "upper_score",
                "score_difference": "difference_score",
                "score_difference_lower": "difference_lower_score",
                "score_difference_upper": "difference_upper_score",
            }
        ),
        compute=lambda connection, asked: views.views(connection, asked.filters),
        protect=_protect_views,
        find=lambda shown, _: answer_findings.of_views(shown),
        is_of=lambda _, asked, __: answer_findings.is_of_answers(asked.filters),
        caveats=answer_findings.caveats_of_views,
        keys=(),
    ),
    "feedback": Recipe(
        shape=Shape(
            {
                "level": "participation_level",
                "plane": "plane",
                "by": "breakdown_value",
                "quarter": "quarter",
                "responses": "response_count",
                "mean": "mean_score",
                "lower": "lower_score",
                "upper": "upper_score",
                "answered_share": "answered_share",
            },
            complete=with_answered_share,
        ),
        compute=lambda connection, asked: feedback.feedback(connection, asked.filters, asked.by),
        protect=_protect,
        find=lambda shown, asked: answer_findings.of_feedback(shown, asked.by),
        is_of=lambda _, asked, __: answer_findings.is_of_answers(asked.filters),
        caveats=lambda _, __: answer_findings.caveats_of_answers(),
        keys=ANSWER_KEYS,
    ),
}
