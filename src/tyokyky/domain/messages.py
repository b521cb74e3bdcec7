"""A sentence before it has a language: its key and its values. Presentation says it in Finnish, Swedish or English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

MessageValue = str | int | float | date | None


@dataclass(frozen=True)
class Message:
    """Key of a text and the values that fill it.

    Values keep their meaning, not their look: shares are 0–1, dates are dates, services and municipalities are codes.
    The value's name tells how it is said: `…_share`, `…_count`, `…_days`, `…_on`, `service_code`, `municipality_code` …
    """

    key: str
    values: Mapping[str, MessageValue] = field(default_factory=dict)
