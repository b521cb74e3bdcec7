"""The access log as its reader asks of it: by day, kind, person and outcome."""

import json
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from tyokyky.domain.errors import UserError
from tyokyky.privacy.access_log import Opened

MOST_SHOWN: Final = 500
_LOCAL: Final = ZoneInfo("Europe/Helsinki")


@dataclass(frozen=True)
class LogQuestion:
    """Which lines: days (local, both included), a kind, a part of the name or of what, refused ones only."""

    since: date | None = None
    until: date | None = None
    kind: Opened | None = None
    who: str = ""
    refused_only: bool = False

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise UserError("Päivät ovat väärin päin: anna ensimmäinen päivä, joka on ennen viimeistä.")


@dataclass(frozen=True)
class LogLine:
    """One line; `when` is local time. A kind that this version does not know is kept as it stands."""

    when: datetime
    who: str
    kind: str
    what: str
    reason: str
    allowed: bool
    row_count: int | None


@dataclass(frozen=True)
class LogAnswer:
    """The newest lines that match, newest first, at most `MOST_SHOWN`; how many match in all, by kind, and refused.

    `damaged_count`: lines of the whole log that can not be read, as after a power cut: never passed over unsaid.
    """

    lines: tuple[LogLine, ...]
    line_count: int
    refused_count: int
    damaged_count: int
    count_by_kind: Mapping[str, int] = field(default_factory=dict)


def read_log(path: Path, asked: LogQuestion) -> LogAnswer:
    """Reads the log once from its beginning, a line at a time; no log yet is an empty one.

    Raises:
        UserError: the log can not be read.
    """
    newest: deque[LogLine] = deque(maxlen=MOST_SHOWN)
    kinds: Counter[str] = Counter()
    refused = damaged = 0
    for line in _lines(path):
        if line is None:
            damaged += 1
        elif _matches(line, asked):
            newest.append(line)
            kinds[line.kind] += 1
            refused += not line.allowed
    return LogAnswer(tuple(reversed(newest)), kinds.total(), refused, damaged, dict(kinds))


def _lines(path: Path) -> Iterator[LogLine | None]:
    try:
        with path.open("rb") as file:
            yield from map(_parsed, file)
    except FileNotFoundError:
        return
    except OSError:
        raise UserError("Käyttölokia ei voi lukea: tarkista kotikansion oikeudet.") from None


def _parsed(raw: bytes) -> LogLine | None:
    try:
        entry: dict[str, Any] = json.loads(raw)
        when = datetime.fromisoformat(entry.pop("when")).astimezone(_LOCAL)
        line = LogLine(when, **entry)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return line if isinstance(line.who, str) and isinstance(line.what, str) else None


def _matches(line: LogLine, asked: LogQuestion) -> bool:
    wanted = asked.who.casefold().strip()
    return (
        (asked.since is None or line.when >= datetime.combine(asked.since, time(), _LOCAL))
        and (asked.until is None or line.when < datetime.combine(asked.until + timedelta(days=1), time(), _LOCAL))
        and (asked.kind is None or line.kind == asked.kind)
        and (not wanted or wanted in line.who.casefold())
        and not (asked.refused_only and line.allowed)
    )
