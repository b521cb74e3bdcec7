"""Words of a persona's service path, as a team writes it: stages, steps, and one save of the whole."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    """Where on the path a step stands: the start, now, or what comes next."""

    START = "start"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True)
class Step:
    """One service moment or touchpoint of a persona's path; what is not told is empty."""

    stage: Stage
    moment_code: str = ""
    touchpoint: str = ""
    channel: str = ""
    critical: bool = False
    note: str = ""


@dataclass(frozen=True)
class ServicePath:
    """What a team has written of a persona's path, its steps in order."""

    title: str
    steps: tuple[Step, ...] = ()
    worked_because: str = ""
    lacked_because: str = ""


@dataclass(frozen=True)
class SavedPath:
    """One save of a path: who made it, when (UTC), and which version it is (the first is 1)."""

    path_id: int
    version: int
    saved_by: str
    saved_at: datetime
    path: ServicePath


@dataclass(frozen=True)
class Outcome:
    """What came of saving: the save where it was made; else, of another who saved first, what holds now."""

    saved: SavedPath | None
    latest: SavedPath | None
