"""Service moments: what was recorded as evidence of participation, and plain meetings with their no-shows."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator

from tyokyky.demo.columns import IntArray, days, drawn, ids, names
from tyokyky.demo.planting import Booleans
from tyokyky.demo.scene import Scene
from tyokyky.domain.codes import MomentCode
from tyokyky.domain.participation import Level, Plane
from tyokyky.store.codebook import shipped_code_book

_ATTENDED: Final = ("yes", "no_show", "cancelled")
_CHANNELS: Final = ("in_person", "phone", "message")
_TOUCHPOINTS: Final = ("office", "home", "phone", "online")
_MEANINGS: Final = ("worked", "lacked")
_MEETING_SHARES: Final = {
    "meeting": 0.62,
    "phone_call": 0.18,
    "network_meeting": 0.08,
    "home_visit": 0.06,
    "message": 0.06,
}
_SECOND_RECORD_SHARE: Final = 0.25
"""Of levels on record in a spell, those with a second moment."""
_AFTERNOON_ENDS: Final = 16


@dataclass(frozen=True)
class _Part:
    """Moments by spell: day, number of the code; whether they stand in the records of the service."""

    spell: IntArray
    day: IntArray
    code: IntArray
    of_service: bool = True


class _Maker:
    def __init__(self, scene: Scene, rng: Generator) -> None:
        self.scene, self.knobs, self.journeys, self.rng = scene, scene.knobs, scene.journeys, rng
        self.path_spells = np.flatnonzero(scene.on_path)

    @cached_property
    def codes(self) -> tuple[MomentCode, ...]:
        """Shipped moment codes; parts number them in this order."""
        return shipped_code_book().moments

    def numbers(self, level: Level, plane: Plane) -> IntArray:
        """Numbers of the codes that are evidence of a level on a plane."""
        return np.array([n for n, code in enumerate(self.codes) if (code.level, code.plane) == (level, plane)])

    def _number(self, code: str) -> int:
        return [known.code for known in self.codes].index(code)

    def evidence(self, level: Level) -> _Part:
        """Records of a level in units that keep them; they lean on whether the level was realised, on nothing else."""
        settings, spells = self.knobs.values["participation"], self.path_spells
        realised = self.scene.realised[level][spells]
        share = np.where(realised, settings["recorded_when_realised"], settings["recorded_when_not"])
        on_record = self.rng.random(spells.size) < share
        recorded = spells[on_record & self.scene.units.records(self.scene.unit[spells], level)]
        again = recorded[self.rng.random(recorded.size) < _SECOND_RECORD_SHARE]
        spell = np.concatenate([recorded, again])
        choices = self.numbers(level, Plane.OWN)
        return _Part(spell, self._days_in_periods(spell), choices[self.rng.integers(choices.size, size=spell.size)])

    def _days_in_periods(self, spell: IntArray) -> IntArray:
        """A day in one of the spell's periods up to its limit, so that no moment falls into a gap between periods."""
        firsts = np.searchsorted(self.journeys.period_spell, spell, side="left")
        after = np.searchsorted(self.journeys.period_spell, spell, side="right")
        period = firsts + self.rng.integers(after - firsts)
        last = np.minimum(self.journeys.period_end[period], self.scene.limit[spell])
        return np.asarray(self.rng.integers(self.journeys.period_start[period], last, endpoint=True), dtype=np.int64)

    def meetings(self) -> _Part:
        """Plain meetings over the whole of each period; they are evidence of nothing."""
        periods, spells = self.journeys, self.journeys.spells
        service = spells.service[periods.period_spell]
        on_path = np.flatnonzero(
            (service < len(self.knobs.path_services)) & (periods.period_start <= self.knobs.last_day)
        )
        known_end = np.minimum(periods.period_end[on_path], self.knobs.last_day)
        length = known_end - periods.period_start[on_path] + 1
        count = self.rng.poisson(length / self.knobs.per_service("meeting_every_days")[service[on_path]])
        period = np.repeat(on_path, count)
        day = self.rng.integers(periods.period_start[period], np.repeat(known_end, count), endpoint=True)
        kinds = np.array([self._number(code) for code in _MEETING_SHARES])
        code = kinds[drawn(list(_MEETING_SHARES.values()), self.rng.random(period.size))]
        return _Part(periods.period_spell[period], day, code)

    def first_contacts(self) -> _Part:
        """A first contact on the day a spell starts."""
        spell = self.path_spells[self.rng.random(self.path_spells.size) < 0.5]
        return _Part(spell, self.journeys.spells.start[spell], np.full(spell.size, self._number("first_contact")))

    def development(self) -> _Part:
        """Moments of developing services: of no single service, and no evidence of participation in one's own."""
        share = self.knobs.number("participation", "development_share")
        spell = self.path_spells[self.rng.random(self.path_spells.size) < share]
        choices = np.array(list(chain.from_iterable(self.numbers(level, Plane.DEVELOPMENT) for level in Level)))
        code = choices[self.rng.integers(choices.size, size=spell.size)]
        return _Part(spell, self._days_in_periods(spell), code, of_service=False)

    def attended(self, code: IntArray) -> IntArray:
        """Whether the client came; only plain meetings are missed, and messages have no attendance."""
        settings = self.knobs.values["moments"]
        missed, cancelled = settings["no_show_share"], settings["cancelled_share"]
        attended = drawn([1 - missed - cancelled, missed, cancelled], self.rng.random(code.size))
        may_be_missed = np.isin(code, [self._number(name) for name in ("meeting", "network_meeting", "home_visit")])
        return np.where(code == self._number("message"), -1, np.where(may_be_missed, attended, 0))

    def channels(self, code: IntArray) -> tuple[IntArray, IntArray]:
        """Channel and touchpoint of each moment."""
        phone, message, home = (self._number(name) for name in ("phone_call", "message", "home_visit"))
        channel = np.select([code == phone, code == message], [1, 2], 0)
        return channel, np.select([code == home, code == phone, code == message], [1, 2, 3], 0)

    def critical(self, attended: IntArray) -> tuple[Booleans, IntArray]:
        """Which moments people named as critical, and whether they worked or lacked something; not those missed."""
        share = self.knobs.number("moments", "critical_share")
        critical = (self.rng.random(attended.size) < share) & (attended <= 0)
        return critical, np.where(critical, self.rng.integers(len(_MEANINGS), size=attended.size), -1)


def moment_frame(scene: Scene, rng: Generator) -> pl.DataFrame:
    """Table of moments in canonical columns, ordered by client and time; nothing lies after the data end."""
    maker, journeys = _Maker(scene, rng), scene.journeys
    parts = [maker.evidence(level) for level in Level]
    parts += [maker.meetings(), maker.first_contacts(), maker.development()]
    spell, day, code = (np.concatenate([getattr(part, name) for part in parts]) for name in ("spell", "day", "code"))
    of_service = np.concatenate([np.full(part.spell.size, part.of_service) for part in parts])
    quarter_hour = rng.integers(8 * 4, _AFTERNOON_ENDS * 4, size=spell.size)
    known = np.flatnonzero(day <= scene.knobs.last_day)
    order = known[np.lexsort((quarter_hour[known], day[known], journeys.spells.client[spell[known]]))]
    spell, day, code, of_service = spell[order], day[order], code[order], of_service[order]
    service = np.where(of_service, journeys.spells.service[spell], -1)
    client_id = scene.clients.client_id.gather(journeys.spells.client[spell])
    return _table(maker, client_id, service, code, _timestamps(day, quarter_hour[order]))


def _timestamps(day: IntArray, quarter_hour: IntArray) -> pl.Series:
    moment = pl.DataFrame({"day": days(day), "quarter": quarter_hour})
    return moment.select(
        pl.col("day").cast(pl.Datetime("us")) + pl.duration(minutes=pl.col("quarter") * 15, time_unit="us")
    ).to_series()


def _table(
    maker: _Maker, client_id: pl.Series, service: IntArray, code: IntArray, occurred_at: pl.Series
) -> pl.DataFrame:
    attended = maker.attended(code)
    critical, meaning = maker.critical(attended)
    channel, touchpoint = maker.channels(code)
    level_of = np.array([list(Level).index(known.level) if known.level else -1 for known in maker.codes])
    plane_of = np.array([list(Plane).index(known.plane) if known.plane else -1 for known in maker.codes])
    return pl.DataFrame(
        {
            "moment_id": ids("M", np.arange(1, code.size + 1), 8),
            "client_id": client_id,
            "occurred_at": occurred_at,
            "moment_code": names(code, [known.code for known in maker.codes]),
            "service_code": names(service, maker.knobs.services),
            "touchpoint": names(touchpoint, _TOUCHPOINTS),
            "channel": names(channel, _CHANNELS),
            "attended": names(attended, _ATTENDED),
            "participation_level": names(level_of[code], list(Level)),
            "plane": names(plane_of[code], list(Plane)),
            "critical": critical,
            "meaning": names(meaning, _MEANINGS),
        }
    )
