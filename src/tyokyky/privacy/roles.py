"""Who may see what: one pure function from a role, a permission and a scope to a decision with its reason."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """The four roles (product.md, Who uses it)."""

    MANAGER = "manager"
    TEAM = "team"
    COUNCIL = "council"
    STEWARD = "steward"


class Permission(StrEnum):
    """What a page or an action asks for."""

    SEE_FIGURES = "see_figures"
    SEE_DELIVERY_COUNTS = "see_delivery_counts"
    MANAGE_DELIVERIES = "manage_deliveries"
    READ_COMMENTS = "read_comments"
    OPEN_PATH = "open_path"
    READ_ABOUT = "read_about"
    EXPORT_PATHS = "export_paths"
    WRITE_SERVICE_PATHS = "write_service_paths"
    READ_CODEVELOPMENT = "read_codevelopment"
    WRITE_CODEVELOPMENT = "write_codevelopment"
    MANAGE_RELEASES = "manage_releases"
    READ_RELEASES = "read_releases"
    READ_ACCESS_LOG = "read_access_log"
    WRITE_STATEMENTS = "write_statements"


@dataclass(frozen=True)
class Scope:
    """Municipalities and units that a role covers; `None` means the whole county, empty means nothing."""

    municipalities: frozenset[str] | None = None
    units: frozenset[str] | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is covered."""
        return self.municipalities == frozenset() or self.units == frozenset()

    @property
    def is_whole_county(self) -> bool:
        """Whether nothing is left out."""
        return self.municipalities is None and self.units is None

    @property
    def name(self) -> str:
        """The scope as one text, the same for equal scopes: for keys of caches and for the access log."""
        parts = (("municipality", self.municipalities), ("unit", self.units))
        return (
            " ".join(f"{kind}={','.join(sorted(codes))}" for kind, codes in parts if codes is not None)
            or "whole county"
        )


WHOLE_COUNTY: Final = Scope()


@dataclass(frozen=True)
class Decision:
    """Whether it is allowed, and why; the reason goes to the access log as it stands."""

    allowed: bool
    reason: str


_STAFF: Final = frozenset({Role.MANAGER, Role.TEAM})
_ALLOWED: Final[dict[Permission, frozenset[Role]]] = {
    Permission.SEE_FIGURES: _STAFF,
    Permission.SEE_DELIVERY_COUNTS: _STAFF | {Role.STEWARD},
    Permission.MANAGE_DELIVERIES: frozenset({Role.STEWARD}),
    Permission.READ_COMMENTS: _STAFF,
    Permission.OPEN_PATH: frozenset({Role.TEAM}),
    Permission.READ_ABOUT: frozenset(Role),
    Permission.EXPORT_PATHS: frozenset({Role.TEAM}),
    Permission.WRITE_SERVICE_PATHS: frozenset({Role.TEAM}),
    Permission.READ_CODEVELOPMENT: _STAFF,
    Permission.WRITE_CODEVELOPMENT: frozenset({Role.TEAM}),
    Permission.MANAGE_RELEASES: frozenset({Role.STEWARD}),
    Permission.READ_RELEASES: frozenset(Role),
    Permission.READ_ACCESS_LOG: frozenset({Role.STEWARD}),
    Permission.WRITE_STATEMENTS: frozenset({Role.COUNCIL}),
}
_OF_NO_PLACE: Final = frozenset({Permission.READ_ABOUT, Permission.READ_RELEASES, Permission.WRITE_STATEMENTS})
"""What is the same for everyone, whatever their scope covers: how the numbers are made, and what is published."""


def decide(role: Role | None, permission: Permission, scope: Scope) -> Decision:
    """Whether a role may do what the permission names inside its scope.

    No role, or a scope that covers nothing, allows nothing. What every role may read needs a role, but no scope.
    """
    if role is None:
        return Decision(allowed=False, reason="no role")
    if role not in _ALLOWED[permission]:
        return Decision(allowed=False, reason=f"role {role} lacks {permission}")
    if scope.is_empty and permission not in _OF_NO_PLACE:
        return Decision(allowed=False, reason=f"scope of {role} covers nothing")
    return Decision(allowed=True, reason=f"role {role} has {permission}")


def decide_place(scope: Scope, municipality: str | None, unit: str | None) -> Decision:
    """Whether a question may be limited to a municipality and a unit (null: to the whole of the scope).

    A place that is not told (`unknown`) lies outside every scope that is limited.
    """
    asked = ((scope.municipalities, municipality), (scope.units, unit))
    if any(covered is not None and code is not None and code not in covered for covered, code in asked):
        return Decision(allowed=False, reason="place outside the scope")
    return Decision(allowed=True, reason="place inside the scope")
