"""Claims to roles and scopes: what is known gives exactly that, and what is not gives nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tyokyky.privacy.claims import Holding, Removal, Rights, Standing, rights_of
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.settings import SignIn

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
LATER = NOW.timestamp() + 60
SIGN_IN = SignIn.model_validate(
    {
        "public_address": "https://tyokyky.example.fi",
        "providers": [
            {"name": "entra", "label": "Entra", "metadata_url": "https://login.example/x", "client_id": "id"},
        ],
        "grants": [
            {"claim": "roles", "value": "Johto", "role": "manager"},
            {"claim": "roles", "value": "Aineisto", "role": "steward"},
            {"claim": "groups", "value": "pohjoinen", "role": "team", "municipalities": ["111", "576"]},
            {"claim": "groups", "value": "lahti", "role": "team", "municipalities": ["398"]},
            {"claim": "groups", "value": "lahden-paja", "role": "team", "municipalities": ["398"], "units": ["U1"]},
            {"claim": "groups", "value": "lahden-talo", "role": "team", "municipalities": ["398"], "units": ["U2"]},
            {
                "claim": "groups",
                "value": "oma",
                "role": "team",
                "municipalities_claim": "kunnat",
                "units_claim": "talot",
            },
            {"claim": "realm_access.roles", "value": "raati", "role": "council"},
        ],
    }
)
NOBODY = Rights(Standing.SIGNED_OUT)


def claims(**more: Any) -> dict[str, object]:  # noqa: ANN401 - a claim may hold anything
    return {"is_logged_in": True, "provider": "entra", "sub": "aino", "exp": LATER, **more}


def rights(removals: tuple[Removal, ...] = (), **more: Any) -> Rights:  # noqa: ANN401
    return rights_of(claims(**more), SIGN_IN, removals, NOW)


def of(*municipalities: str, units: tuple[str, ...] | None = None) -> Scope:
    return Scope(frozenset(municipalities) if municipalities else None, None if units is None else frozenset(units))


@pytest.mark.parametrize(
    ("more", "holdings"),
    [
        ({"roles": ["Johto"]}, [Holding(Role.MANAGER, WHOLE_COUNTY)]),
        ({"roles": "Johto"}, [Holding(Role.MANAGER, WHOLE_COUNTY)]),
        ({"roles": ["Aineisto", "Johto"]}, [Holding(Role.MANAGER, WHOLE_COUNTY), Holding(Role.STEWARD, WHOLE_COUNTY)]),
        ({"groups": ["lahti"]}, [Holding(Role.TEAM, of("398"))]),
        ({"groups": ["lahti", "pohjoinen"]}, [Holding(Role.TEAM, of("111", "398", "576"))]),
        ({"groups": ["lahden-paja", "lahden-talo"]}, [Holding(Role.TEAM, of("398", units=("U1", "U2")))]),
        (
            {"groups": ["oma"], "kunnat": ["016", "398"], "talot": "U9"},
            [Holding(Role.TEAM, of("016", "398", units=("U9",)))],
        ),
        ({"realm_access": {"roles": ["raati", "x"]}}, [Holding(Role.COUNCIL, WHOLE_COUNTY)]),
    ],
)
def test_a_known_claim_gives_its_role_and_scope(more: dict[str, Any], holdings: list[Holding]) -> None:
    assert rights(**more) == Rights(Standing.ADMITTED, "aino", tuple(holdings))


def test_grants_are_joined_only_where_that_adds_no_place() -> None:
    """All units of the north and one workshop in Lahti are not all units of both."""
    both = rights(groups=["pohjoinen", "lahden-paja"]).holdings
    assert {one.scope for one in both} == {of("111", "576"), of("398", units=("U1",))}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"roles": []},
        {"roles": ["johto"]},
        {"roles": ["Johto "]},
        {"roles": {"Johto": True}},
        {"roles": [1, None, ["Johto"]]},
        {"groups": ["Johto"]},
        {"groups": ["oma"]},
        {"groups": ["oma"], "kunnat": ["398"]},
        {"groups": ["oma"], "kunnat": [], "talot": ["U1"]},
        {"realm_access": ["raati"]},
        {"roles": ["Johto"], "provider": "other"},
        {"roles": ["Johto"], "provider": None},
        {"roles": ["Johto"], "sub": ""},
        {"roles": ["Johto"], "sub": 7},
    ],
)
def test_an_unknown_claim_gives_nothing(more: dict[str, Any]) -> None:
    assert (rights(**more).standing, rights(**more).holdings) == (Standing.NO_ACCESS, ())


@pytest.mark.parametrize(
    "expires", [NOW.timestamp(), NOW.timestamp() - 1, 0, None, "", "9999999999", True, float("nan"), float("inf")]
)
def test_a_token_that_has_expired_or_does_not_say_gives_nothing(expires: object) -> None:
    held = rights(roles=["Johto"], exp=expires)
    assert held.holdings == ()
    assert held.standing is Standing.EXPIRED


@pytest.mark.parametrize("signed", [False, None, "true", 1])
def test_who_has_not_signed_in_gets_nothing(signed: object) -> None:
    assert rights(roles=["Johto"], is_logged_in=signed) == NOBODY
    assert rights_of({}, SIGN_IN, (), NOW) == NOBODY


def test_a_removed_role_is_gone_whatever_the_claims_say() -> None:
    both = {"roles": ["Johto", "Aineisto"]}
    assert [one.role for one in rights((Removal("aino", frozenset({Role.MANAGER})),), **both).holdings] == [
        Role.STEWARD
    ]
    assert rights((Removal("aino"),), **both).standing is Standing.NO_ACCESS
    assert len(rights((Removal("other"),), **both).holdings) == 2


def test_the_name_for_the_log_is_one_line_without_identity_codes() -> None:
    assert rights(roles=["Johto"], sub="a\nb\x1b[0m").name == "a b [0m"
    assert "131052-308T" not in rights(roles=["Johto"], sub="131052-308T").name
    assert len(rights(roles=["Johto"], sub="x" * 500).name) == 120


_ANY = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=6) | st.sampled_from(["Johto", "lahti", "oma", "398"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
_NAMES = st.sampled_from(
    ["is_logged_in", "provider", "sub", "exp", "roles", "groups", "kunnat", "talot", "realm_access"]
)


# The first text drawn on a fresh machine builds the table of all characters, which is slow once.
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(_NAMES, _ANY, max_size=9))
def test_no_claims_whatever_break_it_or_give_more_than_the_grants(told: dict[str, object]) -> None:
    held = rights_of(told, SIGN_IN, (), NOW)
    assert (held.standing is Standing.ADMITTED) == bool(held.holdings)
    for one in held.holdings:
        assert not one.scope.is_empty
        assert one.role is not Role.TEAM or one.scope.municipalities is not None
