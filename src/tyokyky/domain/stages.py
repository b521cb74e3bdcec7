"""Stages of a path funnel: which services count as the stage, within how many days, and whether it may be skipped."""

import re
from dataclasses import dataclass
from typing import Final, Self

from tyokyky.domain.errors import UserError

LONGEST_STAGE_WINDOW_DAYS: Final = 1096
_EXAMPLE: Final = '"KTT>THV?@180>TYO|PT|KOUL@365"'
_STAGE: Final = re.compile(r"(?P<services>[^>|?@]+(?:\|[^>|?@]+)*)(?P<skip>\??)(?:@(?P<days>[0-9]{1,4}))?")


@dataclass(frozen=True)
class Stage:
    """One stage. Any of its services counts; `window_days=None` is the window of the question."""

    services: tuple[str, ...]
    window_days: int | None = None
    may_be_skipped: bool = False

    @property
    def name(self) -> str:
        """The stage's services as they are written: `TYO|PT|KOUL`."""
        return "|".join(self.services)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads `THV`, `TYO|PT@365` or `THV?@180`.

        Raises:
            UserError: the text has another form, or the window is too long.
        """
        read = _STAGE.fullmatch(text.strip())
        if read is None:
            raise UserError(f"Vaiheita (--stages) ei voi lukea: anna esimerkiksi {_EXAMPLE}.")
        services = tuple(dict.fromkeys(code.strip() for code in read["services"].split("|")))
        window = int(read["days"]) if read["days"] else None
        if not all(services):
            raise UserError(f"Vaiheesta (--stages) puuttuu palvelun koodi: anna esimerkiksi {_EXAMPLE}.")
        if window is not None and not 1 <= window <= LONGEST_STAGE_WINDOW_DAYS:
            raise UserError(
                f"Vaiheen ikkuna (--stages, @) on 1–{LONGEST_STAGE_WINDOW_DAYS} päivää: anna esimerkiksi 365."
            )
        return cls(services, window, bool(read["skip"]))


def parse_stages(text: str) -> tuple[Stage, ...]:
    """Reads `KTT>THV?@180>TYO|PT|KOUL@365`: stages by `>`, alternatives by `|`, window by `@`, may be skipped by `?`.

    Raises:
        UserError: a stage can not be read, there are under two, or the first has a window or may be skipped.
    """
    stages = tuple(Stage.parse(part) for part in text.split(">"))
    if len(stages) < 2:
        raise UserError(f"Polussa (--stages) on vähintään kaksi vaihetta: anna esimerkiksi {_EXAMPLE}.")
    if stages[0].may_be_skipped or stages[0].window_days is not None:
        raise UserError("Polun ensimmäinen vaihe (--stages) alkaa seurannan: jätä siitä ? ja @ pois.")
    return stages


DEFAULT_STAGES: Final = parse_stages("KTT>THV|VAL|KOK|TYV@365>TYO|PT|KOUL@365")
"""From rehabilitative work activity through coaching or employment services to work or education.

A year each: the clock runs from a start, and most stays last longer than the usual window (ADR 0029)."""
ALL_SERVICES: Final = "all"
"""The row of all path services together."""
