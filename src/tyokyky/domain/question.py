"""What one figure is asked: filters, breakdown, and the options that only some figures take."""

from dataclasses import dataclass, field, fields
from enum import StrEnum

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.stages import DEFAULT_STAGES, Stage


class Grain(StrEnum):
    """What a step of a path is: a stay in a service, or a service moment."""

    SERVICE = "service"
    MOMENT = "moment"


class Clock(StrEnum):
    """What months are counted by: from each person's first path service, or as calendar months."""

    PATH = "path"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Options:
    """Options of single figures; each figure refuses those that it does not take."""

    grain: Grain = Grain.SERVICE
    top_count: int | None = None
    """Most rows, the largest first; null for all."""
    clock: Clock = Clock.PATH
    stages: tuple[Stage, ...] = DEFAULT_STAGES
    pair: tuple[str, str] | None = None
    """The two values of the breakdown that are compared; null for the usual ones."""

    def __post_init__(self) -> None:
        if self.top_count is not None and self.top_count < 1:
            raise UserError("Rivien määrä (--top) on vähintään 1: anna esimerkiksi 10.")

    @property
    def given(self) -> tuple[str, ...]:
        """Names of the options that are not as they are by default."""
        usual = Options()
        return tuple(one.name for one in fields(self) if getattr(self, one.name) != getattr(usual, one.name))


@dataclass(frozen=True)
class Question:
    """What is asked: the filters and, where the figure takes them, a breakdown and options."""

    filters: Filters
    by: Breakdown | None = None
    options: Options = field(default_factory=Options)
