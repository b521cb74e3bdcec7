"""Figures of whole years of exits: the joints to mend first, what changed, missed moments before the end."""

from typing import Final

import polars as pl

from tyokyky.analysis import change, gaps, no_shows
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters, Key
from tyokyky.domain.messages import Message
from tyokyky.domain.question import Question
from tyokyky.privacy import yearly_numbers
from tyokyky.reporting import gap_findings
from tyokyky.reporting.recipes.recipe import JOINT_BLOCK, Recipe
from tyokyky.reporting.shapes import INTERVAL, JOINT, Shape


def _of_whole_years(asked: Question) -> Filters:
    """The filters of a figure that counts whole years.

    Raises:
        UserError: a first day, which would cut the year.
    """
    if asked.filters.since is not None:
        raise UserError(
            "Luku on aina täydet 12 kuukautta: jätä --since pois, tai siirrä vuoden loppua --until-päivällä."
        )
    return asked.filters


def _protect_gaps(exact: pl.DataFrame, asked: Question) -> pl.DataFrame:
    # Ordered after protecting: a withheld number must not be told by its place.
    return gaps.by_lost(yearly_numbers.protect_gaps(exact, JOINT_BLOCK if asked.by else None))


RECIPES: Final = {
    "gaps": Recipe(
        shape=Shape(
            {
                **JOINT,
                "exits": "at_start_count",
                "drop_off": "drop_off_share",
                "lost": "lost_count",
                "lost_lower": "lost_lower_count",
                "lost_upper": "lost_upper_count",
                "excess": "excess_count",
                "weakest_level": "weakest_level",
            },
            complete=gaps.by_lost,
            kept="is_joint",
        ),
        compute=lambda connection, asked: gaps.gaps(connection, _of_whole_years(asked), asked.by),
        protect=_protect_gaps,
        find=gap_findings.of_gaps,
        is_of=gap_findings.is_of_year,
        caveats=lambda _, exact: [*gap_findings.of_year(exact), Message("caveat.lost")],
        keys=(Key.MUNICIPALITY, Key.UNIT),
    ),
    "change": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "exits_before": "at_start_count_before",
                "drop_off_before": "drop_off_share_before",
                "exits_after": "at_start_count_after",
                "drop_off_after": "drop_off_share_after",
                "difference": "difference_share",
                **INTERVAL,
                "state": "state",
            }
        ),
        compute=lambda connection, asked: change.change(connection, _of_whole_years(asked)),
        protect=lambda exact, _: yearly_numbers.protect_change(exact),
        find=gap_findings.of_change,
        is_of=gap_findings.is_of_year,
        caveats=gap_findings.caveats_of_change,
        keys=(),
    ),
    "no-shows": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "outcome": "outcome",
                "exits": "exit_count",
                "recorded": "recorded_count",
                "with_no_show": "with_no_show_count",
                "share": "share",
                **INTERVAL,
            }
        ),
        compute=lambda connection, asked: no_shows.no_shows(connection, _of_whole_years(asked)),
        protect=lambda exact, _: yearly_numbers.protect_no_shows(exact),
        find=lambda shown, _: gap_findings.of_no_shows(shown),
        is_of=gap_findings.is_of_year,
        caveats=lambda _, __: [Message("caveat.association")],
        keys=(),
    ),
}
