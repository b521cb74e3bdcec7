"""Figures of the other two drop-off points: at the door (referrals) and inside (interruptions, early signs)."""

from typing import Final

import polars as pl

from tyokyky.analysis import interruptions, referrals
from tyokyky.domain.filters import Key
from tyokyky.domain.messages import Message
from tyokyky.domain.question import Question
from tyokyky.privacy import interruption_numbers, referral_numbers
from tyokyky.reporting import door_findings
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.recipes.exits import is_of_exits
from tyokyky.reporting.recipes.recipe import EXIT_KEYS, JOINT_BLOCK, Recipe
from tyokyky.reporting.shapes import INTERVAL, JOINT, Shape

_REFERRAL_KEYS: Final = (Key.MUNICIPALITY, Key.UNIT, Key.QUARTER, Key.YEAR, Key.AGE_BAND, Key.GENDER)


def _is_of_referrals(_shown: pl.DataFrame, asked: Question, mart: Mart) -> Message:
    return Message("is_of.referrals", is_of_exits(_shown, asked, mart).values)


def _block(asked: Question, block: tuple[str, ...]) -> tuple[str, ...] | None:
    return block if asked.by is not None else None


RECIPES: Final = {
    "referrals": Recipe(
        shape=Shape(
            {
                "from": "from_service_code",
                "to": "to_service_code",
                "by": "breakdown_value",
                "referrals": "referral_count",
                "not_started": "not_started_share",
                **INTERVAL,
                "started_share": "started_share",
                "other_share": "other_share",
                "still_in_window": "still_in_window_count",
                "window_days": "window_days",
            }
        ),
        compute=lambda connection, asked: referrals.referrals(connection, asked.filters, asked.by),
        protect=lambda exact, asked: referral_numbers.protect_referrals(exact, _block(asked, referrals.JOINT)),
        find=lambda shown, asked: door_findings.of_referrals(shown, asked.filters, asked.by),
        is_of=_is_of_referrals,
        caveats=door_findings.caveats_of_referrals,
        keys=_REFERRAL_KEYS,
    ),
    "interruptions": Recipe(
        shape=Shape({**JOINT, "exits": "exit_count", "interrupted": "interrupted_count", "share": "share", **INTERVAL}),
        compute=lambda connection, asked: interruptions.interruptions(connection, asked.filters, asked.by),
        protect=lambda exact, asked: interruption_numbers.protect_interruptions(exact, _block(asked, JOINT_BLOCK)),
        find=lambda shown, asked: door_findings.of_interruptions(shown, asked.by),
        is_of=is_of_exits,
        caveats=door_findings.caveats_of_interruptions,
        # By its own reason an exit is interrupted or not: there is nothing to share.
        keys=tuple(key for key in EXIT_KEYS if key is not Key.END_REASON),
    ),
    "early-signs": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "exit_group": "exit_group",
                "exits": "exit_count",
                "with_no_show": "no_show_count",
                "no_show_share": "share",
                **INTERVAL,
                "planned": "planned_count",
                "early_ended": "early_count",
                "median_early_days": "median_early_days",
            }
        ),
        compute=lambda connection, asked: interruptions.early_signs(connection, asked.filters),
        protect=lambda exact, _: interruption_numbers.protect_early_signs(exact),
        find=lambda shown, _: door_findings.of_early_signs(shown),
        is_of=is_of_exits,
        caveats=door_findings.caveats_of_early_signs,
        keys=(),
    ),
}
