"""Figures of paths: which step directly follows which, and which whole paths are common."""

from typing import Final

import polars as pl

from tyokyky.analysis import paths
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.domain.question import Grain, Question
from tyokyky.privacy import path_numbers
from tyokyky.reporting import path_findings
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.recipes.recipe import Recipe
from tyokyky.reporting.shapes import Shape

_OPTIONS: Final = ("grain", "top_count")
_IS_OF: Final = {
    Grain.SERVICE: ("is_of.paths.service", "is_of.paths.service.top"),
    Grain.MOMENT: ("is_of.paths.moment", "is_of.paths.moment.top"),
}


def _ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Paths numbered from the commonest; what stands for all other paths has no rank."""
    return rows.with_columns(rank=pl.when(pl.col("path").is_not_null()).then(pl.int_range(1, pl.len() + 1)))


def _is_of(shown: pl.DataFrame, asked: Question, mart: Mart) -> Message:
    """Which steps a figure of paths is of, and how many rows it has where only some were asked for."""
    filters, options = asked.filters, asked.options
    values: dict[str, MessageValue] = {
        "since_on": filters.since,
        "until_on": filters.until,
        "observed_on": mart.observed_until,
        "service_code": filters.service,
        "municipality_code": filters.municipality,
        "unit_code": filters.unit,
    }
    if options.top_count is not None and options.top_count < shown.height:
        return Message(_IS_OF[options.grain][1], {"row_count": shown.height, "most_count": options.top_count, **values})
    return Message(_IS_OF[options.grain][0], values)


RECIPES: Final = {
    "flows": Recipe(
        shape=Shape(
            {
                "grain": "grain",
                "from": "from_code",
                "to": "to_code",
                "n": "pair_count",
                "persons": "person_count",
                "median_days": "median_days",
            }
        ),
        compute=lambda connection, asked: paths.flows(connection, asked.filters, asked.options.grain),
        protect=lambda exact, _: path_numbers.protect_flows(exact),
        find=lambda shown, _: path_findings.of_flows(shown),
        is_of=_is_of,
        caveats=lambda _, __: [Message("caveat.flows")],
        keys=(),
        options=_OPTIONS,
    ),
    "variants": Recipe(
        shape=Shape(
            {
                "grain": "grain",
                "rank": "rank",
                "path": "path",
                "n": "person_count",
                "share": "share",
                "median_days": "median_days",
            },
            complete=_ranked,
        ),
        compute=lambda connection, asked: paths.variants(connection, asked.filters, asked.options.grain),
        protect=lambda exact, _: _ranked(path_numbers.protect_variants(exact)),
        find=lambda shown, _: path_findings.of_variants(shown),
        is_of=_is_of,
        caveats=lambda _, __: [Message("caveat.variants")],
        keys=(),
        options=_OPTIONS,
    ),
}
