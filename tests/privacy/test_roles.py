"""Who may see what: the table of the product, cell by cell."""

import pytest

from tyokyky.privacy.roles import WHOLE_COUNTY, Permission, Role, Scope, decide, decide_place

MAY = {
    Permission.SEE_FIGURES: {Role.MANAGER, Role.TEAM},
    Permission.SEE_DELIVERY_COUNTS: {Role.MANAGER, Role.TEAM, Role.STEWARD},
    Permission.MANAGE_DELIVERIES: {Role.STEWARD},
    Permission.READ_COMMENTS: {Role.MANAGER, Role.TEAM},
    Permission.OPEN_PATH: {Role.TEAM},
    Permission.READ_ABOUT: set(Role),
    Permission.EXPORT_PATHS: {Role.TEAM},
    Permission.WRITE_SERVICE_PATHS: {Role.TEAM},
    Permission.READ_CODEVELOPMENT: {Role.MANAGER, Role.TEAM},
    Permission.WRITE_CODEVELOPMENT: {Role.TEAM},
    Permission.MANAGE_RELEASES: {Role.STEWARD},
    Permission.READ_RELEASES: set(Role),
    Permission.READ_ACCESS_LOG: {Role.STEWARD},
    Permission.WRITE_STATEMENTS: {Role.COUNCIL},
}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", Role)
def test_every_role_and_permission(role: Role, permission: Permission) -> None:
    decision = decide(role, permission, WHOLE_COUNTY)
    assert decision.allowed == (role in MAY[permission])
    assert str(role) in decision.reason


@pytest.mark.parametrize("permission", Permission)
def test_no_role_may_nothing(permission: Permission) -> None:
    decision = decide(None, permission, WHOLE_COUNTY)
    assert not decision.allowed
    assert decision.reason == "no role"


@pytest.mark.parametrize("scope", [Scope(municipalities=frozenset()), Scope(units=frozenset())])
def test_empty_scope_shows_nothing_of_the_data(scope: Scope) -> None:
    assert not decide(Role.MANAGER, Permission.SEE_FIGURES, scope).allowed
    assert not decide(Role.STEWARD, Permission.MANAGE_DELIVERIES, scope).allowed
    assert decide(Role.COUNCIL, Permission.READ_ABOUT, scope).allowed
    assert decide(Role.COUNCIL, Permission.READ_RELEASES, scope).allowed


LAHTI = Scope(municipalities=frozenset({"398"}))
PAJA = Scope(municipalities=frozenset({"398"}), units=frozenset({"U1", "U2"}))


@pytest.mark.parametrize(
    ("scope", "municipality", "unit", "allowed"),
    [
        (WHOLE_COUNTY, "111", "U9", True),
        (WHOLE_COUNTY, "unknown", None, True),
        (LAHTI, None, None, True),
        (LAHTI, "398", "U9", True),
        (LAHTI, "111", None, False),
        (LAHTI, "unknown", None, False),
        (LAHTI, "", None, False),
        (PAJA, "398", "U2", True),
        (PAJA, "398", "U9", False),
        (PAJA, "111", "U1", False),
        (PAJA, None, "unknown", False),
    ],
)
def test_a_question_may_be_limited_to_places_inside(
    scope: Scope, municipality: str | None, unit: str | None, allowed: bool
) -> None:
    assert decide_place(scope, municipality, unit).allowed is allowed


def test_equal_scopes_have_one_name_and_others_another() -> None:
    scopes = [WHOLE_COUNTY, LAHTI, PAJA, Scope(units=frozenset({"398"})), Scope(units=frozenset())]
    assert len({one.name for one in scopes}) == len(scopes)
    assert PAJA.name == Scope(frozenset(["398"]), frozenset(["U2", "U1"])).name
    assert [one.is_whole_county for one in scopes] == [True, False, False, False, False]
