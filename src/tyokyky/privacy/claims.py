"""From a signed-in person's claims to roles and scopes: one pure function; what is not known gives nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from tyokyky.domain.identity_codes import mask_identity_codes
from tyokyky.privacy.roles import Role, Scope
from tyokyky.settings import Grant, SignIn

_LONGEST_NAME: Final = 120


class Standing(StrEnum):
    """Where a person stands with the service."""

    SIGNED_OUT = "signed_out"
    EXPIRED = "expired"
    NO_ACCESS = "no_access"
    ADMITTED = "admitted"


@dataclass(frozen=True)
class Holding:
    """A role that a person holds, and what it covers."""

    role: Role
    scope: Scope

    @property
    def name(self) -> str:
        """The holding as one text, the same for equal ones."""
        return f"{self.role} {self.scope.name}"


@dataclass(frozen=True)
class Removal:
    """Roles that a person of this name has lost whatever their claims say; `None` for all of them."""

    name: str
    roles: frozenset[Role] | None = None


@dataclass(frozen=True)
class Rights:
    """What a person may choose from, in the order of the roles. `name` is for the access log; empty if unknown."""

    standing: Standing
    name: str = ""
    holdings: tuple[Holding, ...] = ()


def rights_of(claims: Mapping[str, object], sign_in: SignIn, removals: Iterable[Removal], now: datetime) -> Rights:
    """Rights that the claims of an identity token give at a moment.

    A person is admitted by a token of a provider in the settings that has not expired (`exp`, in seconds; one without
    it has), that tells the name claim, and whose claims match at least one grant that covers something.
    Grants of one role are joined where that covers nothing more than each of them.
    """
    if claims.get("is_logged_in") is not True:
        return Rights(Standing.SIGNED_OUT)
    name = _name(claims.get(sign_in.name_claim))
    if _has_expired(claims.get("exp"), now):
        return Rights(Standing.EXPIRED, name)
    if not name or claims.get("provider") not in [one.name for one in sign_in.providers]:
        return Rights(Standing.NO_ACCESS, name)
    given = [_holding(grant, claims) for grant in sign_in.grants if grant.value in _values(claims, grant.claim)]
    lost = [removal.roles for removal in removals if removal.name == name]
    kept = [one for one in given if not any(roles is None or one.role in roles for roles in lost)]
    holdings = _joined(one for one in kept if not one.scope.is_empty)
    return Rights(Standing.ADMITTED if holdings else Standing.NO_ACCESS, name, holdings)


def _has_expired(expires: object, now: datetime) -> bool:
    if isinstance(expires, bool) or not isinstance(expires, int | float):
        return True
    return not now.timestamp() < expires < float("inf")


def _name(value: object) -> str:
    """One printable line without identity codes: it goes to the access log."""
    text = value if isinstance(value, str) else ""
    line = "".join(sign if sign.isprintable() else " " for sign in mask_identity_codes(text))
    return " ".join(line.split())[:_LONGEST_NAME]


def _values(claims: Mapping[str, object], claim: str) -> frozenset[str]:
    """Texts of a claim that is a text or a list; `a.b` also finds `b` within `a`. Anything else tells nothing."""
    value: object = claims.get(claim)
    if value is None and "." in claim:
        value = claims
        for part in claim.split("."):
            value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else frozenset()


def _holding(grant: Grant, claims: Mapping[str, object]) -> Holding:
    places = ((grant.municipalities, grant.municipalities_claim), (grant.units, grant.units_claim))
    municipalities, units = (
        _values(claims, claim) if claim else (None if codes is None else frozenset(codes)) for codes, claim in places
    )
    return Holding(Role(grant.role), Scope(municipalities, units))


def _joined(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """Holdings of one role with the same units become one with all their municipalities, and the other way round."""
    by_units: dict[tuple[Role, frozenset[str] | None], frozenset[str] | None] = {}
    for one in holdings:
        key = (one.role, one.scope.units)
        by_units[key] = _union(by_units.get(key, frozenset()), one.scope.municipalities)
    by_municipalities: dict[tuple[Role, frozenset[str] | None], frozenset[str] | None] = {}
    for (role, units), municipalities in by_units.items():
        place = (role, municipalities)
        by_municipalities[place] = _union(by_municipalities.get(place, frozenset()), units)
    found = [Holding(role, Scope(places, units)) for (role, places), units in by_municipalities.items()]
    return tuple(sorted(found, key=lambda one: (list(Role).index(one.role), one.scope.name)))


def _union(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    return None if first is None or second is None else first | second
