"""Single paths for the team: a list without persons to choose from, and one path opened with a reason."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from tyokyky.analysis import one_path as analysis
from tyokyky.domain.filters import Filters
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.path_opening import Places, decide_opening, is_inside
from tyokyky.privacy.roles import WHOLE_COUNTY, Permission, Role, Scope, decide
from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT
from tyokyky.reporting.mart import Mart
from tyokyky.store.connection import Connection

MOST_LISTED: Final = 20
"""Enough to find an example; which ones they are is chance, the same until the next build or start."""
OUTCOMES: Final = ("dropped", "followed")
_TOKEN_CHARACTERS: Final = 12
_FIRST_LOOKED_AT: Final = 200
"""Persons whose paths are read first; with the whole county as scope they are enough."""
_secrets: dict[Path, bytes] = {}


@dataclass(frozen=True)
class PathQuestion:
    """Which paths are listed: the exits of the filters, and how it went after them."""

    filters: Filters
    outcome: str


@dataclass(frozen=True)
class Opener:
    """Who asks to see a path: the role, what it covers, and the name for the access log."""

    role: Role | None
    scope: Scope
    who: str


@dataclass(frozen=True)
class Opening:
    """What came of asking: the events where it was allowed, else none and why not."""

    allowed: bool
    reason: str
    events: pl.DataFrame


def path_list(mart: Mart, asked: PathQuestion, opener: Opener) -> pl.DataFrame:
    """Paths that may be opened: token, services (codes in order), step_count; in the order of their tokens.

    A token is made anew for each generation, server and question, so that lists can not be laid over one another by it.
    Empty without the permission, and where fewer than five persons match.
    """
    return _listed(mart, asked, opener).select("token", "services", "step_count")


def open_path(
    mart: Mart, asked: PathQuestion, token: str, reason: str, opener: Opener, log: Callable[[Access], None]
) -> Opening:
    """One path's events (columns of `analysis.one_path`), when role, scope and reason allow; logged before it is given.

    A refusal is logged too, with why but without the reason that was written: it may name a person.
    """
    paths = _listed(mart, asked, opener).filter(pl.col("token") == token)
    found = None if paths.is_empty() else paths.row(0, named=True)
    decision = decide_opening(opener.role, opener.scope, _places(found) if found else None, reason)
    known = f"path {token}" if found else "path unknown"
    if not decision.allowed or found is None:
        concerns = _mark(mart, found["person_key"]) if found else None
        log(Access(opener.who, Opened.PATH, known, decision.reason, allowed=False, concerns=concerns))
        return Opening(allowed=False, reason=decision.reason, events=pl.DataFrame())
    with mart.seen_by(WHOLE_COUNTY).connection(asked.filters.chain_gap_days) as connection:
        events = analysis.one_path(connection, found["person_key"])
    told = " ".join(reason.split())
    concerns = _mark(mart, found["person_key"])
    log(Access(opener.who, Opened.PATH, known, told, row_count=events.height, concerns=concerns))
    return Opening(allowed=True, reason=decision.reason, events=events)


def _mark(mart: Mart, person_key: int) -> str | None:
    with mart.seen_by(WHOLE_COUNTY).connection(None) as connection:
        return analysis.mark_of_person(connection, person_key)


_STEPS: Final = {
    "person_key": pl.Int32,
    "service_code": pl.String,
    "municipality_code": pl.String,
    "unit_code": pl.String,
}


def _listed(mart: Mart, asked: PathQuestion, opener: Opener) -> pl.DataFrame:
    """The paths of the list, with person and places: some that lie in the scope, drawn by chance, with tokens."""
    paths = _paths(pl.DataFrame(schema=_STEPS))
    if decide(opener.role, Permission.OPEN_PATH, opener.scope).allowed:
        # Whether a path lies inside the scope is told by the whole of it.
        with mart.seen_by(WHOLE_COUNTY).connection(asked.filters.chain_gap_days) as connection:
            paths = _drawn(connection, asked, _seed(_secret_of(mart), asked), opener.scope)
    tokens = [_token(_secret_of(mart), asked, key) for key in paths["person_key"]]
    return paths.with_columns(token=pl.Series(tokens, dtype=pl.String)).sort("token")


def _drawn(connection: Connection, asked: PathQuestion, seed: int, scope: Scope) -> pl.DataFrame:
    """Looks at persons in an order of chance, ever more at once, until enough paths lie in the scope; few are none."""
    persons = analysis.path_persons(connection, asked.filters, asked.outcome)
    persons = persons.gather(persons.hash(seed).arg_sort())
    inside = _paths(pl.DataFrame(schema=_STEPS))
    seen, at_once = 0, _FIRST_LOOKED_AT
    while seen < len(persons) and inside.height < MOST_LISTED:
        paths = _paths(analysis.path_steps(connection, persons.slice(seen, at_once)))
        may = [is_inside(_places(row), scope) for row in paths.iter_rows(named=True)]
        inside = inside.vstack(paths.filter(pl.Series(may, dtype=pl.Boolean)))
        seen, at_once = seen + at_once, at_once * 10
    return inside.clear() if inside.height < SMALLEST_SHOWN_COUNT else inside.head(MOST_LISTED)


def _paths(steps: pl.DataFrame) -> pl.DataFrame:
    """One row per person: services in order, and the places of all stays."""
    return steps.group_by("person_key", maintain_order=True).agg(
        pl.col("service_code").alias("services"),
        pl.len().alias("step_count"),
        pl.col("municipality_code").alias("municipalities"),
        pl.col("unit_code").alias("units"),
    )


def _token(secret: bytes, asked: PathQuestion, person_key: int) -> str:
    message = f"{asked}|{person_key}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:_TOKEN_CHARACTERS]


def _seed(secret: bytes, asked: PathQuestion) -> int:
    """What the order of chance comes from: another for each generation, server and question."""
    return int.from_bytes(hmac.new(secret, f"{asked}|order".encode(), hashlib.sha256).digest()[:8])


def _secret_of(mart: Mart) -> bytes:
    """Random, in memory only: it falls with the process, and each generation has its own."""
    return _secrets.setdefault(mart.path, secrets.token_bytes(32))


def _places(path: dict[str, list[str | None]]) -> Places:
    return Places(frozenset(path["municipalities"]), frozenset(path["units"]))
