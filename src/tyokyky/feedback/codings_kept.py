"""Codings of comments that must go or be known anew: with a person, with age, and with a new key."""

from datetime import date

import polars as pl

from tyokyky.domain.errors import InternalError
from tyokyky.feedback.theme_codings import PACKAGE
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.codevelopment import open_codevelopment, rewriting_codevelopment


def codings_of(settings: Settings, responses: pl.DataFrame) -> pl.DataFrame:
    """Codings of some answers' comments: response_id, question, coder, coded_at (UTC), theme_id (null: none seen)."""
    with (
        open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store,
        query.visible_as(store, "own_response", responses),
    ):
        return query.frame(store, PACKAGE, "codings_of_responses")


def erase_codings(settings: Settings, responses: pl.DataFrame) -> None:
    """Writes the store anew without the codings of some answers (controller, response_id).

    Raises:
        UserError: the store is held by another, or the disk has no room for writing it anew; nothing has changed.
    """
    with rewriting_codevelopment(settings) as copy, query.visible_as(copy, "own_response", responses):
        query.execute(copy, PACKAGE, "drop_marks_of_responses")
        query.execute(copy, PACKAGE, "drop_codings_of_responses")


def delete_old_codings(settings: Settings, kept_from: date) -> int:
    """Writes the store anew without codings made before a day; gives how many acts went.

    Raises:
        UserError: the store is held by another, or the disk has no room for writing it anew; nothing has changed.
        InternalError: an older one would have remained; nothing has changed.
    """
    values: dict[str, query.Value] = {"kept_from": kept_from}
    with rewriting_codevelopment(settings) as copy:
        deleted = int(query.row(copy, PACKAGE, "old_codings", values)["coding_count"])
        query.execute(copy, PACKAGE, "drop_old_codings", values)
        query.execute(copy, PACKAGE, "drop_marks_without_coding")
        if query.row(copy, PACKAGE, "old_codings", values)["coding_count"]:
            raise InternalError("codings older than kept would have remained")
    return deleted


def renew_codings(settings: Settings, renewed_responses: pl.DataFrame) -> None:
    """Writes the store anew with renewed ids of answers (controller, response_id, renewed_response_id)."""
    with rewriting_codevelopment(settings) as copy, query.visible_as(copy, "renewed_response", renewed_responses):
        query.execute(copy, PACKAGE, "renew_codings")
