"""Figures that set participation beside exits: the two measures, the silent, and anonymous answers of units."""

from typing import Final

import polars as pl

from tyokyky.analysis import participation, silence, unit_feedback
from tyokyky.domain.messages import Message
from tyokyky.domain.participation import COMPARED_GROUPS, ExperienceGroup, Measure
from tyokyky.domain.question import Question
from tyokyky.privacy import silent_groups, small_numbers
from tyokyky.reporting import findings
from tyokyky.reporting.recipes.exits import is_of_exits
from tyokyky.reporting.recipes.recipe import Recipe
from tyokyky.reporting.shapes import INTERVAL, Shape, with_answered_share


def _protect_participation(exact: pl.DataFrame, _: Question) -> pl.DataFrame:
    compared = {measure.value: groups for measure, groups in COMPARED_GROUPS.items()}
    return small_numbers.protect_participation(exact, compared)


def _protect_silence(exact: pl.DataFrame, _: Question) -> pl.DataFrame:
    return silent_groups.protect_silence(exact, COMPARED_GROUPS[Measure.EXPERIENCE], ExperienceGroup.NO_ANSWER.value)


def _of_silence(_shown: pl.DataFrame, _exact: pl.DataFrame) -> list[Message]:
    return [Message("caveat.silence_extremes"), Message("caveat.association")]


def _of_unit_feedback(_shown: pl.DataFrame, _exact: pl.DataFrame) -> list[Message]:
    return [Message("caveat.unit_level"), Message("caveat.association")]


RECIPES: Final = {
    "participation": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "level": "level",
                "measure": "measure",
                "group": "breakdown_value",
                "exits": "exit_count",
                "drop_off": "drop_off_share",
                **INTERVAL,
                "difference": "difference_share",
                "difference_lower": "difference_lower_share",
                "difference_upper": "difference_upper_share",
                "p_holm": "p_holm",
                "adjusted_difference": "adjusted_share",
                "adjusted_lower": "adjusted_lower_share",
                "adjusted_upper": "adjusted_upper_share",
                "adjusted_covered_share": "adjusted_covered_share",
                "answered_share": "answered_share",
            },
            complete=with_answered_share,
        ),
        compute=lambda connection, asked: participation.participation(connection, asked.filters),
        protect=_protect_participation,
        find=lambda shown, _: findings.of_participation(shown),
        is_of=is_of_exits,
        caveats=findings.caveats_of_participation,
        keys=(),
    ),
    "silence": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "level": "level",
                "assumption": "assumption",
                "drop_off_realised": "realised_share",
                "drop_off_not": "not_share",
                "difference": "difference_share",
                **INTERVAL,
                "exits": "exit_count",
                "no_answer": "no_answer_count",
                "no_answer_share": "no_answer_share",
                "state": "state",
            }
        ),
        compute=lambda connection, asked: silence.silence(connection, asked.filters),
        protect=_protect_silence,
        find=lambda shown, asked: findings.of_silence(shown, asked.filters),
        is_of=is_of_exits,
        caveats=_of_silence,
        keys=(),
    ),
    "unit-feedback": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "level": "level",
                "score_band": "breakdown_value",
                "exits": "exit_count",
                "drop_off": "drop_off_share",
                **INTERVAL,
                "state": "state",
            }
        ),
        compute=lambda connection, asked: unit_feedback.unit_feedback(connection, asked.filters),
        protect=lambda exact, _: small_numbers.protect_groups(exact, ("service_code", "level")),
        find=lambda shown, _: findings.of_unit_feedback(shown),
        is_of=is_of_exits,
        caveats=_of_unit_feedback,
        keys=(),
    ),
}
