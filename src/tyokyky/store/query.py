"""Runs the constant SQL that lies in `.sql` files beside each question; values are bound, never written in."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import duckdb
import polars as pl

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.store.connection import Connection

Value = str | int | float | bool | date | datetime | None
_PARAMETER: Final = re.compile(r"\$([a-z][a-z0-9_]*)")
_COMMENT: Final = re.compile(r"--[^\n]*")


@lru_cache
def statement(package: str, name: str) -> str:
    """Text of `<package>/sql/<name>.sql`; `name` may hold a folder."""
    return resources.files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


@lru_cache
def _parameters_of(text: str) -> frozenset[str]:
    return frozenset(_PARAMETER.findall(_COMMENT.sub("", text)))


def _bound(text: str, values: Mapping[str, Value]) -> dict[str, Value]:
    """The values that the statement names; DuckDB refuses others. A missing one is our mistake."""
    names = _parameters_of(text)
    missing = names - values.keys()
    if missing:
        raise InternalError(f"unbound: {', '.join(sorted(missing))}")
    return {name: values[name] for name in names}


@contextmanager
def _errors_without_values(name: str) -> Iterator[None]:
    """DuckDB's messages may quote cells: tell which statement failed and in what way, not on what."""
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise UserError("Muisti ei riitä tähän: sulje muita ohjelmia tai nosta memory_limit-asetusta.") from None
    except duckdb.IOException:
        raise UserError("Levyn käyttö epäonnistui: tarkista levytila ja oikeudet ja yritä uudelleen.") from None
    except duckdb.Error as error:
        raise InternalError(f"{name}: {type(error).__name__}") from None


def execute(connection: Connection, package: str, name: str, values: Mapping[str, Value] | None = None) -> None:
    """Runs a statement (or several) for its effect."""
    text = statement(package, name)
    with _errors_without_values(name):
        bound = _bound(text, values or {})
        connection.execute(text, bound or None)
        connection.complete()


def frame(connection: Connection, package: str, name: str, values: Mapping[str, Value] | None = None) -> pl.DataFrame:
    """Answer of one statement as a frame."""
    text = statement(package, name)
    with _errors_without_values(name):
        answer: pl.DataFrame = connection.sql(text, params=_bound(text, values or {}) or None).pl()
    return answer


def row(connection: Connection, package: str, name: str, values: Mapping[str, Value] | None = None) -> dict[str, Any]:
    """The single row of an answer, by column name."""
    return frame(connection, package, name, values).row(0, named=True)


def create_from(connection: Connection, package: str, name: str, values: Mapping[str, Value], table: str) -> None:
    """A new table (`table` or `store.schema.table`) holding the answer of one statement."""
    text = statement(package, name)
    with _errors_without_values(name):
        connection.sql(text, params=_bound(text, values) or None).create(table)


def create(connection: Connection, table: str, rows: pl.DataFrame) -> None:
    """A new table holding a frame."""
    with _errors_without_values(table):
        connection.from_arrow(rows.to_arrow()).create(table)


@contextmanager
def visible_as(connection: Connection, name: str, table: pl.DataFrame) -> Iterator[None]:
    """Lets SQL read a frame under a name for as long as the block lasts."""
    connection.register(name, table)
    try:
        yield
    finally:
        connection.unregister(name)
