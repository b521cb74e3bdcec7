"""Calendar months that every exit has been watched through: what yearly counts of exits are made of."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

MONTHS_COUNTED = 12


@dataclass(frozen=True)
class Year:
    """Twelve whole calendar months of exits: the first and the last day, both included."""

    since: date
    until: date

    @classmethod
    def fully_followed(cls, observed_until: date, follow_up_days: int, until: date | None = None) -> Self:
        """The newest twelve months whose every exit has been watched for so many days or longer.

        An exit on day d has been watched for `observed_until − d − 1` days (definitions, section 4). So the last month
        is the newest whose last day is at most `observed_until − follow_up_days − 1`, and at most `until` if given.
        """
        latest = observed_until - timedelta(days=follow_up_days + 1)
        if until is not None:
            latest = min(latest, until)
        following = latest + timedelta(days=1)
        last_day = following.replace(day=1) - timedelta(days=1)
        return cls(_first_day(last_day, MONTHS_COUNTED - 1), last_day)

    @property
    def before(self) -> "Year":
        """The twelve months before these."""
        last_day = self.since - timedelta(days=1)
        return Year(_first_day(last_day, MONTHS_COUNTED - 1), last_day)


def _first_day(day: date, months_earlier: int) -> date:
    """The first day of the month so many months before that of `day`."""
    months = day.year * 12 + day.month - 1 - months_earlier
    return date(months // 12, months % 12 + 1, 1)
