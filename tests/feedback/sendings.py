"""Sendings to put into queues."""

from datetime import date
from typing import Any

from tyokyky.feedback.answering import SentForm

DAY = date(2026, 3, 1)


def sending(number: int = 1, **changes: Any) -> SentForm:  # noqa: ANN401 - any field of a sending
    """One sending; its id tells its number."""
    values: dict[str, Any] = {
        "response_id": f"form-{number}",
        "form": "own_items",
        "answered_on": DAY,
        "service_code": "KTT",
        "unit_code": "PH016TP1",
        "municipality_code": "016",
        "phase": "end",
        "language": "fi",
        "code_mark": "",
        "scores": {"T1": 4, "S1": 2},
        "not_applicable": ("P1",),
    }
    return SentForm(**{**values, **changes})
