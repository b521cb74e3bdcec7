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
from tyokyky.privacy.roles import Permission, Role, Scope, decide
from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT
from tyokyky.reporting.mart import Mart

MOST_LISTED: Final = 20
"""Enough to find an example; which ones they are is chance, the same until the next build or start."""
OUTCOMES: Final = ("dropped", "followed")
_TOKEN_CHARACTERS: Final = 12
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
    if not decide(opener.role, Permission.OPEN_PATH, opener.scope).allowed:
        return _listed(_paths(pl.DataFrame(schema=_CANDIDATE), b"", asked))
    paths = _candidates(mart, asked)
    inside = [is_inside(_places(row), opener.scope) for row in paths.iter_rows(named=True)]
    matching = paths.filter(pl.Series(inside, dtype=pl.Boolean))
    few = matching.height < SMALLEST_SHOWN_COUNT
    return _listed(matching.clear() if few else matching.head(MOST_LISTED))


def open_path(
    mart: Mart, asked: PathQuestion, token: str, reason: str, opener: Opener, log: Callable[[Access], None]
) -> Opening:
    """One path's events (columns of `analysis.one_path`), when role, scope and reason allow; logged before it is given.

    A refusal is logged too, with why but without the reason that was written: it may name a person.
    """
    listed = path_list(mart, asked, opener)
    paths = _candidates(mart, asked).filter(pl.col("token") == token) if token in listed["token"] else None
    found = paths.row(0, named=True) if paths is not None else None
    decision = decide_opening(opener.role, opener.scope, _places(found) if found else None, reason)
    known = f"path {token}" if found else "path unknown"
    if not decision.allowed or found is None:
        concerns = _mark(mart, found["person_key"]) if found else None
        log(Access(opener.who, Opened.PATH, known, decision.reason, allowed=False, concerns=concerns))
        return Opening(allowed=False, reason=decision.reason, events=pl.DataFrame())
    with mart.connection(asked.filters.chain_gap_days) as connection:
        events = analysis.one_path(connection, found["person_key"])
    told = " ".join(reason.split())
    concerns = _mark(mart, found["person_key"])
    log(Access(opener.who, Opened.PATH, known, told, row_count=events.height, concerns=concerns))
    return Opening(allowed=True, reason=decision.reason, events=events)


def _mark(mart: Mart, person_key: int) -> str | None:
    with mart.connection(None) as connection:
        return analysis.mark_of_person(connection, person_key)


_CANDIDATE: Final = {
    "person_key": pl.Int32,
    "outcome": pl.String,
    "service_code": pl.String,
    "municipality_code": pl.String,
    "unit_code": pl.String,
}


def _candidates(mart: Mart, asked: PathQuestion) -> pl.DataFrame:
    with mart.connection(asked.filters.chain_gap_days) as connection:
        steps = analysis.path_candidates(connection, asked.filters)
    return _paths(steps, _secret_of(mart), asked)


def _paths(steps: pl.DataFrame, secret: bytes, asked: PathQuestion) -> pl.DataFrame:
    """One row per person with its token, in the order of the tokens."""
    of_outcome = steps.filter(pl.col("outcome") == asked.outcome)
    paths = of_outcome.group_by("person_key", maintain_order=True).agg(
        pl.col("service_code").alias("services"),
        pl.len().alias("step_count"),
        pl.col("municipality_code").alias("municipalities"),
        pl.col("unit_code").alias("units"),
    )
    tokens = [_token(secret, asked, key) for key in paths["person_key"]]
    return paths.with_columns(token=pl.Series(tokens, dtype=pl.String)).sort("token")


def _listed(paths: pl.DataFrame) -> pl.DataFrame:
    return paths.select("token", "services", "step_count")


def _token(secret: bytes, asked: PathQuestion, person_key: int) -> str:
    message = f"{asked}|{person_key}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:_TOKEN_CHARACTERS]


def _secret_of(mart: Mart) -> bytes:
    """Random, in memory only: it falls with the process, and each generation has its own."""
    return _secrets.setdefault(mart.path, secrets.token_bytes(32))


def _places(path: dict[str, list[str | None]]) -> Places:
    return Places(frozenset(path["municipalities"]), frozenset(path["units"]))
