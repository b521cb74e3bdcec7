"""Answers that carry no person: unit, service and quarter alone, of clients, of professionals and from workshops."""

from typing import Final

import numpy as np
from numpy.random import Generator

from tyokyky.demo.columns import IntArray
from tyokyky.demo.journeys import NEVER
from tyokyky.demo.planting import Booleans
from tyokyky.demo.scene import Scene
from tyokyky.demo.sheets import OWN_ITEMS, PHASES, WORKSHOP_FORM, Sheets, items_of
from tyokyky.domain.instruments import Respondents
from tyokyky.domain.participation import Level

_MONTHS_PER_QUARTER: Final = 3
_WORKSHOP_CHANNEL: Final = {"workshop": 1.0}


def anonymous_sheets(scene: Scene, rng: Generator) -> list[Sheets]:
    """Anonymous sheets in an order that tells nothing of the clients."""
    both = (Respondents.CLIENT, Respondents.PROFESSIONAL)
    return [
        _about_own_service(scene, Respondents.CLIENT, rng),
        _about_own_service(scene, Respondents.PROFESSIONAL, rng),
        *(_from_workshops(scene, respondent, rng) for respondent in both),
    ]


def _about_own_service(scene: Scene, respondent: Respondents, rng: Generator) -> Sheets:
    """The own items, as clients answer them without their name, and as professionals see the same services."""
    professional = respondent == Respondents.PROFESSIONAL
    spell = _spells(scene, "professional_share" if professional else "anonymous_share", rng)
    realised = {level: of_level[spell] for level, of_level in scene.realised.items()}
    if professional:
        also_seen = rng.random(spell.size) < scene.planting.professional_overrating
        realised[Level.DECISION] = realised[Level.DECISION] | also_seen
    name = "professionals" if professional else "anonymous"
    return _sheets(scene, OWN_ITEMS, respondent, spell, realised, _channels(scene, name), rng)


def _from_workshops(scene: Scene, respondent: Respondents, rng: Generator) -> Sheets:
    """The workshop form on developing services; professionals and clients differ in nothing here."""
    spell = _spells(scene, f"workshop_share_of_{respondent}s", rng)
    share = scene.knobs.number("participation", "workshop_realised")
    realised: dict[Level, Booleans] = {level: rng.random(spell.size) < share for level in Level}
    return _sheets(scene, WORKSHOP_FORM, respondent, spell, realised, _WORKSHOP_CHANNEL, rng)


def _sheets(
    scene: Scene,
    instrument_id: str,
    respondent: Respondents,
    spell: IntArray,
    realised: dict[Level, Booleans],
    channels: dict[str, float],
    rng: Generator,
) -> Sheets:
    day = rng.integers(scene.journeys.spells.start[spell], scene.limit[spell], endpoint=True)
    return Sheets(
        spell=spell,
        day=_quarter_start(day, scene.knobs.last_day),
        phase=np.full(spell.size, PHASES.index("during")),
        realised=realised,
        items=items_of(instrument_id, respondent),
        channels=channels,
        respondent=respondent,
        linked=False,
    )


def _spells(scene: Scene, share_name: str, rng: Generator) -> IntArray:
    """Spells of the path that are answered about, shuffled: their order must not be that of the clients."""
    on_path = np.flatnonzero(scene.on_path)
    chosen = on_path[rng.random(on_path.size) < scene.knobs.number("participation", share_name)]
    return rng.permutation(chosen)


def _channels(scene: Scene, name: str) -> dict[str, float]:
    shares: dict[str, float] = scene.knobs.values["participation"]["channels"][name]
    return shares


def _quarter_start(day: IntArray, last_day: int) -> IntArray:
    """First day of each day's quarter; NEVER after the data end, so that nothing later is told by its quarter."""
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first = (month // _MONTHS_PER_QUARTER * _MONTHS_PER_QUARTER).astype("datetime64[M]").astype("datetime64[D]")
    return np.where(day <= last_day, first.astype(np.int64), NEVER)
