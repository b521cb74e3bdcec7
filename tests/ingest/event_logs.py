"""Event logs as other programs write them."""

from collections.abc import Sequence

Event = tuple[str | None, str | None]
"""Name and time; null where the event lacks it."""


def _event(event: Event) -> str:
    name, time = event
    named = f'<string key="concept:name" value="{name}"/>' if name is not None else ""
    timed = f'<date key="time:timestamp" value="{time}"/>' if time is not None else ""
    return f'<event><string key="org:resource" value="x"/>{named}{timed}</event>'


def trace(case: str | None, *events: Event) -> str:
    """One case with its events."""
    named = f'<string key="concept:name" value="{case}"/>' if case is not None else ""
    return f"<trace>{named}{''.join(map(_event, events))}</trace>"


def log(*traces: str, opening: str = "") -> bytes:
    """A whole log; `opening` stands between the declaration and the log."""
    body = "".join(traces)
    return f'<?xml version="1.0" encoding="UTF-8"?>{opening}<log xes.version="1.0">{body}</log>'.encode()


def moments(rows: Sequence[tuple[str, str, str]]) -> bytes:
    """A log of (case, name, time) rows, one trace per row's case in the order of first mention."""
    cases = dict.fromkeys(case for case, _, _ in rows)
    return log(*(trace(case, *((name, time) for one, name, time in rows if one == case)) for case in cases))
