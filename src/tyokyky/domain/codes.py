"""Code lists: what a code means on a date. Laws and organisers change; the code valid on the date wins."""

from dataclasses import dataclass, field
from datetime import date

from tyokyky.domain.journeys import EndReasonGroup, Part
from tyokyky.domain.participation import Level, Plane

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(9999, 12, 31)


@dataclass(frozen=True)
class Code:
    """One code with its names, valid from and until the given days (inclusive)."""

    code: str
    name_fi: str
    name_sv: str = ""
    name_en: str = ""
    valid_from: date = FIRST_DAY
    valid_until: date = LAST_DAY


@dataclass(frozen=True)
class Service(Code):
    """A service and its part in a path (definitions, section 1). `rank`: smaller = further along."""

    part: Part = Part.PATH
    rank: int = 50
    chain_gap_days: int = 30
    organiser: str = ""
    usual_next_controller: str = ""
    """Controller whose services usually follow: an exit is `not_linked` where its rows can not be seen."""


@dataclass(frozen=True)
class EndReason(Code):
    """Why a period ended. A row with a `service_code` holds for that service only and wins over the general one."""

    group: EndReasonGroup = EndReasonGroup.UNKNOWN
    service_code: str = ""


@dataclass(frozen=True)
class Unit(Code):
    """A unit (yksikkö) that gives a service."""

    municipality_code: str = ""


@dataclass(frozen=True)
class Municipality(Code):
    """A municipality, its wellbeing services county and about how many live there (0: not told)."""

    county_code: str = ""
    population: int = 0


@dataclass(frozen=True)
class MomentCode(Code):
    """A kind of service moment and the level of participation it is evidence of, if any."""

    level: Level | None = None
    plane: Plane | None = None


@dataclass(frozen=True)
class GroupMeasure(Code):
    """A measure of another maker whose group means may be imported, with its scale in its own points.

    `reason_fi`: why its items are not shipped.
    """

    scale_min: float = 0.0
    scale_max: float = 0.0
    reason_fi: str = ""


@dataclass(frozen=True)
class CodeBook:
    """All code lists of a home: the shipped ones with the home's own added or put in their place."""

    services: tuple[Service, ...] = ()
    end_reasons: tuple[EndReason, ...] = ()
    units: tuple[Unit, ...] = ()
    municipalities: tuple[Municipality, ...] = ()
    counties: tuple[Code, ...] = ()
    moments: tuple[MomentCode, ...] = ()
    roles: tuple[Code, ...] = field(default=())
    group_measures: tuple[GroupMeasure, ...] = ()
