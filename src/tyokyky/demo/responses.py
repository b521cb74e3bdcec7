"""Answers: who answers leans on dropping off, some answers come too late to count, and some carry no person."""

from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator

from tyokyky.demo.anonymous import anonymous_sheets
from tyokyky.demo.columns import IntArray, ids, names
from tyokyky.demo.planting import Booleans
from tyokyky.demo.scene import Scene
from tyokyky.demo.sheets import OWN_ITEMS, PHASES, Sheets, answer_frame, items_of
from tyokyky.domain.instruments import Respondents
from tyokyky.domain.participation import Level

_END_PHASE_DAYS: Final = 30
"""Answers given this close to the end belong to the end phase."""
_START_PHASE_DAYS: Final = 7
_LATE_DAYS: Final = 25
"""Late answers come within this time of the exit, before another spell of the same service could begin."""


class _Maker:
    """Sheets that the client let be linked: the own items alone."""

    def __init__(self, scene: Scene, rng: Generator) -> None:
        self.scene, self.planting, self.knobs, self.rng = scene, scene.planting, scene.knobs, rng
        self.spells = scene.journeys.spells
        self.items = items_of(OWN_ITEMS, Respondents.CLIENT)
        self.channels: dict[str, float] = self.knobs.values["participation"]["channels"]["linked"]
        path_spells = np.flatnonzero(scene.on_path)
        probability = self.planting.answer_probability(self.spells.dropped[path_spells])
        self.path_spells, self.answered = path_spells, path_spells[rng.random(path_spells.size) < probability]

    def _part_of(self, spells: IntArray, name: str) -> IntArray:
        share = self.knobs.number("participation", name)
        return spells[self.rng.random(spells.size) < share]

    def _realised(self, spell: IntArray) -> dict[Level, Booleans]:
        return {level: realised[spell] for level, realised in self.scene.realised.items()}

    def in_time(self) -> Sheets:
        """One sheet of each answered spell, from its start to the last day that counts."""
        spell, limit = self.answered, self.scene.limit[self.answered]
        day = self.rng.integers(self.spells.start[spell], limit, endpoint=True)
        phase = np.where(limit - day < _END_PHASE_DAYS, PHASES.index("end"), PHASES.index("during"))
        return Sheets(spell, day, phase, self._realised(spell), self.items, self.channels)

    def at_start(self) -> Sheets:
        """The items on information alone, asked at the start too."""
        spell = self._part_of(self.answered, "start_answer_share")
        day = self.spells.start[spell] + self.rng.integers(0, _START_PHASE_DAYS, spell.size)
        items = tuple(item for item in self.items if item.level == Level.INFORMATION)
        phase = np.full(spell.size, PHASES.index("start"))
        return Sheets(spell, day, phase, self._realised(spell), items, self.channels)

    def late(self) -> Sheets:
        """Answers from after what followed began, or after the exit: those who were carried on are content."""
        ended = self.path_spells[self.spells.end[self.path_spells] < self.knobs.last_day]
        spell = self._part_of(ended, "late_answer_share")
        followed_on, end = self.spells.followed_on[spell], self.spells.end[spell]
        first = np.minimum(followed_on, end + 1)
        day = self.rng.integers(first, np.where(followed_on <= end, end, end + _LATE_DAYS), endpoint=True)
        content = self.rng.random(spell.size) < 0.5 if self.planting.null else ~self.spells.dropped[spell]
        phase = np.full(spell.size, PHASES.index("after"))
        return Sheets(spell, day, phase, dict.fromkeys(Level, content), self.items, self.channels)


def draw_answers(scene: Scene, rng: Generator, rng_of_anonymous: Generator) -> pl.DataFrame:
    """All answers up to the data end, one row an item (`tyokyky.demo.sheets.answer_frame`)."""
    maker = _Maker(scene, rng)
    linked = [maker.in_time(), maker.at_start(), maker.late()]
    kinds = linked + anonymous_sheets(scene, rng_of_anonymous)
    firsts = np.cumsum([0] + [sheets.spell.size for sheets in kinds])
    parts = [
        answer_frame(scene, sheets, int(first), rng if sheets.linked else rng_of_anonymous)
        for sheets, first in zip(kinds, firsts, strict=False)
    ]
    return pl.concat([part.filter(pl.col("answered_on") <= scene.knobs.data_as_of) for part in parts])


def response_frame(scene: Scene, answers: pl.DataFrame) -> pl.DataFrame:
    """Table of answers in canonical columns; the items of one sheet share its response_id.

    Client and municipality stand on linked answers alone.
    """
    spells_of, linked = scene.journeys.spells, answers["linked"].to_numpy()
    spells = answers["spell"].to_numpy()
    client = spells_of.client[spells]
    municipality = np.where(linked, scene.clients.municipality[client], -1)
    return answers.select(
        ids("R", answers["sheet"].to_numpy() + 1, 8).alias("response_id"),
        "item_id",
        "answered_on",
        pl.col("score").fill_nan(None),
        pl.col("score").is_nan().alias("not_applicable"),
        pl.when("linked").then(scene.clients.client_id.gather(client)).alias("client_id"),
        names(spells_of.service[spells], scene.knobs.services).alias("service_code"),
        names(scene.unit[spells], scene.units.codes).alias("unit_code"),
        names(municipality, scene.knobs.municipality_codes).alias("municipality_code"),
        "channel",
        "respondent",
        "phase",
    )
