"""The register periods of the synthetic county, as a register knows them on the day it was extracted."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator

from tyokyky.demo.calibration import OPEN_ENDED, Knobs
from tyokyky.demo.columns import IntArray, days, drawn, ids, names
from tyokyky.demo.journeys import NEVER
from tyokyky.demo.planting import Booleans, Integers
from tyokyky.demo.scene import Scene
from tyokyky.domain.journeys import Handover

_REGISTERED_BEFORE_DAYS: Final = 30
"""People register as jobseekers at most this long before their first service."""
_EARLY_END_GROUPS: Final = frozenset({"EITA", "KESK", "TOIV", "EIMU", "10"})
"""Reasons of those who left before the planned end."""


@dataclass(frozen=True)
class _Ends:
    """How each spell ended, by spell."""

    reason: Integers
    handover: Integers


def period_frame(scene: Scene, rng: Generator) -> pl.DataFrame:
    """Table of periods in canonical columns, ordered by client and spell; jobseeker registrations stand at the end.

    Ends after the data end are not known yet: null.
    """
    steps = _steps(scene, _ends(scene, rng), rng)
    table = pl.concat([steps, _registrations(scene, rng)], how="diagonal_relaxed")
    return table.select(ids("P", np.arange(1, table.height + 1), 8).alias("period_id"), pl.all())


def _ends(scene: Scene, rng: Generator) -> _Ends:
    knobs, spells = scene.knobs, scene.journeys.spells
    shares = knobs.values["handover"]
    reason = np.full(spells.client.size, knobs.end_reason_codes.index("SUUN"), dtype=np.int32)
    for key, rows in _situations(scene).items():
        weights = knobs.values["end_reasons"]["after"][key]
        codes = np.array([knobs.end_reason_codes.index(code) for code in weights], dtype=np.int32)
        reason[rows] = codes[drawn(list(weights.values()), rng.random(rows.size))]
    uniform = rng.random(spells.client.size)
    when_carried, when_dropped = drawn(shares["carried"], uniform), drawn(shares["dropped"], uniform)
    handover = when_carried if scene.planting.null else np.where(spells.dropped, when_dropped, when_carried)
    return _Ends(reason, np.where(scene.on_path, handover, -1).astype(np.int32))


def _situations(scene: Scene) -> dict[str, IntArray]:
    """Rows of path spells by the situation in which they ended, named as in the calibration."""
    knobs, spells, on_path = scene.knobs, scene.journeys.spells, scene.on_path
    after = knobs.values["end_reasons"]["after"]
    situations: dict[str, IntArray] = {}
    for number, code in enumerate(knobs.services):
        rows = np.flatnonzero(on_path & ~spells.dropped & (spells.followed_by == number))
        key = code if code in after else "common"
        situations[key] = np.concatenate([situations.get(key, rows[:0]), rows])
    from_employment = spells.service == knobs.service_number("TYV")
    situations["dropped"] = np.flatnonzero(spells.dropped & ~from_employment)
    situations["dropped_from_TYV"] = np.flatnonzero(spells.dropped & from_employment)
    return situations


def _steps(scene: Scene, ends: _Ends, rng: Generator) -> pl.DataFrame:
    knobs, clients, journeys, spells = scene.knobs, scene.clients, scene.journeys, scene.journeys.spells
    known = journeys.period_start <= knobs.last_day
    is_last = np.append(journeys.period_spell[1:] != journeys.period_spell[:-1], True)[known]
    spell, start, end = journeys.period_spell[known], journeys.period_start[known], journeys.period_end[known]
    closed = end <= knobs.last_day
    reason = np.where(is_last, ends.reason[spell], knobs.end_reason_codes.index("SUUN"))
    on_path = scene.on_path[spell]
    municipality = clients.municipality[spells.client[spell]]
    roles = [knobs.values["roles"][code] for code in knobs.path_services]
    return pl.DataFrame(
        {
            "client_id": clients.client_id.gather(spells.client[spell]),
            "service_code": names(spells.service[spell], knobs.services).cast(pl.String),
            "started_on": days(start),
            "ended_on": days(np.where(closed, end, NEVER)),
            "planned_end_on": days(_planned_ends(knobs, end, reason, on_path, rng)),
            "end_reason_code": names(_recorded_reasons(knobs, reason, closed, rng), knobs.end_reason_codes),
            "unit_code": names(scene.unit[spell], scene.units.codes),
            "municipality_code": names(municipality, knobs.municipality_codes),
            "handover": names(np.where(is_last & closed, ends.handover[spell], -1), list(Handover)),
            "professional_role": names(np.where(on_path, spells.service[spell], -1), knobs.path_services)
            .cast(pl.String)
            .replace_strict(knobs.path_services, roles, default=None),
        }
    )


def _recorded_reasons(knobs: Knobs, reason: IntArray, closed: Booleans, rng: Generator) -> IntArray:
    """Reasons as they were written down: part of them as not known, half of these left empty; none while open."""
    uniform, unknown_share = rng.random(reason.size), knobs.number("end_reasons", "unknown_share")
    not_known = knobs.end_reason_codes.index("06")
    written = np.where(uniform < unknown_share, np.where(uniform < unknown_share / 2, -1, not_known), reason)
    return np.where(closed, written, -1)


def _planned_ends(knobs: Knobs, end: IntArray, reason: IntArray, on_path: Booleans, rng: Generator) -> IntArray:
    settings = knobs.values["end_reasons"]
    shortest, longest = settings["early_end_days"]
    early = np.isin(reason, [n for n, code in enumerate(knobs.end_reason_codes) if code in _EARLY_END_GROUPS])
    planned = end + np.where(early, rng.integers(shortest, longest, end.size, endpoint=True), 0)
    has_plan = on_path & (rng.random(end.size) < settings["planned_end_known_share"])
    return np.where(has_plan, planned, NEVER)


def _registrations(scene: Scene, rng: Generator) -> pl.DataFrame:
    """Registrations as a jobseeker: they run beside the path and end only with a pension, a move or a death."""
    knobs, clients, spells = scene.knobs, scene.clients, scene.journeys.spells
    registered = np.flatnonzero(rng.random(clients.entry_day.size) < knobs.number("clients", "registered_share"))
    start = clients.entry_day[registered] - rng.integers(0, _REGISTERED_BEFORE_DAYS, registered.size, endpoint=True)
    end = np.full(clients.entry_day.size, NEVER)
    leaves = np.isin(spells.service, [knobs.service_number(code) for code in OPEN_ENDED])
    end[spells.client[leaves]] = spells.start[leaves] - 1
    return pl.DataFrame(
        {
            "client_id": clients.client_id.gather(registered),
            "service_code": pl.repeat("REK", registered.size, eager=True),
            "started_on": days(np.maximum(start, knobs.first_day)),
            "ended_on": days(end[registered]),
            "municipality_code": names(clients.municipality[registered], knobs.municipality_codes),
        }
    )
