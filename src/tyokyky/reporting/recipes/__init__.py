"""How each figure is made, one file a topic. A new figure is a recipe here and nowhere else in this room."""

from collections.abc import Mapping
from typing import Final

from tyokyky.reporting.recipes import answers, exits, participation, paths, quality
from tyokyky.reporting.recipes.recipe import Recipe

RECIPES: Final[Mapping[str, Recipe]] = {
    **exits.RECIPES,
    **participation.RECIPES,
    **answers.RECIPES,
    **paths.RECIPES,
    **quality.RECIPES,
}

__all__ = ["RECIPES", "Recipe"]
