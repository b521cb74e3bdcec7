"""Figures of exits: drop-off at the joint, where people went, and how time passes."""

from typing import Final

import polars as pl

from tyokyky.analysis import drop_off
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.domain.question import Question
from tyokyky.privacy import small_numbers
from tyokyky.reporting import findings
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.recipes.recipe import JOINT_BLOCK, Recipe
from tyokyky.reporting.shapes import INTERVAL, JOINT, Shape


def is_of_exits(_shown: pl.DataFrame, asked: Question, mart: Mart) -> Message:
    """Which exits a figure is of."""
    values: dict[str, MessageValue] = {
        "exits_count": None,
        "since_on": asked.filters.since,
        "until_on": asked.filters.until,
        "observed_on": mart.observed_until,
        "window_days": asked.filters.window_days,
        "chain_gap_days": asked.filters.chain_gap_days,
        "service_code": asked.filters.service,
        "municipality_code": asked.filters.municipality,
        "unit_code": asked.filters.unit,
    }
    return Message("is_of.exits", values)


def _is_of_counted_exits(shown: pl.DataFrame, asked: Question, mart: Mart) -> Message:
    message = is_of_exits(shown, asked, mart)
    return Message(message.key, {**message.values, "exits_count": findings.total(shown, "exit_count")})


def _block(asked: Question) -> tuple[str, ...] | None:
    return JOINT_BLOCK if asked.by is not None else None


RECIPES: Final = {
    "drop-off": Recipe(
        shape=Shape(
            {
                **JOINT,
                "periods": "period_count",
                "spells": "spell_count",
                "persons": "person_count",
                "exits": "exit_count",
                "at_start": "at_start_count",
                "dropped": "dropped_count",
                "still_in_window": "still_in_window_count",
                "not_yet_observable": "not_yet_observable_count",
                "may_be_renewed": "may_be_renewed_count",
                "drop_off": "drop_off_share",
                **INTERVAL,
                "lower_clustered": "lower_clustered_share",
                "upper_clustered": "upper_clustered_share",
                "state": "state",
                "window_days": "window_days",
                "chain_gap_days": "chain_gap_days",
                "observed_until": "observed_until",
            }
        ),
        compute=lambda connection, asked: drop_off.drop_off(connection, asked.filters, asked.by),
        protect=lambda exact, asked: small_numbers.protect_drop_off(exact, _block(asked)),
        find=lambda shown, asked: findings.of_drop_off(shown, asked.filters, asked.by),
        is_of=_is_of_counted_exits,
        caveats=findings.of_persons,
    ),
    "destinations": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "to": "successor_service_code",
                "kind": "kind",
                "by": "breakdown_value",
                "n": "successor_count",
                "share": "share",
                **INTERVAL,
                "window_days": "window_days",
            }
        ),
        compute=lambda connection, asked: drop_off.destinations(connection, asked.filters, asked.by),
        protect=lambda exact, asked: small_numbers.protect_destinations(exact, _block(asked)),
        find=lambda shown, asked: findings.of_destinations(shown, asked.filters),
        is_of=is_of_exits,
    ),
    "curve": Recipe(
        shape=Shape({**JOINT, "day": "day", "at_risk": "at_risk_count", "dropped_share": "dropped_share", **INTERVAL}),
        compute=lambda connection, asked: drop_off.curve(connection, asked.filters, asked.by),
        protect=lambda exact, _: small_numbers.protect_curve(exact),
        find=lambda shown, asked: findings.of_curve(shown, asked.filters),
        is_of=is_of_exits,
    ),
}
