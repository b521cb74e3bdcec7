"""How each figure is made, one file a topic. A new figure is a recipe here and nowhere else in this room."""

from collections.abc import Mapping
from typing import Final

from tyokyky.reporting.recipes import (
    answers,
    comparisons,
    doors,
    exits,
    gaps,
    official,
    participation,
    paths,
    quality,
    states,
    themes,
    trends,
)
from tyokyky.reporting.recipes.recipe import Recipe

RECIPES: Final[Mapping[str, Recipe]] = {
    **exits.RECIPES,
    **gaps.RECIPES,
    **official.RECIPES,
    **participation.RECIPES,
    **doors.RECIPES,
    **answers.RECIPES,
    **trends.RECIPES,
    **paths.RECIPES,
    **quality.RECIPES,
    **states.RECIPES,
    **themes.RECIPES,
    **comparisons.RECIPES,
}

__all__ = ["RECIPES", "Recipe"]
