"""A figure's SQL, step by step: from delivered rows to the counts that an estimate is made of."""

from collections.abc import Mapping
from typing import Final

from tyokyky.analysis.mart import CHAINED_STEPS, FIRST_STEPS, PACKAGE
from tyokyky.domain.errors import UserError
from tyokyky.store import query

_EXITS: Final = tuple(f"mart/{step}" for step in (*FIRST_STEPS, *CHAINED_STEPS))
_SELECTED: Final = (*_EXITS, "figure/visible_service", "figure/selected_exit", "figure/exit_cell")
_GRAINS: Final = ("service", "moment")

STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "drop-off": (*_SELECTED, "figure/repeated_person", "figure/spell_count", "figure/exit_pair"),
    "destinations": (*_SELECTED, "figure/repeated_person", "figure/spell_count"),
    "curve": _SELECTED,
    "participation": (*_SELECTED, "figure/stratum_life_table", "figure/response_share"),
    "silence": _SELECTED,
    "unit-feedback": (*_SELECTED, "figure/unit_feedback_cell"),
    "feedback": (*_EXITS, "figure/feedback", "figure/feedback_share"),
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
