"""The synthetic county: seeded, with planted truths that the product is to find again."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.random import Generator, SeedSequence

from tyokyky.demo.calibration import Knobs
from tyokyky.demo.clients import make_clients
from tyokyky.demo.codings import draw_codings
from tyokyky.demo.comments import draw_comments
from tyokyky.demo.journeys import make_journeys
from tyokyky.demo.moments import moment_frame
from tyokyky.demo.periods import period_frame
from tyokyky.demo.planting import Planting
from tyokyky.demo.referrals import referral_frame
from tyokyky.demo.responses import draw_answers, response_frame
from tyokyky.demo.scene import draw_scene
from tyokyky.demo.truth import Truth, truth_of
from tyokyky.domain.errors import UserError
from tyokyky.domain.themes import NewCoding

CONTROLLER: Final = "hyvinvointialue"
"""Controller of the source that the county is delivered by: the only one of its link group."""
DELIVERED: Final = ("client", "period", "moment", "response", "referral", "comment")
"""Tables in the order in which they are delivered."""


@dataclass(frozen=True)
class County:
    """One synthetic county in the canonical columns of `tyokyky.store.tables`, and what is true of it.

    Codes are text or dictionaries of text (Polars Enum). Clients are called DEMO-000001 and on. No row is of a person.
    """

    data_as_of: date
    client: pl.DataFrame
    period: pl.DataFrame
    moment: pl.DataFrame
    response: pl.DataFrame
    referral: pl.DataFrame
    comment: pl.DataFrame
    codings: tuple[NewCoding, ...]
    """What the first readers saw in part of the comments: delivered by no file."""
    truth: Truth

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Frames by the name of their table, in the order in which they are delivered."""
        return {name: getattr(self, name) for name in DELIVERED}


def generate(clients: int = 6000, seed: int = 1, null: bool = False, data_as_of: date | None = None) -> County:
    """Draws a county of so many clients over five years; the same arguments give the same bytes.

    `data_as_of`: a later day than the calibration's own, with entries drawn over the longer time.

    With `null`, nothing differs: no weak joint, no level of participation goes together with dropping off, neither
    answering nor handing over leans on it, professionals see what clients see, and comments lean on nothing.

    Raises:
        UserError: fewer than one client, a negative seed, or a day before the calibration's own.
    """
    if clients < 1 or seed < 0:
        raise UserError("Esimerkkialueelle tarvitaan vähintään yksi asiakas ja siemenluku, joka on vähintään 0.")
    knobs = Knobs.shipped() if data_as_of is None else Knobs.shipped().until(data_as_of)
    planting = Planting(knobs, null)
    # A stream per table, so that a change in one does not move the draws of the others.
    streams = _streams(seed, 9)
    of_clients, of_journeys, of_scene, of_periods, of_moments, of_responses, of_anonymous, *others = streams
    of_referrals, of_comments = others
    people = make_clients(knobs, clients, of_clients)
    journeys = make_journeys(knobs, planting, people.entry_day, people.weak_place, of_journeys)
    scene = draw_scene(planting, people, journeys, of_scene)
    answers = draw_answers(scene, of_responses, of_anonymous)
    comments = draw_comments(scene, answers, of_comments)
    return County(
        data_as_of=knobs.data_as_of,
        client=people.frame,
        period=period_frame(scene, of_periods),
        moment=moment_frame(scene, of_moments),
        response=response_frame(scene, answers),
        referral=referral_frame(scene, of_referrals),
        comment=comments.frame,
        codings=draw_codings(comments, CONTROLLER, of_comments),
        truth=truth_of(knobs, null),
    )


def _streams(seed: int, count: int) -> list[Generator]:
    return [np.random.default_rng(child) for child in SeedSequence(seed).spawn(count)]
