"""Words of a path: what part a service plays in it and what can follow an exit."""

from enum import StrEnum
from typing import Final


class Part(StrEnum):
    """Part of a service in a path (definitions, section 1)."""

    PATH = "path"
    OUTCOME = "outcome"
    NEUTRAL = "neutral"
    BACKGROUND = "background"


class Kind(StrEnum):
    """What follows an exit (definitions, section 4)."""

    NEXT = "next"
    RETURN = "return"
    OUTCOME = "outcome"
    NEUTRAL = "neutral"


class Handover(StrEnum):
    """How a person was handed on at the end of a period."""

    NONE = "none"
    REFERRAL = "referral"
    ESCORTED = "escorted"


class EndReasonGroup(StrEnum):
    """Group of an end reason (reference, section 3)."""

    PLANNED = "planned"
    OPEN_JOB = "open_job"
    SUBSIDISED_JOB = "subsidised_job"
    EDUCATION = "education"
    NEXT_SERVICE = "next_service"
    PENSION = "pension"
    OUTSIDE_LABOUR_FORCE = "outside_labour_force"
    INTERRUPTED = "interrupted"
    LOST = "lost"
    UNKNOWN = "unknown"
    MOVED_OR_DIED = "moved_or_died"


BROKEN_OFF: Final = (EndReasonGroup.INTERRUPTED, EndReasonGroup.LOST)
"""Groups of end reasons by which a stay counts as interrupted (definitions, section 6)."""


class ExitGroup(StrEnum):
    """Exits of a known reason: broken off (end-reason groups interrupted and lost), or any other."""

    INTERRUPTED = "interrupted"
    COMPLETED = "completed"
