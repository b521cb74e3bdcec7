"""What is planted in the synthetic county, and the exact truth that follows from it.

An exit of a path service is not followed by anything within 90 days with probability

    base(service) + unplanned_added · [planning not realised] + weak_added · [weak service and municipality]
        − improved_taken · [improved service, ended on improved_on or later]

drawn for each spell on its own. Planning is realised with the same probability everywhere, so neither its record nor
its answers lean on where a person lives; the two additions are independent. In a null county every exit of a service
has the mean of these probabilities, and nothing leans on dropping off.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tyokyky.demo.calibration import Floats, Knobs, day_number
from tyokyky.domain.participation import PARTLY_FROM, REALISED_FROM, Level

Booleans = NDArray[np.bool_]
Integers = NDArray[np.int32]
PLANNING_ITEM_COUNT: Final = 3
"""Items of the planning level in one questionnaire; their mean makes the group of an exit."""


@dataclass(frozen=True)
class Planting:
    """The drop-off of each joint by place and planning, and how answers and records show planning."""

    knobs: Knobs
    null: bool

    def drop_probability(
        self, service: Integers, weak_place: Booleans, planned: Booleans, ended_on: Integers
    ) -> Floats:
        """Probability that nothing follows within 90 days, per exit of a path service; `ended_on` is a day number."""
        weak_joint = weak_place & (service == self.knobs.service_number(self.knobs.weak_service))
        if self.null:
            return self._mean_of_service[service]
        base = self.knobs.per_service("drop_off")[service]
        worse = self._weak_added * weak_joint + self._unplanned_added * ~planned
        better = self.knobs.number("planted", "improved_taken") * self._is_improved(service, ended_on)
        return np.asarray(base + worse - better, dtype=np.float64)

    def _is_improved(self, service: Integers, ended_on: Integers) -> Booleans:
        is_joint = service == self.knobs.service_number(self.knobs.improved_service)
        return np.asarray(is_joint & (ended_on >= day_number(self.knobs.improved_on)), dtype=np.bool_)

    @cached_property
    def _mean_of_service(self) -> Floats:
        mean = self.knobs.per_service("drop_off") + self._unplanned_added * (1 - self.planned_share)
        mean[self.knobs.service_number(self.knobs.weak_service)] += self._weak_added * self.knobs.weak_share
        return mean

    @property
    def _weak_added(self) -> float:
        return self.knobs.number("planted", "weak_added")

    @property
    def _unplanned_added(self) -> float:
        return self.knobs.number("planted", "unplanned_added")

    @property
    def planned_share(self) -> float:
        """Probability that planning is realised in a spell."""
        return self.knobs.realised_share(Level.PLANNING)

    def not_started_share(self, service: int, to: int) -> float:
        """Share of referrals between two path services that come to nothing within 90 days; one in a null county."""
        shares = self.knobs.values["planted"]["not_started"]
        joint = f"{self.knobs.path_services[service]}-{self.knobs.path_services[to]}"
        return float(shares["common"] if self.null else shares.get(joint, shares["common"]))

    def answer_probability(self, dropped: Booleans) -> Floats:
        """Probability that a spell has linked answers, which leans on dropping off except in a null county."""
        when_dropped = self.knobs.number("participation", "answered_when_dropped")
        when_carried = self.knobs.number("participation", "answered_when_carried")
        if self.null:
            return np.full(dropped.shape, (when_dropped + when_carried) / 2)
        return np.where(dropped, when_dropped, when_carried)

    @property
    def professional_overrating(self) -> float:
        """Probability that professionals see decision realised in a service where it was not; none in a null county."""
        return 0.0 if self.null else self.knobs.number("planted", "professional_overrating")

    def score_shares(self, realised: bool) -> Floats:
        """Probabilities of the scores 1–5 of one answer."""
        return self.knobs.shares("scores_when_realised" if realised else "scores_when_not")

    @cached_property
    def group_shares(self) -> dict[bool, tuple[float, float]]:
        """Shares of the groups (not, realised) of those who answer, by whether planning was realised: all 6³ sheets."""
        return {realised: self._sheet_shares(self.score_shares(realised)) for realised in (False, True)}

    def _sheet_shares(self, score_shares: Floats) -> tuple[float, float]:
        """Shares of (not, realised). Where no item would concern the client, one is answered all the same."""
        not_applicable = self.knobs.number("participation", "not_applicable_share")
        answer: dict[int | None, float] = {None: not_applicable}
        answer |= {score: float(share) * (1 - not_applicable) for score, share in enumerate(score_shares)}
        none_left = not_applicable**PLANNING_ITEM_COUNT
        means = [(score / 4, none_left * float(share)) for score, share in enumerate(score_shares)]
        for sheet in product(answer, repeat=PLANNING_ITEM_COUNT):
            scores = [score for score in sheet if score is not None]
            if scores:
                means.append((sum(scores) / (4 * len(scores)), float(np.prod([answer[score] for score in sheet]))))
        not_realised = sum(probability for mean, probability in means if mean < PARTLY_FROM)
        return not_realised, sum(probability for mean, probability in means if mean >= REALISED_FROM)
