"""One person's path as a timeline of days since its start, and which paths a team can choose from."""

from typing import Final

import polars as pl

from tyokyky.analysis.selection import PACKAGE, filter_values
from tyokyky.domain.filters import Filters
from tyokyky.store import query
from tyokyky.store.connection import Connection

EVENT_COLUMNS: Final = (
    "event",
    "start_day",
    "end_day",
    "service_code",
    "moment_code",
    "touchpoint",
    "attended",
    "critical",
    "meaning",
    "participation_level",
    "answer_group",
    "handover",
    "from_service_code",
)


def one_path(connection: Connection, person_key: int) -> pl.DataFrame:
    """What is recorded of one person, in order of time (`EVENT_COLUMNS`).

    Grain: event (`stay`, `handover`, `referral`, `moment`, `answer`). Days are counted from the first day of the first
    stay.
    No date, unit, municipality, birth year or gender is among the columns. Empty for a person without a stay.
    """
    events = query.frame(connection, PACKAGE, "figure/one_path", {"person_key": person_key})
    return events.filter(pl.col("start_day").is_not_null())


def mark_of_person(connection: Connection, person_key: int) -> str | None:
    """The mark by which the access log tells whose path was opened; null where the home had no keys at the build."""
    found = query.frame(connection, PACKAGE, "figure/person_mark", {"person_key": person_key})
    return None if found.is_empty() else str(found.item(0, "mark"))


def path_persons(connection: Connection, filters: Filters, outcome: str) -> pl.Series:
    """Who left a service and dropped, or was followed: person_key, each once, in its order."""
    values = {**filter_values(filters), "outcome": outcome}
    return query.frame(connection, PACKAGE, "figure/path_person", values)["person_key"]


def path_steps(connection: Connection, persons: pl.Series) -> pl.DataFrame:
    """Steps of the paths of some persons; places are for the scope alone and never leave reporting.

    Grain: spell × person. Returns: person_key, service_code, municipality_code, unit_code, in the order of each path.
    """
    with query.visible_as(connection, "chosen_person", pl.DataFrame({"person_key": persons})):
        return query.frame(connection, PACKAGE, "figure/path_candidate")
