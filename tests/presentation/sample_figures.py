"""Figures as the reporting door gives them, with every kind of missing number, for tests without a store."""

from datetime import date
from typing import Any

import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import Filters
from tyokyky.domain.messages import Message
from tyokyky.domain.names import CodeNames
from tyokyky.domain.participation import GROUPS, Assumption, Level, Measure

NAMES = CodeNames(
    {
        ("service", "KTT"): ("kuntouttava työtoiminta", "", ""),
        ("service", "THV"): ("tuettu työhönvalmennus", "", ""),
        ("service", "TYO"): ("työ avoimilla markkinoilla", "", ""),
        ("service", "ELAKE"): ("eläke", "", ""),
        ("theme", "bouncing"): ("Pompottelu", "", ""),
        ("theme", "trust"): ("Luottamus", "", ""),
        ("municipality", "398"): ("Lahti", "", ""),
        ("municipality", "111"): ("Heinola", "", ""),
    }
)
OBSERVED_UNTIL = date(2026, 6, 30)


def figure_of(name: str, rows: list[dict[str, Any]], filters: Filters | None = None, **changes: object) -> Figure:
    """A figure around rows."""
    values: dict[str, Any] = {
        "name": name,
        "table": pl.DataFrame(rows, infer_schema_length=None),
        "filters": filters or Filters(),
        "finding": Message("finding.none"),
        "caveats": (),
        "is_of": Message(
            "is_of.exits",
            {"since_on": None, "until_on": None, "observed_on": OBSERVED_UNTIL, "window_days": 90},
        ),
        "services_seen": ("KTT", "THV"),
        "observed_until": OBSERVED_UNTIL,
        "synthetic": True,
    }
    return Figure(**{**values, **changes})


def drop_off_row(service: str, **changes: object) -> dict[str, Any]:
    """One row of `drop-off` with numbers, changed as asked."""
    row = {
        "service": service,
        "periods": 400,
        "spells": 300,
        "persons": 250,
        "exits": 1234,
        "at_start": 1200,
        "dropped": 390,
        "still_in_window": 30,
        "not_yet_observable": 34,
        "may_be_renewed": 12,
        "drop_off": 0.329,
        "lower": 0.303,
        "upper": 0.355,
        "lower_clustered": None,
        "upper_clustered": None,
        "state": "",
        "window_days": 90,
        "chain_gap_days": 30,
        "observed_until": OBSERVED_UNTIL,
    }
    return {**row, **changes}


def without_number(service: str, state: str) -> dict[str, Any]:
    """A row of `drop-off` whose estimate is missing for a reason."""
    return drop_off_row(service, drop_off=None, lower=None, upper=None, dropped=None, state=state)


def drop_off() -> Figure:
    """Two services with numbers and one protected."""
    rows = [
        drop_off_row(
            "THV", drop_off=0.21, lower=0.15, upper=0.28, lower_clustered=0.14, upper_clustered=0.29, exits=98
        ),
        drop_off_row("KTT"),
        without_number("IPS", "hidden"),
    ]
    return figure_of("drop-off", rows)


def destinations() -> Figure:
    """What followed, with one withheld flow and one neutral ending."""
    rows = [
        {"service": service, "to": to, "kind": kind, "n": n, "share": share, "lower": lower, "upper": upper}
        for service, to, kind, n, share, lower, upper in (
            ("KTT", "THV", "next", 200, 0.17, 0.15, 0.19),
            ("KTT", "TYO", "outcome", 100, 0.08, 0.07, 0.1),
            ("KTT", "ELAKE", "neutral", None, None, None, None),
            ("THV", "TYO", "outcome", 20, 0.2, 0.13, 0.29),
            ("THV", "ELAKE", "neutral", 6, 0.06, 0.02, 0.12),
            ("THV", "KTT", "next", 0, 0.0, 0.0, 0.04),
        )
    ]
    return figure_of("destinations", rows)


def curve() -> Figure:
    """A weekly curve of one service to day 84."""
    rows = [
        {
            "service": "KTT",
            "day": day,
            "at_risk": 1200 - 10 * day,
            "dropped_share": 0.75 - 0.005 * day,
            "lower": 0.72 - 0.005 * day,
            "upper": 0.78 - 0.005 * day,
        }
        for day in range(0, 85, 7)
    ]
    return figure_of("curve", rows)


def participation() -> Figure:
    """All groups of both measures for one service; planning differs clearly, decision has no estimate at all."""
    rows = [
        _participation_row(level, measure, group, number)
        for measure in Measure
        for level in Level
        for number, group in enumerate(GROUPS[measure])
    ]
    return figure_of("participation", rows)


def _participation_row(level: Level, measure: Measure, group: str, number: int) -> dict[str, Any]:
    is_hidden = level is Level.DECISION
    has_both = not is_hidden
    p_holm = 0.0004 if level is Level.PLANNING else 0.4
    difference = 0.156 if level is Level.PLANNING else -0.011
    return {
        "service": "KTT",
        "level": str(level),
        "measure": str(measure),
        "group": str(group),
        "exits": None if is_hidden else 100 + number,
        "drop_off": None if is_hidden else 0.1 + number / 20,
        "lower": None if is_hidden else 0.05 + number / 20,
        "upper": None if is_hidden else 0.15 + number / 20,
        "difference": difference if has_both else None,
        "difference_lower": difference - 0.05 if has_both else None,
        "difference_upper": difference + 0.05 if has_both else None,
        "p_holm": p_holm if has_both else None,
        "adjusted_difference": 0.15 if has_both else None,
        "adjusted_lower": 0.1 if has_both else None,
        "adjusted_upper": 0.2 if has_both else None,
        "adjusted_covered_share": 0.95 if has_both else None,
        "answered_share": 0.4,
    }


def silence() -> Figure:
    """Every level under every assumption for one service; decision is protected, action has nobody in one group."""
    rows = [
        _silence_row(level, assumption, difference)
        for level in Level
        for assumption, difference in zip(Assumption, (0.156, -0.067, 0.29), strict=True)
    ]
    return figure_of("silence", rows)


def _silence_row(level: Level, assumption: Assumption, difference: float) -> dict[str, Any]:
    state = {Level.DECISION: "hidden", Level.ACTION: "none"}.get(level, "")
    is_known = not state
    return {
        "service": "KTT",
        "level": str(level),
        "assumption": str(assumption),
        "drop_off_realised": None if state == "hidden" else 0.128,
        "drop_off_not": 0.284 if is_known else None,
        "difference": difference if is_known else None,
        "lower": difference - 0.05 if is_known else None,
        "upper": difference + 0.05 if is_known else None,
        "exits": None if state == "hidden" else 3443,
        "no_answer": 1731,
        "no_answer_share": None if state == "hidden" else 0.503,
        "state": state,
    }


def feedback_row(
    level: str, quarter: str, responses: int | None, mean: float | None, **changes: object
) -> dict[str, Any]:
    """One row of `feedback`; an interval stands around a mean that is known."""
    row = {"level": level, "plane": "own", "quarter": quarter, "responses": responses, "mean": mean}
    ends = {"lower": None, "upper": None} if mean is None else {"lower": mean - 0.05, "upper": mean + 0.05}
    return {**row, **ends, "answered_share": None, **changes}


def feedback(by_name: str = "", values: tuple[str, ...] = ("",)) -> Figure:
    """Two quarters of all levels; decision is withheld in the first and nobody answered on evaluation in the second."""
    rows = []
    for level in Level:
        for number, value in enumerate(values):
            for quarter in ("2025Q1", "2025Q2"):
                row = feedback_row(level, quarter, 40 + number, 0.5 + number / 10, answered_share=0.1 + number / 10)
                if (level, quarter) == (Level.DECISION, "2025Q1"):
                    row = feedback_row(level, quarter, None, None)
                if (level, quarter) == (Level.EVALUATION, "2025Q2"):
                    row = feedback_row(level, quarter, 0, None, answered_share=0.0)
                rows.append({by_name: value, **row} if by_name else row)
    return figure_of("feedback", rows)
