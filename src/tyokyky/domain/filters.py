"""What a figure is asked of: window, chaining, exit dates, place; and what it is broken down by."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

from tyokyky.domain.errors import UserError
from tyokyky.domain.participation import Level, Measure

WINDOW_CHOICES_DAYS: Final = (30, 60, 90, 180, 365)
CHAIN_GAP_CHOICES_DAYS: Final = (0, 14, 30, 60, 90)
DEFAULT_WINDOW_DAYS: Final = 90
LONGEST_WINDOW_DAYS: Final = 366
UNKNOWN: Final = "unknown"
"""Row of a breakdown for exits whose value is missing."""


@dataclass(frozen=True)
class Filters:
    """Common filters of a figure. `None` means no limit; `chain_gap_days=None` is each service's own tolerance.

    `since` and `until` are last days in the service (inclusive). The default window is 90 days.
    """

    window_days: int = DEFAULT_WINDOW_DAYS
    chain_gap_days: int | None = None
    since: date | None = None
    until: date | None = None
    service: str | None = None
    municipality: str | None = None
    unit: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.window_days <= LONGEST_WINDOW_DAYS:
            raise UserError(f"Ikkuna (--window) on 1–{LONGEST_WINDOW_DAYS} päivää: anna esimerkiksi 90.")
        if self.chain_gap_days is not None and not 0 <= self.chain_gap_days <= LONGEST_WINDOW_DAYS:
            raise UserError(f"Ketjutusväli (--chain) on 0–{LONGEST_WINDOW_DAYS} päivää: anna esimerkiksi 30.")
        if self.since and self.until and self.since > self.until:
            raise UserError("Aikaväli on väärin päin: anna --since, joka on ennen --until-päivää.")

    @property
    def has_days(self) -> bool:
        """Whether a first or last day limits: what is asked without days was counted when the mart was built."""
        return self.since is not None or self.until is not None


class Key(StrEnum):
    """What a figure can be broken down by."""

    SERVICE = "service"
    TO = "to"
    MUNICIPALITY = "municipality"
    UNIT = "unit"
    QUARTER = "quarter"
    YEAR = "year"
    AGE_BAND = "age_band"
    GENDER = "gender"
    HANDOVER = "handover"
    END_REASON = "end_reason"
    EXPERIENCE = "experience"
    EVIDENCE = "evidence"
    RESPONDENT = "respondent"
    CHANNEL = "channel"
    PHASE = "phase"


ANSWER_KEYS: Final = (
    Key.SERVICE,
    Key.MUNICIPALITY,
    Key.UNIT,
    Key.YEAR,
    Key.RESPONDENT,
    Key.CHANNEL,
    Key.PHASE,
)
"""Keys of answers; the figures of exits take all but those that only an answer has."""
COMMENT_KEYS: Final = (
    Key.MUNICIPALITY,
    Key.UNIT,
    Key.CHANNEL,
    Key.RESPONDENT,
    Key.PHASE,
    Key.QUARTER,
    Key.YEAR,
)
"""Keys of comments; their rows are by service anyway."""
ONLY_OF_ANSWERS: Final = (Key.RESPONDENT, Key.CHANNEL, Key.PHASE)


@dataclass(frozen=True)
class Breakdown:
    """A key and, for the two measures of participation, a level."""

    key: Key
    level: Level | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `municipality` or `experience:planning`.

        Raises:
            UserError: unknown key, unknown level, or a level missing or too much.
        """
        name, _, level = text.partition(":")
        try:
            key = Key(name)
            parsed_level = Level(level) if level else None
        except ValueError:
            raise UserError(f"Jaottelua ei tunneta: valitse --by {_choices()}.") from None
        takes_level = key in (Key.EXPERIENCE, Key.EVIDENCE)
        if takes_level != (parsed_level is not None):
            raise UserError(f"Jaottelun taso puuttuu tai on liikaa: valitse --by {_choices()}.")
        return cls(key, parsed_level)

    @property
    def name(self) -> str:
        """The breakdown in the form `parse` reads; also the name of its column in a figure."""
        return f"{self.key}:{self.level}" if self.level else str(self.key)

    @property
    def measure(self) -> Measure | None:
        """The measure of participation, where the key is one."""
        return Measure(self.key) if self.level else None


def _choices() -> str:
    plain = [key for key in Key if key not in (Key.EXPERIENCE, Key.EVIDENCE)]
    return f"{', '.join(plain)}, experience:TASO tai evidence:TASO (TASO = {', '.join(Level)})"
