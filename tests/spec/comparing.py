"""Holds answers against the expected table: the columns and the decimals that the table shows."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.spec.specification import NOTHING, Row, Spec

IDENTIFYING = (
    "person",
    "service",
    "to",
    "level",
    "group",
    "assumption",
    "score_band",
    "respondent",
    "outcome",
    "unit",
    "quarter",
    "from",
    "path",
    "start",
    "end",
)


def _shown(value: object, like: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | str | date):
        return str(value)
    if isinstance(value, float):
        decimals = len(like.partition(".")[2])
        return f"{value:.{decimals}f}"
    return str(value)


def _asked_rows(answers: Iterable[Mapping[str, Any]], expected: list[Row]) -> list[Mapping[str, Any]]:
    """Answers about what the table speaks of: a table may leave out other services and groups, never other exits."""
    services = {row["service"] for row in expected if "service" in row}
    groups = {row["group"] for row in expected if "group" in row and "level" in row}
    levels = {row["level"] for row in expected if "level" in row}
    return [
        answer
        for answer in answers
        if (not services or answer["service"] in services)
        and (not levels or answer["level"] in levels)
        and (not groups or answer["group"] in groups)
    ]


def check(spec: Spec, answers: Iterable[Mapping[str, Any]]) -> None:
    """Fails unless the answers are the expected rows, in any order where rows name what they are of."""
    expected = spec.rows("expected")
    asked = _asked_rows(answers, expected)
    names = [name for name in IDENTIFYING if name in expected[0]]
    if names:
        expected = sorted(expected, key=lambda row: [row[name] for name in names])
        asked = sorted(asked, key=lambda answer: [_shown(answer[name], "") for name in names])
    shown = [
        {name: _shown(answer[name], cell) for name, cell in row.items()}
        for answer, row in zip(asked, expected, strict=False)
    ]
    assert shown == [{name: "" if cell in NOTHING else cell for name, cell in row.items()} for row in expected]
    assert len(asked) == len(expected)
