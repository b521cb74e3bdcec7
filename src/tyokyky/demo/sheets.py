"""Filled-in questionnaires: what stands on a sheet, how its answers are drawn, and the rows they become."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator

from tyokyky.demo.calibration import Floats
from tyokyky.demo.columns import IntArray, days, drawn, names
from tyokyky.demo.journeys import NEVER
from tyokyky.demo.planting import Booleans
from tyokyky.demo.scene import Scene
from tyokyky.domain.channels import ChannelCode
from tyokyky.domain.instruments import Item, Respondents
from tyokyky.domain.participation import Level
from tyokyky.store.codebook import shipped_instruments

OWN_ITEMS: Final = "own_items"
WORKSHOP_FORM: Final = "codevelopment_workshop"
PHASES: Final = ("start", "during", "end", "after")
CHANNELS: Final = tuple(ChannelCode)
_RESPONDENTS: Final = (Respondents.CLIENT, Respondents.PROFESSIONAL)


@dataclass(frozen=True)
class Sheets:
    """Filled-in questionnaires of one kind, by sheet, each about one spell.

    `realised` tells which probabilities the answers on each level follow. `linked`: the sheet carries its client.
    """

    spell: IntArray
    day: IntArray
    phase: IntArray
    realised: dict[Level, Booleans]
    items: tuple[Item, ...]
    channels: dict[str, float]
    respondent: Respondents = Respondents.CLIENT
    linked: bool = True


def items_of(instrument_id: str, respondent: Respondents) -> tuple[Item, ...]:
    """The items of a shipped questionnaire that are asked of clients or of professionals."""
    (instrument,) = (found for found in shipped_instruments() if found.instrument_id == instrument_id)
    return instrument.items_of(respondent)


def item_ids_of(*instrument_ids: str) -> list[str]:
    """All items of shipped questionnaires, whoever is asked."""
    used = [found for found in shipped_instruments() if found.instrument_id in instrument_ids]
    return [item.item_id for instrument in used for item in instrument.items]


def answer_frame(scene: Scene, sheets: Sheets, first_sheet: int, rng: Generator) -> pl.DataFrame:
    """One row per answer: sheet, spell, item_id, answered_on, score (NaN: not applicable), linked and so on."""
    # All items of the county's answers, so that one dictionary serves the frames of all kinds.
    count, items, item_ids = sheets.spell.size, len(sheets.items), item_ids_of(OWN_ITEMS, WORKSHOP_FORM)
    item = np.array([item_ids.index(item.item_id) for item in sheets.items], dtype=np.int32)
    channels = np.array([CHANNELS.index(name) for name in sheets.channels], dtype=np.int32)
    channel = channels[drawn(list(sheets.channels.values()), rng.random(count))]
    respondent = np.full(count * items, _RESPONDENTS.index(sheets.respondent))
    return pl.DataFrame(
        {
            "sheet": np.repeat(np.arange(first_sheet, first_sheet + count, dtype=np.int32), items),
            "spell": np.repeat(sheets.spell.astype(np.int32), items),
            "linked": np.full(count * items, sheets.linked),
            "item_id": names(np.tile(item, count), item_ids),
            "answered_on": days(np.repeat(np.minimum(sheets.day, NEVER), items)),
            "score": _scores(scene, sheets, rng).ravel(),
            "channel": names(np.repeat(channel, items), CHANNELS),
            "respondent": names(respondent, _RESPONDENTS),
            "phase": names(np.repeat(sheets.phase, items), PHASES),
        }
    )


def _scores(scene: Scene, sheets: Sheets, rng: Generator) -> Floats:
    """Answers by sheet and item, NaN for "does not concern me"."""
    uniform = rng.random((sheets.spell.size, len(sheets.items)))
    realised = np.stack([sheets.realised[item.level] for item in sheets.items], axis=1)
    when_realised, when_not = (drawn(scene.planting.score_shares(answer), uniform) for answer in (True, False))
    score = 1.0 + np.where(realised, when_realised, when_not)
    score[_not_applicable(scene, sheets, rng)] = np.nan
    return np.asarray(score, dtype=np.float64)


def _not_applicable(scene: Scene, sheets: Sheets, rng: Generator) -> Booleans:
    """Items that do not concern the one who answers, by sheet and item: single ones, or a level as a whole."""
    settings = scene.knobs.values["participation"]
    concerns_not = rng.random((sheets.spell.size, len(sheets.items))) < settings["not_applicable_share"]
    for level in Level:
        of_level = np.flatnonzero([item.level == level for item in sheets.items])
        if of_level.size:
            concerns_not[concerns_not[:, of_level].all(axis=1), of_level[0]] = False
            whole = rng.random(sheets.spell.size) < settings["level_not_applicable"].get(level, 0.0)
            concerns_not[np.ix_(whole, of_level)] = True
    return np.asarray(concerns_not, dtype=np.bool_)
