"""What clients and professionals said of developing together in the quarters in which a work met, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import polars as pl

from tyokyky.domain.codevelopment import Saved, Work
from tyokyky.domain.developer_groups import Group, Meeting
from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import Filters
from tyokyky.domain.participation import Plane
from tyokyky.reporting.codevelopment import list_entries
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.service_paths import Writer
from tyokyky.settings import Settings

_QUARTER_MONTHS: Final = 3


@dataclass(frozen=True)
class WorkshopFeedback:
    """Answers on the plane of development, most of them from the workshop form, of a work's service, place and time.

    `figure`: the figure `views` with its rows of that plane alone, one per level and respondent (client, professional),
    small numbers withheld. They are not tied to a meeting: a form says its service, unit and quarter alone, since a
    group of a few would be known by its answers. `meeting_count`: meetings of the work in that time.
    """

    figure: Figure
    meeting_count: int


def workshop_feedback(settings: Settings, mart: Mart, reader: Writer, work: Saved[Work]) -> WorkshopFeedback | None:
    """Feedback of the whole quarters in which the groups of a work met; none before its first meeting.

    Of the work's joint where it has one, and of its municipality where it has one alone.

    Raises:
        UserError: the role may not read co-development, or as in `figures.figure`.
    """
    groups = {one.entry_id for one in list_entries(settings, Group, reader) if one.content.work_id == work.entry_id}
    meetings = [one.content for one in list_entries(settings, Meeting, reader) if one.content.group_id in groups]
    days = [one.held_on for one in meetings if one.held_on is not None]
    if not days:
        return None
    found = figure(mart.seen_by(reader.scope), "views", _filters(work.content, days))
    table = found.table.filter(pl.col("plane") == Plane.DEVELOPMENT.value)
    return WorkshopFeedback(replace(found, table=table), len(days))


def _filters(work: Work, days: Sequence[date]) -> Filters:
    places = work.municipality_codes
    return Filters(
        since=_quarter_start(min(days)),
        until=_quarter_end(max(days)),
        service=work.joint or None,
        municipality=places[0] if len(places) == 1 else None,
    )


def _quarter_start(day: date) -> date:
    return day.replace(month=(day.month - 1) // _QUARTER_MONTHS * _QUARTER_MONTHS + 1, day=1)


def _quarter_end(day: date) -> date:
    in_next = _quarter_start(day) + timedelta(days=31 * _QUARTER_MONTHS)
    return _quarter_start(in_next) - timedelta(days=1)
