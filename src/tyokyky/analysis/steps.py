"""A figure's SQL, step by step: from delivered rows to the counts that an estimate is made of."""

from collections.abc import Mapping
from typing import Final

from tyokyky.analysis.mart import CHAINED_STEPS, FIRST_STEPS, PACKAGE
from tyokyky.domain.errors import UserError
from tyokyky.store import query

_EXITS: Final = tuple(f"mart/{step}" for step in (*FIRST_STEPS, *CHAINED_STEPS))
_REGISTERED: Final = tuple(f"mart/{step}" for step in FIRST_STEPS)
_CELLS: Final = ("figure/exit_cell_kept", "figure/selected_exit", "figure/exit_cell")
_SELECTED: Final = (*_EXITS, "figure/visible_service", *_CELLS)
_OF_LEVELS: Final = (
    *_EXITS,
    "figure/visible_service",
    "figure/level_cell_kept",
    "figure/selected_exit",
    "figure/level_cell",
)
_COUNTS: Final = ("figure/repeated_person_kept", "figure/repeated_person", "figure/spell_count")
_PAIRS: Final = ("figure/exit_pair_kept", "figure/exit_pair")
_OF_MONTHS: Final = (*_EXITS, "figure/selected_exit", "figure/month_cell", "figure/trend_change")
_GRAINS: Final = ("service", "moment")

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "drop-off": (*_SELECTED, *_COUNTS, *_PAIRS),
    "destinations": (*_SELECTED, *_COUNTS),
    "curve": _SELECTED,
    "gaps": (*_SELECTED, *_COUNTS, *_PAIRS, "figure/joint_experience"),
    "change": (*_SELECTED, *_COUNTS, *_PAIRS),
    "no-shows": (*_EXITS, "figure/visible_service", "figure/selected_exit", "figure/no_show"),
    "official": (*_SELECTED, "figure/repeated_person", "figure/exit_pair", "figure/after_period"),
    "participation": (
        *_OF_LEVELS,
        "figure/stratum_life_table_kept",
        "figure/stratum_life_table",
        "figure/response_share_kept",
        "figure/response_share",
    ),
    "silence": _OF_LEVELS,
    "unit-feedback": _OF_LEVELS,
    "feedback": (*_EXITS, "figure/form_sums", "figure/feedback_share"),
    "views": (*_EXITS, "figure/form_sums"),
    "trend": _OF_MONTHS,
    "signals": _OF_MONTHS,
    "units": (*_EXITS, "figure/selected_exit", "figure/month_cell"),
    "experience-trend": (*_EXITS, "figure/form_sums", "figure/feedback_share"),
    "occupation": (
        *_REGISTERED,
        "figure/occupation_base_kept",
        "figure/occupation_base",
        "figure/occupation_place",
        "figure/occupation_cell",
        "figure/occupation_whole",
        "figure/known_month",
        "mart/visible_service",
        "figure/visible_service",
    ),
    "compare": (*_SELECTED, *_COUNTS, "figure/choice"),
    "compare-months": (
        *_REGISTERED,
        "figure/occupation_base",
        "figure/occupation_cell",
        "figure/visible_service",
        "figure/choice",
    ),
    "funnel": (*_EXITS, "figure/funnel_begin", "figure/funnel_step", "figure/funnel_cell"),
    "bounces": (*_EXITS, "figure/visible_service", "figure/bounce_cell"),
    "switches": (*_EXITS, "figure/visible_service", "figure/switch_count_kept", "figure/switch_count"),
    "themes": ("mart/comment", "figure/theme"),
    "referrals": (*_EXITS, "figure/referral_cell"),
    "interruptions": (*_EXITS, "figure/selected_exit", "figure/interruption_cell"),
    "early-signs": (*_EXITS, "figure/selected_exit", "figure/interruption_cell", "figure/early_days"),
    "flows": (
        *_EXITS,
        "figure/service_flow",
        "figure/moment_flow",
        "figure/service_flow_kept",
        "figure/moment_flow_kept",
    ),
    "variants": (
        *_EXITS,
        "figure/service_variant",
        "figure/moment_variant",
        "figure/service_variant_kept",
        "figure/moment_variant_kept",
    ),
    "quality": ("figure/quality",),
}


def steps_of(name: str) -> tuple[tuple[str, str], ...]:
    """Name and SQL of each step of a figure, in the order they run; `drop_off` is understood as `drop-off`.

    Raises:
        UserError: unknown figure.
    """
    steps = STEPS.get(name.replace("_", "-"))
    if steps is None:
        raise UserError(f"Lukua ei tunneta: valitse jokin näistä: {', '.join(STEPS)}.")
    return tuple((step, query.statement(PACKAGE, step)) for step in steps)
