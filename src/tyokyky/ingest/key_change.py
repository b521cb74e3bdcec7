"""Renews every pseudonym of a home with a new key: p becomes HMAC(new key, p), and linkage stays as it was."""

from collections.abc import Callable
from contextlib import ExitStack

import polars as pl

from tyokyky.domain.errors import InternalError
from tyokyky.ingest.comparison import PACKAGE
from tyokyky.privacy.pseudonyms import KeyRing
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import Connection
from tyokyky.store.register import count_revision, open_register, rewriting_register


def key_of_register(settings: Settings) -> str | None:
    """Id of the key that the register's pseudonyms are made with; none where it has no delivery."""
    if not settings.register_path.exists():
        return None
    with open_register(settings.register_path, settings.wait_seconds) as register:
        known = query.frame(register, PACKAGE, "register/key_ids")["key_id"].to_list()
    if len(known) > 1:
        raise InternalError("the register's pseudonyms are of several keys")
    return str(known[0]) if known else None


def _renewal(register: Connection, ring: KeyRing, key_id: str) -> pl.DataFrame:
    """Each pseudonym as it was and as it will be: client_id, renewed_id."""
    held = query.frame(register, PACKAGE, "register/all_pseudonyms")
    renewed = pl.Series("renewed_id", ring.renewed(held["client_id"], key_id), dtype=pl.String)
    return held.with_columns(renewed)


def renewed_responses(settings: Settings, ring: KeyRing, key_id: str) -> pl.DataFrame:
    """Ids of answers that will change: controller, response_id, renewed_response_id."""
    with open_register(settings.register_path, settings.wait_seconds) as register:
        return _renewed_responses(register, _renewal(register, ring, key_id))


def _renewed_responses(register: Connection, renewal: pl.DataFrame) -> pl.DataFrame:
    with query.visible_as(register, "renewal", renewal):
        return query.frame(register, PACKAGE, "register/renewed_responses")


def renew_register(settings: Settings, ring: KeyRing, key_id: str, on_wait: Callable[[], None] = lambda: None) -> int:
    """Writes the register anew with the ring's newest pseudonyms in place of those of a key; gives how many there are.

    Raises:
        UserError: the register is held by another, or the disk has no room for writing it anew; nothing has changed.
    """
    with rewriting_register(settings, on_wait) as copy:
        renewal = _renewal(copy, ring, key_id)
        responses = _renewed_responses(copy, renewal)
        with ExitStack() as seen:
            seen.enter_context(query.visible_as(copy, "renewal", renewal))
            seen.enter_context(query.visible_as(copy, "renewed_response", responses))
            query.execute(copy, PACKAGE, "register/renew_pseudonyms")
        query.execute(copy, PACKAGE, "register/set_key_id", {"key_id": ring.key_id})
        count_revision(copy)
    return renewal.height
