"""Figures of two groups side by side: where they went, and where they are month by month."""

from typing import Final

import polars as pl

from tyokyky.analysis import comparison as analysis
from tyokyky.domain.messages import Message
from tyokyky.domain.question import Question
from tyokyky.privacy import small_numbers, state_numbers
from tyokyky.reporting import comparison, comparison_findings
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.recipes.exits import is_of_exits
from tyokyky.reporting.recipes.recipe import JOINT_BLOCK, Recipe
from tyokyky.reporting.shapes import Shape

_SIDE_BY_SIDE: Final = {
    "compared_by": "compared_by",
    "first": "first_value",
    "second": "second_value",
    "n_first": "first_count",
    "share_first": "first_share",
    "lower_first": "first_lower_share",
    "upper_first": "first_upper_share",
    "n_second": "second_count",
    "share_second": "second_share",
    "lower_second": "second_lower_share",
    "upper_second": "second_upper_share",
    "difference": "difference_share",
    "difference_lower": "difference_lower_share",
    "difference_upper": "difference_upper_share",
    "together_lower": "together_lower_share",
    "together_upper": "together_upper_share",
    "state": "state",
}


def _is_of_months(_shown: pl.DataFrame, _: Question, mart: Mart) -> Message:
    return Message("is_of.occupation.path", {"observed_on": mart.observed_until})


RECIPES: Final = {
    "compare": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "to": "successor_service_code",
                "kind": "kind",
                **_SIDE_BY_SIDE,
                "window_days": "window_days",
            },
            turned=comparison.of_destinations,
        ),
        compute=lambda connection, asked: analysis.destinations(
            connection, asked.filters, asked.by, asked.options.pair
        ),
        protect=lambda exact, _: small_numbers.protect_destinations(exact, JOINT_BLOCK),
        find=lambda shown, _: comparison_findings.of_destinations(comparison.of_destinations(shown)),
        is_of=is_of_exits,
        caveats=lambda _, exact: comparison_findings.caveats(exact),
        keys=analysis.DESTINATION_KEYS,
        options=("pair",),
    ),
    "compare-months": Recipe(
        shape=Shape({"month": "month", "place": "place", **_SIDE_BY_SIDE}, turned=comparison.of_months),
        compute=lambda connection, asked: analysis.months(connection, asked.filters, asked.by, asked.options.pair),
        protect=lambda exact, _: state_numbers.protect_occupation_of_groups(exact),
        find=lambda shown, _: comparison_findings.of_months(comparison.of_months(shown)),
        is_of=_is_of_months,
        caveats=lambda _, exact: comparison_findings.caveats(exact),
        keys=analysis.MONTH_KEYS,
        options=("pair",),
    ),
}
