"""Referrals of the synthetic county: on from one service to the next, some of which come to nothing.

Exits that something followed within the window give referrals that came to something; exits that nothing followed give
those that did not, as many as make the planted share of each joint. Which exits is drawn without looking at time, so
that the share is the same whenever people are followed.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator

from tyokyky.demo.columns import IntArray, days, ids, names
from tyokyky.demo.planting import Integers
from tyokyky.demo.scene import Scene

_NOT_TOLD_SHARE: Final = 0.05
"""Of referrals, those whose referrer's unit is not told."""


@dataclass(frozen=True)
class _Referrals:
    """Referrals by the spell that they were made from."""

    spell: IntArray
    to: Integers


def referral_frame(scene: Scene, rng: Generator) -> pl.DataFrame:
    """Table of referrals in canonical columns, ordered by client and day; none is made after the data end."""
    made = _with_those_that_came_to_nothing(scene, _that_came_to_something(scene, rng), rng)
    spells = scene.journeys.spells
    # On the last day in the service, or on the first of the next where that is earlier: what follows is still to come.
    day = np.minimum(spells.end, spells.followed_on)[made.spell]
    order = np.lexsort((day, spells.client[made.spell]))
    order = order[day[order] <= scene.knobs.last_day]
    spell, to, day = made.spell[order], made.to[order], day[order]
    client = spells.client[spell]
    unit = np.where(rng.random(spell.size) < _NOT_TOLD_SHARE, -1, scene.unit[spell])
    return pl.DataFrame(
        {
            "referral_id": ids("R", np.arange(1, spell.size + 1), 8),
            "client_id": scene.clients.client_id.gather(client),
            "to_service_code": names(to, scene.knobs.services),
            "referred_on": days(day),
            "from_service_code": names(spells.service[spell], scene.knobs.services),
            "unit_code": names(unit, scene.units.codes),
            "municipality_code": names(scene.clients.municipality[client], scene.knobs.municipality_codes),
        }
    )


def _that_came_to_something(scene: Scene, rng: Generator) -> _Referrals:
    """Referred to the service that followed, or, where a job or the like came instead, to one on the path."""
    knobs, spells = scene.knobs, scene.journeys.spells
    to_path = (spells.followed_by >= 0) & (spells.followed_by < len(knobs.path_services))
    carried = scene.on_path & ~spells.dropped & (spells.followed_by >= 0) & (spells.followed_by != spells.service)
    share = np.where(to_path, knobs.number("referrals", "started_share"), knobs.number("referrals", "elsewhere_share"))
    spell = np.flatnonzero(carried & (rng.random(share.size) < share))
    drawn = _drawn_service(scene, spells.service[spell], rng)
    return _Referrals(spell, np.where(to_path[spell], spells.followed_by[spell], drawn).astype(np.int32))


def _drawn_service(scene: Scene, service: Integers, rng: Generator) -> Integers:
    """A service of the path other than the referring one, as often as it follows that."""
    path_count = len(scene.knobs.path_services)
    weights = scene.knobs.next_weights[:, :path_count].copy()
    np.fill_diagonal(weights, 0.0)
    sums = np.cumsum(weights[service], axis=1)
    target = rng.random(service.size) * sums[:, -1]
    return np.asarray((sums > target[:, None]).argmax(axis=1), dtype=np.int32)


def _with_those_that_came_to_nothing(scene: Scene, came: _Referrals, rng: Generator) -> _Referrals:
    spells, planting = scene.journeys.spells, scene.planting
    parts, path_count = [came], len(scene.knobs.path_services)
    for service in range(path_count):
        dropped = rng.permutation(np.flatnonzero(scene.on_path & spells.dropped & (spells.service == service)))
        came_to = np.bincount(came.to[spells.service[came.spell] == service], minlength=path_count)
        shares = np.array([planting.not_started_share(service, to) for to in range(path_count)])
        wanted = np.round(came_to * shares / (1 - shares)).astype(np.int64)
        to = np.repeat(np.arange(path_count, dtype=np.int32), wanted)
        # Where too few were dropped, the last are left out whatever they are of: no joint's share leans on the order.
        to = rng.permutation(to)[: dropped.size]
        parts.append(_Referrals(dropped[: to.size], to))
    return _Referrals(np.concatenate([part.spell for part in parts]), np.concatenate([part.to for part in parts]))
