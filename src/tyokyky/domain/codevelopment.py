"""What teams write down of developing together: works, groups, personas, actions, and what was told back to clients.

Each kind is one dataclass, saved whole. Field metadata says what the store checks before it writes: `code` (which code
list the text must be in), `entry` (which other kind of entry the number must be), `longest` (characters).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Final, Generic, TypeVar

from tyokyky.domain.developer_groups import Group, Meeting
from tyokyky.domain.entry_fields import NAME, NEEDED, of_code
from tyokyky.domain.participation import Level


class Origin(StrEnum):
    """What a work was started from."""

    JOINT = "joint"
    THEME = "theme"
    STATEMENT = "statement"


class WorkStatus(StrEnum):
    """How far a work is."""

    PLANNED = "planned"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"


@dataclass(frozen=True)
class WorkPhase:
    """A phase of the model as this work went through it: days, minutes (muistio), outputs, reflection."""

    phase_id: str
    started_on: date | None = None
    ended_on: date | None = None
    minutes: str = ""
    outputs: str = ""
    reflection: str = ""


@dataclass(frozen=True)
class Work:
    """A co-development work (yhteiskehittämisen työ). `origin_code`: the joint's service, or the theme."""

    KIND: ClassVar[str] = "work"

    title: str = field(metadata=NAME)
    model_id: str = field(metadata=of_code("model", required=True))
    origin: Origin = Origin.JOINT
    joint: str = field(default="", metadata=of_code("joint"))
    theme_id: str = field(default="", metadata=of_code("theme"))
    statement_id: int | None = field(default=None, metadata={"entry": "statement"})
    aim: str = ""
    target_group: str = ""
    resources: str = ""
    status: WorkStatus = WorkStatus.PLANNED
    facilitator_role: str = field(default="", metadata=of_code("role"))
    started_on: date | None = None
    due_on: date | None = None
    municipality_codes: tuple[str, ...] = field(default=(), metadata=of_code("municipality"))
    phases: tuple[WorkPhase, ...] = ()


@dataclass(frozen=True)
class Need:
    """A need in three questions: why, what, how."""

    why: str = ""
    what: str = ""
    how: str = ""


class GoalGroup(StrEnum):
    """What a persona's goals are about."""

    BASIC_SECURITY = "basic_security"
    INCLUSION = "inclusion"
    HEALTH = "health"


@dataclass(frozen=True)
class Persona:
    """An invented person (käyttäjäpersoona) and the value of the service to them in three parts."""

    KIND: ClassVar[str] = "persona"

    name: str = field(metadata=NAME)
    work_id: int | None = field(default=None, metadata={"entry": "work"})
    life_situation: str = ""
    strengths: str = ""
    obstacles: str = ""
    functional_value: str = ""
    social_value: str = ""
    emotional_value: str = ""
    needs: tuple[Need, ...] = ()
    goal_groups: tuple[GoalGroup, ...] = ()
    path_id: int | None = field(default=None, metadata={"entry": "service_path"})


class Ring(StrEnum):
    """How near the client a stakeholder stands."""

    NEAR = "near"
    MIDDLE = "middle"
    FAR = "far"
    MISSING = "missing"


@dataclass(frozen=True)
class Stakeholder:
    """One on the map; `follow_up`: how and when contact is kept."""

    name: str
    ring: Ring = Ring.MIDDLE
    relation: str = ""
    follow_up: str = ""


@dataclass(frozen=True)
class StakeholderMap:
    """Who stands around the client, how near, and who does not know whom (sidosryhmäkartta)."""

    KIND: ClassVar[str] = "stakeholder_map"

    title: str = field(metadata=NAME)
    work_id: int | None = field(default=None, metadata={"entry": "work"})
    stakeholders: tuple[Stakeholder, ...] = ()


class Fulfilment(StrEnum):
    """How a criterion is met."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True)
class Mark:
    """What a unit says of one criterion."""

    criterion_id: str
    fulfilment: Fulfilment
    note: str = ""


@dataclass(frozen=True)
class SelfAssessment:
    """A unit's own view of its quality on a day."""

    KIND: ClassVar[str] = "self_assessment"

    criteria_id: str = field(metadata=of_code("criteria", required=True))
    assessed_on: date | None = field(metadata=NEEDED)
    unit_code: str = field(default="", metadata=of_code("unit"))
    clients_took_part: bool = False
    marks: tuple[Mark, ...] = ()


class ActionState(StrEnum):
    """How far an action is."""

    IDEA = "idea"
    AGREED = "agreed"
    TRIAL = "trial"
    IN_USE = "in_use"
    STOPPED = "stopped"


class Reach(StrEnum):
    """How far what was found good has come: one place, embedded, spread, scaled."""

    ONE_PLACE = "one_place"
    EMBEDDED = "embedded"
    SPREAD = "spread"
    SCALED = "scaled"


@dataclass(frozen=True)
class Action:
    """What is tried at a joint (toimenpide). Its effect is measured from `begun_on`.

    `may_be_published`: the team offers it to the next release; a steward decides.
    """

    KIND: ClassVar[str] = "action"

    what: str = field(metadata=NAME)
    joint: str = field(metadata=of_code("joint", required=True))
    level: Level | None = None
    work_id: int | None = field(default=None, metadata={"entry": "work"})
    unit_code: str = field(default="", metadata=of_code("unit"))
    responsible_role: str = field(default="", metadata=of_code("role"))
    state: ActionState = ActionState.IDEA
    reach: Reach = Reach.ONE_PLACE
    begun_on: date | None = None
    due_on: date | None = None
    stopped_on: date | None = None
    card_ids: tuple[str, ...] = field(default=(), metadata=of_code("card"))
    cost_note: str = ""
    evidence: str = ""
    may_be_published: bool = False


class ConcernState(StrEnum):
    """What came of a concern."""

    OPEN = "open"
    DONE = "done"
    PARTLY = "partly"
    NOT_DONE = "not_done"


@dataclass(frozen=True)
class Concern:
    """One row of "Te kerroitte – me teimme": what was heard and what came of it. `told_on`: told back to clients."""

    KIND: ClassVar[str] = "concern"

    what: str = field(metadata=NAME)
    theme_id: str = field(default="", metadata=of_code("theme"))
    statement_id: int | None = field(default=None, metadata={"entry": "statement"})
    joint: str = field(default="", metadata=of_code("joint"))
    heard_on: date | None = field(default=None, metadata=NEEDED)
    discussed_on: date | None = None
    decided_on: date | None = None
    done_on: date | None = None
    told_on: date | None = None
    state: ConcernState = ConcernState.OPEN
    why: str = ""
    told_how: str = ""
    action_id: int | None = field(default=None, metadata={"entry": "action"})
    may_be_published: bool = False


@dataclass(frozen=True)
class BoardStep:
    """Where a statement was handled, and what was said of it."""

    board: str
    handled_on: date | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Statement:
    """A statement (kannanotto) and its way through the boards."""

    KIND: ClassVar[str] = "statement"

    title: str = field(metadata=NAME)
    text: str = ""
    given_by: str = ""
    given_on: date | None = field(default=None, metadata=NEEDED)
    steps: tuple[BoardStep, ...] = ()


Content = Work | Group | Meeting | Persona | StakeholderMap | SelfAssessment | Action | Concern | Statement
CONTENTS: Final[Mapping[str, type[Content]]] = {
    one.KIND: one for one in (Work, Group, Meeting, Persona, StakeholderMap, SelfAssessment, Action, Concern, Statement)
}
C = TypeVar("C", bound=Content)


@dataclass(frozen=True)
class Saved(Generic[C]):
    """One save of an entry: who made it, when (UTC), which version it is (the first is 1), and what it says.

    `removed`: from this save on the entry is taken out of use; its content stays, and an undo brings it back.
    """

    entry_id: int
    version: int
    saved_by: str
    saved_at: datetime
    content: C
    removed: bool = False


@dataclass(frozen=True)
class Conflict(Generic[C]):
    """Nothing was saved: another saved first. `latest` is what holds now, `given` what was to be saved."""

    latest: Saved[C]
    given: C
