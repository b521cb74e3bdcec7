"""Why something was opened or refused, as the access log keeps it, in words.

The log keeps short English sentences that stay the same whatever language its reader has; what a person wrote as a
reason stands as it was written.
"""

import re
from typing import Final

from tyokyky.presentation import texts

_OF_ROLE: Final = (
    (re.compile(r"role (?P<role>\w+) lacks \w+"), "lacks"),
    (re.compile(r"scope of (?P<role>\w+) covers nothing"), "empty"),
    (re.compile(r"role (?P<role>\w+)(?: has \w+)?"), "role"),
    (re.compile(r"role (?P<role>\w+) (?P<places>.+)"), "role_of_places"),
)
_WHOLE: Final = {
    "no role": "no_role",
    "place outside the scope": "place_outside",
    "place inside the scope": "place_inside",
    "unknown path": "path_unknown",
    "path outside the scope": "path_outside",
    "no reason given": "no_reason",
    "reason too long": "reason_long",
    "reason names a person": "reason_names",
    "steward's work": "steward",
    "download": "download",
    "written": "written",
    "token": "token",
    "asked by the person": "asked",
    "token expired": "expired",
    "no claim gives a role": "no_claim",
    "chosen role is held no more": "role_lost",
    "deliveries are of no part": "deliveries_whole",
    "figure for another tool": "other_tool",
    "draft of the yearly client report": "client_report",
    "backup of the home": "backup",
    "kept_days of the settings": "retention",
}


def reason_words(reason: str, language: str = texts.DEFAULT_LANGUAGE) -> str:
    """A reason of the log in a language; one that a person wrote, or of another version, as it stands."""
    if reason in _WHOLE:
        return texts.say(f"access_log.reason.{_WHOLE[reason]}", language=language)
    for pattern, name in _OF_ROLE:
        found = pattern.fullmatch(reason)
        if found and texts.has(f"role.{found['role']}"):
            role = texts.say(f"role.{found['role']}", language=language)
            return texts.say(f"access_log.reason.{name}", {**found.groupdict(), "role": role}, language=language)
    return reason
