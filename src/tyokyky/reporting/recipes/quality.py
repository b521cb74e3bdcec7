"""The figure of what came in: which rules the rows of each delivery met."""

from typing import Final

from tyokyky.analysis import quality
from tyokyky.domain.messages import Message
from tyokyky.privacy import small_numbers
from tyokyky.reporting import findings
from tyokyky.reporting.recipes.recipe import Recipe
from tyokyky.reporting.shapes import Shape

RECIPES: Final = {
    "quality": Recipe(
        shape=Shape({"batch": "batch", "rule": "rule", "severity": "severity", "rows": "rows"}),
        compute=lambda connection, _: quality.quality(connection),
        protect=lambda exact, _: small_numbers.protect_rule_counts(exact),
        find=lambda shown, _: findings.of_quality(shown),
        is_of=lambda shown, _, __: Message("is_of.rules", {"batch_count": shown["batch"].n_unique()}),
        keys=(),
        tells_places=False,
    ),
}
