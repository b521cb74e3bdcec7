"""Figures of change and difference: monthly control charts, their signals, units' funnels, quarters of experience."""

from typing import Final

import polars as pl

from tyokyky.analysis import feedback, trends
from tyokyky.domain import funnel_tables, trend_tables
from tyokyky.domain.figures import State
from tyokyky.domain.filters import Key
from tyokyky.domain.messages import Message
from tyokyky.domain.participation import Plane
from tyokyky.domain.question import Question
from tyokyky.privacy import feedback_numbers, trend_numbers
from tyokyky.reporting import answer_findings, trend_findings
from tyokyky.reporting.recipes.exits import is_of_exits
from tyokyky.reporting.recipes.recipe import Recipe
from tyokyky.reporting.shapes import JOINT, Shape
from tyokyky.store.connection import Connection

_PLACES: Final = (Key.MUNICIPALITY, Key.UNIT)


def _protect_trend(exact: pl.DataFrame, asked: Question) -> pl.DataFrame:
    return trend_numbers.protect_trend(exact, by=asked.by is not None)


def _protect_signals(exact: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """Signals of what is shown: `exact` holds the months, and the signals are found anew."""
    return trend_tables.episodes(_protect_trend(exact, asked))


def _experience(connection: Connection, asked: Question) -> pl.DataFrame:
    answers = feedback.feedback(connection, asked.filters)
    return _charted(answers.filter(pl.col("plane") == Plane.OWN.value))


def _charted(rows: pl.DataFrame) -> pl.DataFrame:
    charted = trend_tables.mean_charts(rows, ("participation_level",), "mean_score")
    none = (pl.col("mean_score").is_null()) & (pl.col("response_count") == 0)
    hidden = pl.col("mean_score").is_null()
    state = pl.when(none).then(pl.lit(State.NONE.value)).when(hidden).then(pl.lit(State.HIDDEN.value))
    return charted.with_columns(state=state.otherwise(pl.lit("")))


def _protect_experience(exact: pl.DataFrame, _: Question) -> pl.DataFrame:
    return _charted(feedback_numbers.protect_feedback(exact))


_LIMITS: Final = {"centre": "centre", "lower_limit": "lower_limit", "upper_limit": "upper_limit"}
_CALLED: Final = {"signal": "signal", "direction": "direction"}

RECIPES: Final = {
    "trend": Recipe(
        shape=Shape(
            {
                **JOINT,
                "month": "month_on",
                "exits": "exit_count",
                "drop_off": "drop_off_share",
                **_LIMITS,
                **_CALLED,
                "phase": "phase",
                "state": "state",
            }
        ),
        compute=lambda connection, asked: trends.trend(connection, asked.filters, asked.by),
        protect=_protect_trend,
        find=lambda shown, asked: trend_findings.of_trend(shown, asked.filters, asked.by),
        is_of=is_of_exits,
        caveats=trend_findings.chance_of_signals,
        keys=_PLACES,
    ),
    "signals": Recipe(
        shape=Shape(
            {
                **JOINT,
                "rank": "rank",
                "signal": "rule",
                "direction": "direction",
                "first_month": "first_month_on",
                "last_month": "last_month_on",
                "months": "month_count",
                "drop_off": "drop_off_share",
                "centre": "centre",
                "chance": "chance",
                "phase": "phase",
            },
            complete=trend_tables.episodes,
        ),
        compute=lambda connection, asked: trends.trend(connection, asked.filters, asked.by),
        protect=_protect_signals,
        find=lambda shown, _: trend_findings.of_signals(_found(shown)),
        is_of=is_of_exits,
        keys=_PLACES,
    ),
    "units": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "unit": "breakdown_value",
                "exits": "exit_count",
                "drop_off": "drop_off_share",
                "centre": "centre",
                **{name: name for name in ("lower_95", "upper_95", "lower_998", "upper_998")},
                "overdispersion": "overdispersion",
                "outside": "outside",
            }
        ),
        compute=lambda connection, asked: funnel_tables.funnels(trends.units(connection, asked.filters)),
        protect=lambda exact, _: trend_numbers.protect_units(exact),
        find=lambda shown, _: trend_findings.of_units(shown),
        is_of=is_of_exits,
        caveats=trend_findings.of_funnel,
        keys=(),
    ),
    "experience-trend": Recipe(
        shape=Shape(
            {
                "level": "participation_level",
                "quarter": "quarter",
                "responses": "response_count",
                "mean": "mean_score",
                "mean_centre": "centre",
                "lower_limit": "lower_limit",
                "upper_limit": "upper_limit",
                **_CALLED,
                "state": "state",
            }
        ),
        compute=_experience,
        protect=_protect_experience,
        find=lambda shown, _: trend_findings.of_experience_trend(shown),
        is_of=lambda _, asked, __: answer_findings.is_of_answers(asked.filters),
        caveats=lambda _, __: [Message("caveat.answers")],
        keys=(),
    ),
}


def _found(shown: pl.DataFrame) -> pl.DataFrame:
    """Signals, also where the figure is exact and still holds the months."""
    return shown if "rank" in shown.columns else trend_tables.episodes(shown)
