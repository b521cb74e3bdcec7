"""Service paths of personas for the team alone: every opening and every save stands in the access log first."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from tyokyky.analysis.step_frequency import step_frequency
from tyokyky.codevelopment import service_paths as kept
from tyokyky.codevelopment.service_paths import NEW
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.service_paths import Outcome, SavedPath, ServicePath
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import Permission, Role, Scope, decide, decide_place
from tyokyky.privacy.step_numbers import protect_step_frequency
from tyokyky.reporting.mart import Mart
from tyokyky.settings import Settings


@dataclass(frozen=True)
class Writer:
    """Who reads or writes: the role, what it covers, the name kept with a save, and where each act is logged."""

    role: Role | None
    scope: Scope
    name: str
    log: Callable[[Access], None]


def list_paths(settings: Settings, writer: Writer) -> tuple[SavedPath, ...]:
    """What holds now of every path.

    Raises:
        UserError: the role may not see service paths, or its scope covers nothing.
    """
    _enter(writer, "service_paths list")
    return kept.latest_paths(settings)


def open_path(settings: Settings, path_id: int, writer: Writer) -> tuple[SavedPath, ...]:
    """Every save of a path, the first first.

    Raises:
        UserError: as in `list_paths`.
    """
    _enter(writer, f"service_path {path_id} open")
    return kept.versions(settings, path_id)


def save_path(
    settings: Settings, path: ServicePath, writer: Writer, path_id: int | None = None, based_on: int = NEW
) -> Outcome:
    """Saves a path on top of the version that the writer saw; where another saved since, their save is given back.

    Raises:
        UserError: as in `list_paths`, and as in `codevelopment.service_paths.save`.
    """
    _enter(writer, f"service_path {path_id or 'new'} save on={based_on}")
    return kept.save(settings, path, writer.name, path_id, based_on)


def undo_path(settings: Settings, path_id: int, writer: Writer, to_version: int, based_on: int) -> Outcome:
    """Brings an earlier version back as a new save.

    Raises:
        UserError: as in `list_paths`, and as in `codevelopment.service_paths.undo`.
    """
    _enter(writer, f"service_path {path_id} undo to={to_version} on={based_on}")
    return kept.undo(settings, path_id, writer.name, to_version, based_on)


def frequencies(mart: Mart, filters: Filters, writer: Writer) -> pl.DataFrame:
    """How often steps occur in the writer's scope (`analysis.step_frequency` with `state`), small numbers withheld.

    Raises:
        UserError: as in `list_paths`, or a place outside the scope.
    """
    _enter(writer, "step_frequencies")
    if not decide_place(writer.scope, filters.municipality, filters.unit).allowed:
        raise UserError("Rajaus on oman alueesi ulkopuolella: valitse oman alueesi kunta ja yksikkö.")
    with mart.seen_by(writer.scope).connection(filters.chain_gap_days) as connection:
        return protect_step_frequency(step_frequency(connection, filters))


def _enter(writer: Writer, what: str) -> None:
    decision = decide(writer.role, Permission.WRITE_SERVICE_PATHS, writer.scope)
    writer.log(Access(writer.name, Opened.SERVICE_PATH, what, decision.reason, allowed=decision.allowed))
    if not decision.allowed:
        raise UserError("Palvelupolkuja lukee ja kirjoittaa vain kehittäjätiimi: vaihda rooli.")
