"""Figures of where people are as time passes, and how far along a path they come."""

from typing import Final

import polars as pl

from tyokyky.analysis import occupation
from tyokyky.domain.messages import Message
from tyokyky.domain.question import Question
from tyokyky.privacy import state_numbers
from tyokyky.reporting import state_findings
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.recipes.recipe import Recipe
from tyokyky.reporting.shapes import Shape


def _is_of_occupation(_shown: pl.DataFrame, asked: Question, mart: Mart) -> Message:
    return Message(f"is_of.occupation.{asked.options.clock}", {"observed_on": mart.observed_until})


RECIPES: Final = {
    "occupation": Recipe(
        shape=Shape(
            {
                "month": "month",
                "state": "state",
                "n": "person_count",
                "observable": "observable_count",
                "share": "share",
            }
        ),
        compute=lambda connection, asked: occupation.occupation(connection, asked.filters, asked.options.clock),
        protect=lambda exact, _: state_numbers.protect_occupation(exact),
        find=lambda shown, asked: state_findings.of_occupation(shown, asked.options.clock),
        is_of=_is_of_occupation,
        keys=(),
        options=("clock",),
    ),
}
