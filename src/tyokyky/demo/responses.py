"""Answers to the own items: who answers leans on dropping off, and some answers come too late to count."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator

from tyokyky.demo.calibration import Floats
from tyokyky.demo.columns import IntArray, days, drawn, ids, names
from tyokyky.demo.journeys import NEVER
from tyokyky.demo.planting import Booleans
from tyokyky.demo.scene import Scene
from tyokyky.domain.instruments import Item
from tyokyky.domain.participation import Level, Plane
from tyokyky.store.codebook import shipped_instruments

_PHASES: Final = ("start", "during", "end", "after")
_RESPONDENTS: Final = ("client", "professional")
_CHANNELS: Final = ("survey", "interview", "message")
_CHANNEL_SHARES: Final = (0.75, 0.20, 0.05)
_END_PHASE_DAYS: Final = 30
"""Answers given this close to the end belong to the end phase."""
_START_PHASE_DAYS: Final = 7
_LATE_DAYS: Final = 25
"""Late answers come within this time of the exit, before another spell of the same service could begin."""


@dataclass(frozen=True)
class _Sheets:
    """Filled-in questionnaires. `realised` tells, by sheet, which probabilities the answers on each level follow."""

    spell: IntArray
    day: IntArray
    phase: IntArray
    realised: dict[Level, Booleans]
    items: tuple[Item, ...]
    respondent: int = 0


class _Maker:
    def __init__(self, scene: Scene, rng: Generator) -> None:
        self.scene, self.planting, self.knobs, self.rng = scene, scene.planting, scene.knobs, rng
        self.spells = scene.journeys.spells
        own = [item for instrument in shipped_instruments() for item in instrument.items if item.plane == Plane.OWN]
        self.items = tuple(own)
        path_spells = np.flatnonzero(scene.on_path)
        probability = self.planting.answer_probability(self.spells.dropped[path_spells])
        self.path_spells, self.answered = path_spells, path_spells[rng.random(path_spells.size) < probability]

    def _part_of(self, spells: IntArray, name: str) -> IntArray:
        share = self.knobs.number("participation", name)
        return spells[self.rng.random(spells.size) < share]

    def _realised(self, spell: IntArray) -> dict[Level, Booleans]:
        return {level: realised[spell] for level, realised in self.scene.realised.items()}

    def in_time(self) -> _Sheets:
        """One sheet of each answered spell, from its start to the last day that counts."""
        spell, limit = self.answered, self.scene.limit[self.answered]
        day = self.rng.integers(self.spells.start[spell], limit, endpoint=True)
        phase = np.where(limit - day < _END_PHASE_DAYS, _PHASES.index("end"), _PHASES.index("during"))
        return _Sheets(spell, day, phase, self._realised(spell), self.items)

    def at_start(self) -> _Sheets:
        """The items on information alone, asked at the start too."""
        spell = self._part_of(self.answered, "start_answer_share")
        day = self.spells.start[spell] + self.rng.integers(0, _START_PHASE_DAYS, spell.size)
        items = tuple(item for item in self.items if item.level == Level.INFORMATION)
        return _Sheets(spell, day, np.full(spell.size, _PHASES.index("start")), self._realised(spell), items)

    def late(self) -> _Sheets:
        """Answers from after what followed began, or after the exit: those who were carried on are content."""
        ended = self.path_spells[self.spells.end[self.path_spells] < self.knobs.last_day]
        spell = self._part_of(ended, "late_answer_share")
        followed_on, end = self.spells.followed_on[spell], self.spells.end[spell]
        first = np.minimum(followed_on, end + 1)
        day = self.rng.integers(first, np.where(followed_on <= end, end, end + _LATE_DAYS), endpoint=True)
        content = self.rng.random(spell.size) < 0.5 if self.planting.null else ~self.spells.dropped[spell]
        phase = np.full(spell.size, _PHASES.index("after"))
        return _Sheets(spell, day, phase, dict.fromkeys(Level, content), self.items)

    def of_professionals(self) -> _Sheets:
        """The worker's view of the same items."""
        spell = self._part_of(self.answered, "professional_share")
        day = self.rng.integers(self.spells.start[spell], self.scene.limit[spell], endpoint=True)
        phase = np.full(spell.size, _PHASES.index("during"))
        none = dict.fromkeys(Level, np.zeros(spell.size, dtype=np.bool_))
        return _Sheets(spell, day, phase, none, self.items, respondent=1)

    def scores(self, sheets: _Sheets) -> Floats:
        """Answers by sheet and item, NaN for "does not concern me"."""
        uniform = self.rng.random((sheets.spell.size, len(sheets.items)))
        realised = np.stack([sheets.realised[item.level] for item in sheets.items], axis=1)
        if sheets.respondent:
            score = 1.0 + drawn(self.knobs.shares("scores_of_professionals"), uniform)
        else:
            when_realised, when_not = (drawn(self.planting.score_shares(answer), uniform) for answer in (True, False))
            score = 1.0 + np.where(realised, when_realised, when_not)
        score[self._not_applicable(sheets)] = np.nan
        return np.asarray(score, dtype=np.float64)

    def _not_applicable(self, sheets: _Sheets) -> Booleans:
        """Items that do not concern the client, by sheet and item: single ones of a level, or the level as a whole."""
        settings = self.knobs.values["participation"]
        concerns_not = self.rng.random((sheets.spell.size, len(sheets.items))) < settings["not_applicable_share"]
        for level in Level:
            of_level = np.flatnonzero([item.level == level for item in sheets.items])
            if of_level.size:
                concerns_not[concerns_not[:, of_level].all(axis=1), of_level[0]] = False
                whole = self.rng.random(sheets.spell.size) < settings["level_not_applicable"].get(level, 0.0)
                concerns_not[np.ix_(whole, of_level)] = True
        return np.asarray(concerns_not, dtype=np.bool_)


def response_frame(scene: Scene, rng: Generator) -> pl.DataFrame:
    """Table of linked answers in canonical columns; the items of one sheet share its response_id."""
    maker, spells_of = _Maker(scene, rng), scene.journeys.spells
    kinds = [maker.in_time(), maker.at_start(), maker.late(), maker.of_professionals()]
    firsts = np.cumsum([0] + [sheets.spell.size for sheets in kinds])
    parts = [_part(maker, sheets, int(first)) for sheets, first in zip(kinds, firsts, strict=False)]
    table = pl.concat([part.filter(pl.col("answered_on") <= scene.knobs.data_as_of) for part in parts])
    spells = table.select(pl.col("spell")).to_series().to_numpy()
    client = spells_of.client[spells]
    channel = drawn(_CHANNEL_SHARES, rng.random(int(firsts[-1])))[table["sheet"].to_numpy()]
    return table.select(
        ids("R", table["sheet"].to_numpy() + 1, 8).alias("response_id"),
        "item_id",
        "answered_on",
        pl.col("score").fill_nan(None),
        pl.col("score").is_nan().alias("not_applicable"),
        scene.clients.client_id.gather(client).alias("client_id"),
        names(spells_of.service[spells], scene.knobs.services).alias("service_code"),
        names(scene.unit[spells], scene.units.codes).alias("unit_code"),
        names(scene.clients.municipality[client], scene.knobs.municipality_codes).alias("municipality_code"),
        names(channel, _CHANNELS).alias("channel"),
        "respondent",
        "phase",
    )


def _part(maker: _Maker, sheets: _Sheets, first_sheet: int) -> pl.DataFrame:
    """One row per answer of one kind of sheets."""
    items, count = len(sheets.items), sheets.spell.size
    item_ids = [item.item_id for item in maker.items]
    item = np.tile(np.array([item_ids.index(item.item_id) for item in sheets.items], dtype=np.int32), count)
    return pl.DataFrame(
        {
            "sheet": np.repeat(np.arange(first_sheet, first_sheet + count, dtype=np.int32), items),
            "spell": np.repeat(sheets.spell.astype(np.int32), items),
            "item_id": names(item, item_ids),
            "answered_on": days(np.repeat(np.minimum(sheets.day, NEVER), items)),
            "score": maker.scores(sheets).ravel(),
            "respondent": names(np.full(item.size, sheets.respondent), _RESPONDENTS),
            "phase": names(np.repeat(sheets.phase, items), _PHASES),
        }
    )
