"""Deletes from the register what may not be kept any longer."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import Connection
from tyokyky.store.register import PACKAGE, count_revision

_FINLAND: Final = ZoneInfo("Europe/Helsinki")


def delete_expired_comments(register: Connection, settings: Settings) -> int:
    """Deletes, inside the caller's transaction, comments older than `comment_kept_days`; gives how many (versions).

    The age is counted from the day the response was answered, else from the day of extraction of its delivery. What
    holds has then changed: the register's revision grows, so that the mart is built again without them.
    """
    expired_count = expired_comment_count(register, settings)
    if expired_count:
        query.execute(register, PACKAGE, "register/delete_expired_comments", {"kept_from": _kept_from(settings)})
        count_revision(register)
    return expired_count


def expired_comment_count(register: Connection, settings: Settings) -> int:
    """How many comments (versions) are older than they may be kept."""
    values: dict[str, query.Value] = {"kept_from": _kept_from(settings)}
    return int(query.row(register, PACKAGE, "register/expired_comments", values)["expired_count"])


def _kept_from(settings: Settings) -> date:
    today = datetime.now(UTC).astimezone(_FINLAND).date()
    return today - timedelta(days=settings.comment_kept_days)
