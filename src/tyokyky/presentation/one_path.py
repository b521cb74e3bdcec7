"""One path in words: how it is named in a list, its finding, and its events as a table."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from tyokyky.presentation import texts
from tyokyky.presentation.moment_words import touchpoint_name
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.tables import ReadableTable
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

MISSED = ("no_show", "cancelled")
Row = Mapping[str, Any]


def step_words(services: Iterable[str], step_count: int, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """A path in a list: how many steps and which services, in order."""
    way = " → ".join(names.of("service", code, language) for code in services)
    return texts.say("one_path.step", {"count": str(step_count), "services": way}, step_count, language)


def finding(events: pl.DataFrame, language: str = DEFAULT_LANGUAGE) -> str:
    """How much happened on the path and for how long."""
    stays = events.filter(pl.col("event") == "stay").height
    missed = events.filter(pl.col("attended").is_in(MISSED)).height
    first, last = extent_days(events)
    count = events.height - stays
    values = {"stays": str(stays), "count": str(count), "missed": str(missed), "days": str(last - first + 1)}
    return texts.say("one_path.finding", values, count, language)


def extent_days(events: pl.DataFrame) -> tuple[int, int]:
    """First and last day on which anything is known."""
    days: list[int] = [*events["start_day"], *events["end_day"].drop_nulls()]
    return min(days, default=0), max(days, default=0)


def service_name(code: str | None, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """What a service is called, or that none was marked."""
    return texts.say("one_path.no_service", language=language) if code is None else names.of("service", code, language)


def what(row: Row, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """What was recorded of an event, in words."""
    return ", ".join(part for part in _parts(row, names, language) if part)


def _parts(row: Row, names: Names, language: str) -> list[str]:
    level = texts.say(f"level.{row['participation_level']}", language=language) if row["participation_level"] else ""
    match row["event"]:
        case "answer":
            return [level, texts.say(f"group.{row['answer_group']}", language=language)]
        case "handover":
            return [texts.say(f"handover.{row['handover']}", language=language)]
        case "referral":
            return [_referred(row, names, language)]
        case "moment":
            marks = [
                texts.say(f"one_path.attended.{row['attended']}", language=language)
                if row["attended"] in MISSED
                else "",
                texts.say("one_path.critical", language=language) if row["critical"] else "",
                texts.say(f"one_path.meaning.{row['meaning']}", language=language) if row["meaning"] else "",
            ]
            return [
                names.of("moment", row["moment_code"], language),
                touchpoint_name(row["touchpoint"] or "", language),
                level,
                *marks,
            ]
        case _:
            return []


def _referred(row: Row, names: Names, language: str) -> str:
    """From which service a referral came; its own lane tells where to."""
    if row["from_service_code"] is None:
        return texts.say("one_path.referred", language=language)
    values = {"service": names.of("service", row["from_service_code"], language)}
    return texts.say("one_path.referred_from", values, language=language)


def table(events: pl.DataFrame, names: Names, language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """Every event in order of time."""
    headings = tuple(
        texts.say(f"one_path.column.{name}", language=language) for name in ("day", "until", "event", "service", "what")
    )
    return ReadableTable(headings, tuple(_cells(row, names, language) for row in events.to_dicts()))


def _cells(row: Row, names: Names, language: str) -> tuple[str, ...]:
    until = ""
    if row["event"] == "stay":
        running = texts.say("one_path.running", language=language)
        until = running if row["end_day"] is None else str(row["end_day"])
    event = texts.say(f"one_path.event.{row['event']}", language=language)
    return (
        str(row["start_day"]),
        until,
        event,
        service_name(row["service_code"], names, language),
        what(row, names, language),
    )
