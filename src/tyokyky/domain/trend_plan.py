"""What a home states about its trends: dated changes, after which limits are worked out anew, and targets."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Change:
    """Something done at a joint on a day; the first month that starts on it or later begins a new phase."""

    service: str
    on: date
    name: str


@dataclass(frozen=True)
class Target:
    """Drop-off that is aimed at after a service, 0–1."""

    service: str
    drop_off_share: float


@dataclass(frozen=True)
class TrendPlan:
    """Changes by service and day, targets by service."""

    changes: tuple[Change, ...] = ()
    targets: tuple[Target, ...] = ()
