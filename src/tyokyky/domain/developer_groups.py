"""Groups and councils that develop services, and the people in them: numbers by part, never names."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final

from tyokyky.domain.entry_fields import NAME, NEEDED, of_code


class GroupKind(StrEnum):
    """In what form people took part."""

    THEME_GROUP = "theme_group"
    DEVELOPER_GROUP = "developer_group"
    ALTERNATIVE_GROUP = "alternative_group"
    INTERVIEW = "interview"
    FOCUS_GROUP = "focus_group"
    WORKSHOP = "workshop"
    FORUM = "forum"
    SURVEY = "survey"
    CLIENT_COUNCIL = "client_council"
    RESIDENTS_MEETING = "residents_meeting"
    STEERING_GROUP = "steering_group"


class Part(StrEnum):
    """In what part a person took part."""

    DEVELOPER_CLIENT = "developer_client"
    CONSIDERING = "considering"
    """Somebody who thinks of coming to the service."""
    CLOSE_PERSON = "close_person"
    EXPERT_BY_EXPERIENCE = "expert_by_experience"
    PROFESSIONAL = "professional"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    NGO = "ngo"
    PARISH = "parish"
    KELA = "kela"
    SCHOOL = "school"


CLIENT_PARTS: Final = (Part.DEVELOPER_CLIENT, Part.CONSIDERING, Part.CLOSE_PERSON, Part.EXPERT_BY_EXPERIENCE)
"""Those who speak from what they have lived; the others speak from their work."""


class TakingPart(StrEnum):
    """How people could take part."""

    FOLLOWING = "following"
    ACTIVE = "active"
    ALONE = "alone"
    INTERVIEWED = "interviewed"


class Support(StrEnum):
    """What made taking part possible."""

    TRANSPORT = "transport"
    BUS_TICKETS = "bus_tickets"
    FOOD = "food"
    COSTS = "costs"
    FEE = "fee"
    INTERPRETER = "interpreter"


@dataclass(frozen=True)
class Participants:
    """How many people of one part took part; never who."""

    part: Part
    person_count: int


@dataclass(frozen=True)
class Group:
    """A group, a council or interviews of a work. Numbers of people only; gender is told or left out."""

    KIND: ClassVar[str] = "group"

    name: str = field(metadata=NAME)
    kind: GroupKind = GroupKind.DEVELOPER_GROUP
    work_id: int | None = field(default=None, metadata={"entry": "work"})
    topic: str = ""
    participants: tuple[Participants, ...] = ()
    women_count: int | None = None
    men_count: int | None = None
    other_gender_count: int | None = None
    modes: tuple[TakingPart, ...] = ()
    supports: tuple[Support, ...] = ()
    target_count: int | None = None
    reached_count: int | None = None
    planned_meeting_count: int | None = None


@dataclass(frozen=True)
class Meeting:
    """One meeting of a group. Feedback of it comes by the workshop form, clients and professionals apart."""

    KIND: ClassVar[str] = "meeting"

    group_id: int | None = field(metadata={"entry": "group", "required": True})
    held_on: date | None = field(metadata=NEEDED)
    client_count: int | None = None
    professional_count: int | None = None
    card_ids: tuple[str, ...] = field(default=(), metadata=of_code("card"))
    minutes: str = ""
    outputs: str = ""
    reflection: str = ""
