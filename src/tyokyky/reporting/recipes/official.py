"""The figure that sets published numbers beside ours, each by its own rule."""

from typing import Final

import polars as pl

from tyokyky.analysis import official
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.privacy.official_numbers import protect_official
from tyokyky.reporting.recipes.exits import is_of_exits
from tyokyky.reporting.recipes.recipe import Recipe
from tyokyky.reporting.shapes import Shape

_MAIN: Final = "KTT"
"""The service whose register rule and spells differ most: it is cut into the most periods."""


def _find(shown: pl.DataFrame) -> Message:
    """How far the two ways of counting lie apart in one service and year."""
    known = shown.filter("is_whole_year").drop_nulls("in_service_share")
    own = known.filter(pl.col("rule") != official.Rule.OFFICIAL.value)
    both = own.pivot("rule", index=["service_code", "year"], values="in_service_share", maintain_order=True)
    if not {"register", "spell"} <= set(both.columns) or both.drop_nulls().is_empty():
        return Message("finding.official.none")
    first = both.drop_nulls().sort(pl.col("service_code") != _MAIN, -pl.col("year"), maintain_order=True)
    row = first.row(0, named=True)
    values: dict[str, MessageValue] = {
        "service_code": row["service_code"],
        "year": str(row["year"]),
        "register_share": row["register"],
        "spell_share": row["spell"],
    }
    return Message("finding.official", values)


RECIPES: Final = {
    "official": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "year": "year",
                "rule": "rule",
                "ended": "ended_count",
                "in_service": "in_service_count",
                "in_service_share": "in_service_share",
                "unemployed": "unemployed_count",
                "unemployed_share": "unemployed_share",
                "source": "source",
                "state": "state",
            },
            complete=official.with_shares,
            kept="is_whole_year",
        ),
        compute=lambda connection, asked: official.official(connection, asked.filters),
        protect=lambda exact, _: official.with_shares(
            protect_official(exact, official.Rule.OFFICIAL.value, official.Rule.SPELL.value)
        ),
        find=lambda shown, _: _find(shown),
        is_of=is_of_exits,
        caveats=lambda _, __: [Message("caveat.official_overlap"), Message("caveat.official_source")],
        keys=(),
    ),
}
