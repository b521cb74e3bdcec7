"""Who may open one person's path: the team, inside its scope, with a reason that names nobody."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.privacy.free_text import cleaned
from tyokyky.privacy.roles import Decision, Permission, Role, Scope, decide

FEWEST_REASON_WORDS: Final = 3
LONGEST_REASON_CHARACTERS: Final = 300


@dataclass(frozen=True)
class Places:
    """Municipalities and units of all stays of one path; a stay that tells none adds `None`."""

    municipalities: frozenset[str | None]
    units: frozenset[str | None]


def is_inside(places: Places, scope: Scope) -> bool:
    """Whether every stay of a path lies in the scope; where the scope is limited, an unknown place lies outside."""
    return _covers(scope.municipalities, places.municipalities) and _covers(scope.units, places.units)


def _covers(covered: frozenset[str] | None, given: Collection[str | None]) -> bool:
    return covered is None or all(code in covered for code in given)


def decide_opening(role: Role | None, scope: Scope, places: Places | None, reason: str) -> Decision:
    """Whether one path may be opened; of a reason that was refused, nothing is repeated.

    `places`: where the path's stays lie; null for a path that is not in the list it was asked from.
    """
    may = decide(role, Permission.OPEN_PATH, scope)
    if not may.allowed:
        return may
    if places is None:
        return Decision(allowed=False, reason="unknown path")
    if not is_inside(places, scope):
        return Decision(allowed=False, reason="path outside the scope")
    fault = fault_of_reason(reason)
    if fault:
        return Decision(allowed=False, reason=fault)
    return may


def fault_of_reason(reason: str) -> str:
    """Why a reason is refused, without its text; empty for one that will do."""
    words = [word for word in reason.split() if any(sign.isalpha() for sign in word)]
    if len(words) < FEWEST_REASON_WORDS:
        return "no reason given"
    if len(reason) > LONGEST_REASON_CHARACTERS:
        return "reason too long"
    seen = cleaned(pl.Series([reason], dtype=pl.String))
    if any(found[0] for found in (seen.with_identity_code, seen.with_email, seen.with_phone)):
        return "reason names a person"
    return ""
