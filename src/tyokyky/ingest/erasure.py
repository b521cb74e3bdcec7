"""Takes one person out of the register: every version of every row, and no byte of them stays in its file."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.domain.errors import InternalError
from tyokyky.ingest.comparison import PACKAGE
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.connection import Connection
from tyokyky.store.register import count_revision, rewriting_register

TABLES_OF_PERSONS: Final = ("client", "period", "referral", "moment", "response", "comment")


@dataclass(frozen=True)
class PersonRows:
    """Where a person's rows stand: table_name, row_id, and controller and response_id of answers and comments."""

    versions: pl.DataFrame

    def row_ids(self, table_name: str) -> pl.DataFrame:
        """Versions of one table: row_id."""
        return self.versions.filter(pl.col("table_name") == table_name).select("row_id")

    @property
    def counts(self) -> dict[str, int]:
        """Versions by table, tables without any left out."""
        return {table: rows.height for table in TABLES_OF_PERSONS if (rows := self.row_ids(table)).height}

    @property
    def responses(self) -> pl.DataFrame:
        """Answers and comments as a coding knows them: controller, response_id; each once."""
        told = self.versions.drop_nulls("response_id").select("controller", "response_id")
        return told.unique().sort("controller", "response_id")


@contextmanager
def _person_visible(register: Connection, pseudonyms: Sequence[str], sent_ids: Collection[str]) -> Iterator[None]:
    of_person = pl.DataFrame({"client_id": list(pseudonyms)}, schema={"client_id": pl.String})
    sent = pl.DataFrame({"response_id": sorted(sent_ids)}, schema={"response_id": pl.String})
    with ExitStack() as seen:
        seen.enter_context(query.visible_as(register, "pseudonym", of_person))
        seen.enter_context(query.visible_as(register, "sent", sent))
        yield


def link_groups_of(register: Connection, controller: str) -> list[str]:
    """Link groups in which a controller's clients ever got their pseudonyms."""
    groups: list[str] = query.frame(register, PACKAGE, "register/link_groups_of", {"controller": controller})[
        "link_group"
    ].to_list()
    return groups


def rows_of_person(register: Connection, pseudonyms: Sequence[str], sent_ids: Collection[str]) -> PersonRows:
    """Every version about a person: by pseudonym, and by the ids of forms sent with the person's codes."""
    with _person_visible(register, pseudonyms, sent_ids):
        return PersonRows(query.frame(register, PACKAGE, "register/versions_of_person"))


def versions(register: Connection, found: PersonRows) -> dict[str, pl.DataFrame]:
    """What is stored of a person, table by table, with source, data_as_of and delivery_state of each version."""
    told = {}
    for table in found.counts:
        with query.visible_as(register, "chosen", found.row_ids(table)):
            told[table] = query.frame(register, PACKAGE, f"register/versions_{table}")
    return told


def drop_versions(register: Connection, table_name: str, row_ids: pl.DataFrame) -> None:
    """Takes versions of a table out, and what deliveries said of them."""
    with query.visible_as(register, "doomed", row_ids):
        query.execute(register, PACKAGE, f"register/drop_versions_{table_name}")
        query.execute(register, PACKAGE, "register/drop_events_of_versions", {"table_name": table_name})


def erase_person(
    settings: Settings,
    pseudonyms: Sequence[str],
    sent_ids: Collection[str],
    on_wait: Callable[[], None] = lambda: None,
) -> dict[str, int]:
    """Writes the register anew without a person; gives how many versions of each table went.

    The ledger's counts stay: they tell what a delivery held when it came. So does the quarantine, which holds neither
    cells nor pseudonyms.

    Raises:
        UserError: the register is held by another, or the disk has no room for writing it anew; nothing has changed.
        InternalError: something of the person would have stayed; nothing has changed.
    """
    with rewriting_register(settings, on_wait) as copy:
        found = rows_of_person(copy, pseudonyms, sent_ids)
        for table in found.counts:
            drop_versions(copy, table, found.row_ids(table))
        with _person_visible(copy, pseudonyms, sent_ids):
            left = int(query.row(copy, PACKAGE, "register/rows_holding")["row_count"])
        if left:
            raise InternalError("a person's pseudonym would have stayed in the register")
        count_revision(copy)
    return found.counts
