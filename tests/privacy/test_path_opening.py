"""One path opens for the team alone, inside its scope, with a reason that names nobody."""

import pytest

from tyokyky.privacy.path_opening import LONGEST_REASON_CHARACTERS, Places, decide_opening, fault_of_reason
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope

REASON = "Selvitetään miksi jatko katkesi"
LAHTI = Places(frozenset({"398"}), frozenset({"U1"}))
LAHTI_AND_UNKNOWN = Places(frozenset({"398", None}), frozenset({"U1"}))
LAHTI_AND_OTHER = Places(frozenset({"398", "016"}), frozenset({"U1", "U2"}))


@pytest.mark.parametrize("role", [*Role, None])
def test_only_the_team_opens_a_path(role: Role | None) -> None:
    assert decide_opening(role, WHOLE_COUNTY, LAHTI, REASON).allowed == (role is Role.TEAM)


@pytest.mark.parametrize(
    ("scope", "places", "allowed"),
    [
        (WHOLE_COUNTY, LAHTI_AND_UNKNOWN, True),
        (Scope(municipalities=frozenset({"398"})), LAHTI, True),
        (Scope(municipalities=frozenset({"016"})), LAHTI, False),
        (Scope(municipalities=frozenset({"398"})), LAHTI_AND_OTHER, False),
        (Scope(municipalities=frozenset({"398"})), LAHTI_AND_UNKNOWN, False),
        (Scope(units=frozenset({"U1"})), LAHTI, True),
        (Scope(units=frozenset({"U1"})), LAHTI_AND_OTHER, False),
        (Scope(municipalities=frozenset({"398"}), units=frozenset({"U2"})), LAHTI, False),
        (Scope(municipalities=frozenset()), LAHTI, False),
        (WHOLE_COUNTY, None, False),
    ],
)
def test_every_stay_must_lie_in_the_scope(scope: Scope, places: Places | None, *, allowed: bool) -> None:
    assert decide_opening(Role.TEAM, scope, places, REASON).allowed == allowed


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("", "no reason given"),
        ("   \n ", "no reason given"),
        ("kiinnostaa kovasti", "no reason given"),
        ("... 1 2 3", "no reason given"),
        ("Asiakas 131052-308T kysyi jatkosta", "reason names a person"),
        ("asiakas 131052-308t kysyi jatkosta", "reason names a person"),
        ("Pyyntö tuli osoitteesta maija@esimerkki.fi eilen", "reason names a person"),
        ("Soitto numerosta 040 123 4567 tänään", "reason names a person"),
        ("sana toinen kolmas " + "x" * LONGEST_REASON_CHARACTERS, "reason too long"),
        (REASON, ""),
        ("Tiimin kokous 12.5.2026 käsittelee katkoksia", ""),
    ],
)
def test_a_reason_says_why_and_names_nobody(reason: str, fault: str) -> None:
    assert fault_of_reason(reason) == fault
    decision = decide_opening(Role.TEAM, WHOLE_COUNTY, LAHTI, reason)
    assert decision.allowed == (fault == "")
    assert reason.strip() == "" or reason not in decision.reason
