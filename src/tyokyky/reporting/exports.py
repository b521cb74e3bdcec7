"""What leaves for other tools: a figure as staff may see it, or single persons' paths under numbers of their own."""

import secrets
from collections.abc import Iterator
from typing import Final

import polars as pl

from tyokyky.analysis import paths
from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.domain.question import Grain, Question
from tyokyky.privacy import access_log
from tyokyky.privacy.roles import WHOLE_COUNTY, Permission, Role, decide
from tyokyky.privacy.stewards import operating_user
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import Mart
from tyokyky.settings import Settings

_OPENING: Final = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1.0" xes.features="">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<global scope="trace"><string key="concept:name" value=""/></global>
<global scope="event"><string key="concept:name" value=""/>
<date key="time:timestamp" value="1970-01-01T00:00:00"/></global>
<classifier name="Activity" keys="concept:name"/>
"""
_CLOSING: Final = "</log>\n"
_PERSONS_AT_A_TIME: Final = 20_000
_ESCAPED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
_NO_XML: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x{fffe}\x{ffff}]"
"""What no XML text may hold, not even escaped."""


def export_figure(settings: Settings, mart: Mart, name: str, asked: Question) -> Figure:
    """A figure with the small-number rule on; that it left is in the access log before it is given.

    Raises:
        UserError: as for `figures.figure`, or the log can not be written.
    """
    made = figure(mart, name, asked.filters, asked.by, asked.options)
    access_log.record(
        settings.access_log_path,
        access_log.Access(
            who=operating_user(),
            kind=access_log.Opened.EXPORT,
            what=f"figure {name}",
            reason="figure for another tool",
            row_count=made.table.height,
        ),
    )
    return made


def export_paths(settings: Settings, mart: Mart, grain: Grain, role: Role | None, reason: str) -> Iterator[str]:
    """The paths of all persons as an XES 1.0 event log, piece by piece: rows about persons, so for the team alone.

    A trace is a person under a number that holds in this log only, in random order: it is no key of ours, and two logs
    do not tell whose number is whose. An event is a step: at the grain service a spell by its start, with its last
    day as `ended_on`; at the grain moment an attended moment. Times are local, without a zone.
    Who asked and why is in the access log before anything is given.

    Raises:
        UserError: no reason is given, the role may not, or the log can not be written.
    """
    if not reason.strip():
        raise UserError('Polkujen vientiin tarvitaan syy: anna --reason, esimerkiksi --reason "prosessin tarkastelu".')
    decision = decide(role, Permission.EXPORT_PATHS, WHOLE_COUNTY)
    events = _events(mart, grain) if decision.allowed else None
    access_log.record(
        settings.access_log_path,
        access_log.Access(
            who=f"{operating_user()} ({role or 'no role'})",
            kind=access_log.Opened.EXPORT,
            what=f"paths {grain}",
            reason=reason.strip(),
            allowed=decision.allowed,
            row_count=None if events is None else events.height,
        ),
    )
    if events is None:
        raise UserError("Yksittäisten ihmisten polut viedään vain tiimin roolissa: anna --as team.")
    return _log(events)


def _events(mart: Mart, grain: Grain) -> pl.DataFrame:
    """Events in the order of traces that tell nothing of whose they are."""
    with mart.connection(None) as connection:
        events = paths.events(connection, grain)
    persons = events.select("person_key").unique(maintain_order=True)
    shuffled = persons.sample(fraction=1.0, shuffle=True, seed=secrets.randbits(60)).with_row_index("trace", offset=1)
    return (
        events.join(shuffled, on="person_key", maintain_order="left")
        .drop("person_key")
        .sort("trace", maintain_order=True)
    )


def _log(events: pl.DataFrame) -> Iterator[str]:
    yield _OPENING
    traces = _traces(events)
    for start in range(0, traces.len(), _PERSONS_AT_A_TIME):
        yield "".join(traces.slice(start, _PERSONS_AT_A_TIME))
    yield _CLOSING


def _traces(events: pl.DataFrame) -> pl.Series:
    """One text per trace, in their order."""
    name = pl.col("step_code").str.replace_all(_NO_XML, " ").str.replace_many(_ESCAPED)
    started = pl.col("started_at").dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
    ended = pl.format('<date key="ended_on" value="{}T00:00:00"/>', pl.col("ended_on").cast(pl.String)).fill_null("")
    event = pl.format(
        '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="{}"/>{}</event>\n',
        name,
        started,
        ended,
    )
    written = events.select("trace", event=event).group_by("trace", maintain_order=True).agg(pl.col("event"))
    return written.select(
        pl.format(
            '<trace><string key="concept:name" value="{}"/>\n{}</trace>\n', "trace", pl.col("event").list.join("")
        )
    ).to_series()
