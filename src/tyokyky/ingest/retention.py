"""Deletes from the register what is older than it may be kept, and proves that nothing older remains."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tyokyky.domain.errors import InternalError
from tyokyky.ingest.comparison import PACKAGE
from tyokyky.ingest.erasure import drop_versions
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import Connection
from tyokyky.store.expiry import delete_expired_comments, expired_comment_count
from tyokyky.store.register import count_revision, rewriting_register
from tyokyky.store.rewriting import NOTES

_FINLAND: Final = ZoneInfo("Europe/Helsinki")
_DATED: Final = ("period", "referral", "moment", "response", "group_score")
"""Tables whose rows have a day of their own. Clients come after them: they are kept as long as anything about them."""


@dataclass(frozen=True)
class Deleted:
    """What retention did to one table: the first day that is kept, and how many older versions or lines went."""

    table: str
    kept_from: date
    deleted_count: int


def first_kept_day(kept_days: int) -> date:
    """The first day whose rows are kept today, by the calendar of Finland."""
    return datetime.now(UTC).astimezone(_FINLAND).date() - timedelta(days=kept_days)


def delete_old_rows(settings: Settings, on_wait: Callable[[], None] = lambda: None) -> tuple[Deleted, ...]:
    """Writes the register anew without what is too old; gives what went, table by table.

    A version goes by its own day, and all versions of a key whose newest word is too old: an earlier one must not come
    to life again. A client goes when nothing else is kept of the person and no delivery has told of them for as long.

    Raises:
        UserError: the register is held by another, or the disk has no room for writing it anew; nothing has changed.
        InternalError: something older would have remained; nothing has changed.
    """
    with rewriting_register(settings, on_wait) as copy:
        done = [_delete(copy, table, _kept_from(settings, table)) for table in (*_DATED, "client")]
        comments = delete_expired_comments(copy, settings)
        query.execute(
            copy, PACKAGE, "register/drop_old_quarantine", {"kept_from": first_kept_day(settings.kept_days.quarantine)}
        )
        _refuse_remains(copy, settings)
        count_revision(copy)
    return (*done, Deleted("comment", first_kept_day(settings.comment_kept_days), comments))


def _kept_from(settings: Settings, table: str) -> date:
    return first_kept_day(int(getattr(settings.kept_days, table)))


def _delete(copy: Connection, table: str, kept_from: date) -> Deleted:
    for name in ("live_row", "closed_row"):
        known: dict[str, query.Value] = {"as_of_batch": None, "closed": name == "closed_row"}
        query.create_from(copy, PACKAGE, f"register/live_{table}", known, f"{NOTES}.{name}")
    query.create_from(copy, PACKAGE, "register/told_until", {"table_name": table}, f"{NOTES}.confirmed")
    doomed = query.frame(copy, PACKAGE, f"register/too_old_{table}", {"kept_from": kept_from})
    drop_versions(copy, table, doomed)
    query.execute(copy, PACKAGE, "rewriting/drop_notes")
    return Deleted(table, kept_from, doomed.height)


def _refuse_remains(copy: Connection, settings: Settings) -> None:
    """Asks again, in other words: the oldest day of each table, and comments past their time."""
    for table, oldest in query.frame(copy, PACKAGE, "register/oldest_days").iter_rows():
        if oldest is not None and oldest < _kept_from(settings, str(table)):
            raise InternalError(f"rows of {table} older than kept would have remained")
    if expired_comment_count(copy, settings):
        raise InternalError("expired comments would have remained")
