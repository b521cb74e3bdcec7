"""The yearly client report (asiakkuuskertomus) before it has words: figures, and what was developed and told back."""

from dataclasses import dataclass
from datetime import date

from tyokyky.domain.codevelopment import Action, Concern, Work
from tyokyky.domain.figures import Figure
from tyokyky.domain.messages import Message
from tyokyky.domain.told_back import Balance, ToldBack


@dataclass(frozen=True)
class ReportedWork:
    """A work of the year: how many groups it has, how many people they reached, and meetings held in the year."""

    work: Work
    group_count: int
    people: Balance
    meeting_count: int


@dataclass(frozen=True)
class ReportedAction:
    """An action that had begun by the end of the year, and what can be said of its effect so far."""

    action: Action
    effect: Message
    is_measured: bool


@dataclass(frozen=True)
class ClientReport:
    """A draft of one year for clients and their council; a person reads and completes it before it goes out.

    `drop_off`, `views` and `themes` are of the year's days, with small numbers withheld as for all staff. `asked_on`:
    the last day that is told of, the year's last or the day of drawing. `concerns`: heard or told back in the year.
    """

    year: int
    asked_on: date
    drop_off: Figure
    views: Figure
    themes: Figure
    works: tuple[ReportedWork, ...]
    actions: tuple[ReportedAction, ...]
    concerns: tuple[Concern, ...]
    told_back: ToldBack

    @property
    def data_ends_on(self) -> date | None:
        """The day after which nothing can be known, where it lies within the year; null where the data cover it."""
        ends = self.drop_off.observed_until
        return ends if ends is not None and ends < date(self.year, 12, 31) else None
