"""Why there is no number: five reasons that look and read different (definitions, section 9)."""

from collections.abc import Mapping
from typing import Any, Final

from tyokyky.domain.figures import State
from tyokyky.presentation import texts
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_COUNTS: Final = ("recorded", "at_start", "exits", "n", "rows", "responses", "entered")


def state_text(state: State, language: str = DEFAULT_LANGUAGE) -> str:
    """Symbol and word of a state."""
    return texts.say(f"state.{state}", language=language)


def _state_of_referrals(row: Mapping[str, Any]) -> State:
    """No referral that can be followed: the register is not joined; all of them in the window: nothing known yet."""
    if row["referrals"] == 0:
        return State.NOT_LINKED
    return (
        State.NOT_YET if row["referrals"] is not None and row["referrals"] == row["still_in_window"] else State.HIDDEN
    )


def state_of(row: Mapping[str, Any]) -> State:
    """Why a row of a figure has no number where it should have one.

    A table with a column `state` says it itself. In the others nobody at risk means that nobody was followed so far, a
    count of zero that there is nothing, a stage whose count is shown that nobody was followed to its end,
    and everything else that people are protected.
    """
    if row.get("state") in set(State):
        return State(row["state"])
    if row.get("at_risk") == 0 or row.get("observable") == 0:
        return State.NOT_YET
    if row.get("entered") and row.get("reached") is not None:
        return State.NOT_YET
    if "referrals" in row:
        return _state_of_referrals(row)
    counts = [row[name] for name in _COUNTS if name in row]
    return State.NONE if counts and counts[0] == 0 else State.HIDDEN
