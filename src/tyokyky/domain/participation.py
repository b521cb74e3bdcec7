"""Words of participation: five levels, two planes, two measures that are never merged (definitions, section 7)."""

from enum import StrEnum


class Level(StrEnum):
    """The five levels of participation, in their order."""

    INFORMATION = "information"
    ACTION = "action"
    PLANNING = "planning"
    DECISION = "decision"
    EVALUATION = "evaluation"


class Plane(StrEnum):
    """Own service, or development of services."""

    OWN = "own"
    DEVELOPMENT = "development"


class Measure(StrEnum):
    """Experience is what the client says; evidence is what was recorded."""

    EXPERIENCE = "experience"
    EVIDENCE = "evidence"


class ExperienceGroup(StrEnum):
    """Group of an exit by the client's own answers about the service, before what followed could be known."""

    REALISED = "realised"
    PARTLY = "partly"
    NOT = "not"
    NOT_APPLICABLE = "not_applicable"
    NO_ANSWER = "no_answer"


class ScoreBand(StrEnum):
    """Mean of anonymous answers about a unit and service in a quarter; the cut points are those of experience."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"
    NO_ANSWERS = "no_answers"


class Assumption(StrEnum):
    """What is taken to be true of those who did not answer: nothing, or that they are all alike."""

    AS_ANSWERED = "as_answered"
    ALL_REALISED = "all_realised"
    ALL_NOT = "all_not"


class EvidenceGroup(StrEnum):
    """Group of an exit by what the service recorded."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"


REALISED_FROM = 0.75
PARTLY_FROM = 0.5
"""Least mean of the scaled answers (0–1) for `realised` and `partly`."""

COMPARED_GROUPS: dict[Measure, tuple[str, str]] = {
    Measure.EXPERIENCE: (ExperienceGroup.NOT, ExperienceGroup.REALISED),
    Measure.EVIDENCE: (EvidenceGroup.NO, EvidenceGroup.YES),
}
"""The difference of a measure is the drop-off of the first group minus that of the second."""

GROUPS: dict[Measure, tuple[str, ...]] = {
    Measure.EXPERIENCE: tuple(ExperienceGroup),
    Measure.EVIDENCE: tuple(EvidenceGroup),
}

SILENT_JOIN: dict[Assumption, ExperienceGroup] = {
    Assumption.AS_ANSWERED: ExperienceGroup.NO_ANSWER,
    Assumption.ALL_REALISED: ExperienceGroup.REALISED,
    Assumption.ALL_NOT: ExperienceGroup.NOT,
}
"""The group whose exits those without an answer are counted among under each assumption."""
