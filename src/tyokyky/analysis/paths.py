"""Paths of persons: which step directly follows which, and which whole paths are common (definitions, section 8)."""

from typing import Final

import polars as pl

from tyokyky.analysis.selection import PACKAGE, filter_values
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.question import Grain
from tyokyky.store import query
from tyokyky.store.connection import Connection

_FLOWS: Final = {Grain.SERVICE: "figure/service_flow", Grain.MOMENT: "figure/moment_flow"}
_VARIANTS: Final = {Grain.SERVICE: "figure/service_variant", Grain.MOMENT: "figure/moment_variant"}
_EVENTS: Final = {Grain.SERVICE: "figure/service_event", Grain.MOMENT: "figure/moment_event"}


def flows(connection: Connection, filters: Filters, grain: Grain) -> pl.DataFrame:
    """Pairs of consecutive steps of one person: spells of path, outcome and neutral services, or attended moments.

    Every pair counts, also one whose first step still goes on and one of the same code twice. The filters are of the
    step that is left: its service, unit and municipality, and the day on which it ended (grain service) or happened
    (grain moment).

    Returns:
        grain, from_code, to_code, pair_count, person_count, known_wait_count, median_days: from the end of one spell to
        the start of the next, 0 where it began before (grain service), or from timestamp to timestamp (grain moment);
        the commonest first, then by code.

    Raises:
        UserError: a unit is given at the grain moment, where none is known.
    """
    return _asked(connection, _FLOWS, filters, grain)


def variants(connection: Connection, filters: Filters, grain: Grain) -> pl.DataFrame:
    """Whole paths of persons: the codes of all their steps in order.

    The filters choose persons: those with a step of that service, unit, municipality and days (see `flows`). Their
    paths are counted whole, with the steps outside the filters.

    Returns:
        grain, path (codes with ` → ` between), person_count, share (of all persons chosen), known_length_count,
        median_days: from the first start to the last end, both days counted, of paths that have ended (grain service),
        or from first to last timestamp (grain moment); the commonest first, then by path.

    Raises:
        UserError: as for `flows`.
    """
    found = _asked(connection, _VARIANTS, filters, grain)
    return found.with_columns(share=pl.col("person_count") / pl.col("person_count").sum())


def events(connection: Connection, grain: Grain) -> pl.DataFrame:
    """Every step of every person, one row each in order: rows about persons, never shown as they are.

    Returns:
        person_key, step_code, started_at (local time), ended_on (null at the grain moment and while a step goes on).
    """
    return query.frame(connection, PACKAGE, _EVENTS[grain])


def _asked(connection: Connection, names: dict[Grain, str], filters: Filters, grain: Grain) -> pl.DataFrame:
    if grain is Grain.MOMENT and filters.unit is not None:
        raise UserError("Palvelutuokioilla ei ole yksikköä: jätä --unit pois tai valitse --grain service.")
    name = f"{names[grain]}_kept" if _is_kept(names[grain], filters) else names[grain]
    found = query.frame(connection, PACKAGE, name, filter_values(filters))
    return found.select(pl.lit(grain.value).alias("grain"), pl.all())


def _is_kept(name: str, filters: Filters) -> bool:
    """Whether the build has answered: flows of services by place, the others without any limit."""
    places = (filters.service, filters.municipality, filters.unit)
    return not filters.has_days and (name == _FLOWS[Grain.SERVICE] or places == (None,) * len(places))
