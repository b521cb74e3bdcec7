"""The planted truths as numbers, computed from the model alone: no generated row is looked at."""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Final

import numpy as np

from tyokyky.demo.calibration import Knobs, day_number
from tyokyky.demo.comment_words import CommentWords
from tyokyky.demo.planting import Planting
from tyokyky.domain.participation import Level

_FORMULAS: Final = {
    "drop_off": "sum over place and planning of P(place) P(planning) p(place, planning), within 90 days",
    "weak_drop_off": "the same in the weak municipalities",
    "other_drop_off": "the same in the other municipalities",
    "weak_client_share": "P(weak place): inhabitants of the weak municipalities of all; clients are drawn so",
    "evidence_difference": "drop-off of exits with planning not recorded minus recorded, in units that record it: "
    "unplanned_added * (P(realised | yes) - P(realised | no)); place cancels because it is independent of planning",
    "experience_difference": "drop-off of answered exits in group 'not' minus group 'realised': for a group g, "
    "sum P(place) P(planning) P(g | planning) p a1 / sum P(place) P(planning) P(g | planning) (p a1 + (1 - p) a0), "
    "where a1 and a0 are the probabilities of answering when dropped and when carried on",
    "experience_difference_of_all": "the same with a1 = a0: what answers would show if silence leaned on nothing",
    "answered_share_dropped": "a1",
    "answered_share_carried": "a0",
    "no_answer_drop_off": "drop-off of exits without an answer: p (1 - a1) / (p (1 - a1) + (1 - p) (1 - a0)), "
    "p = drop_off",
    "referrals_not_started": "share of referrals that come to nothing within 90 days, by joint (from-to; common: every "
    "other): to each referral that came to something belong s / (1 - s) that did not, drawn from the exits of the "
    "referring service that nothing followed",
    "professional_decision_difference": "points of the scale 1-5: mean score of professionals minus that of clients on "
    "the own items of decision, late answers (phase after) left out: (1 - P(decision realised)) * P(professionals see "
    "it realised all the same) * (mean score when realised - mean score when not)",
    "drop_off_before_improvement": "drop-off of improved_service, exits before improved_on: base + (1 - P(planning "
    "realised)) * unplanned_added; the same everywhere",
    "drop_off_after_improvement": "the same, exits on improved_on or later: less by improved_taken "
    "(in a null county not)",
    "bouncing_share_weak": "share of clients' comments that tell of being bounced, at the weak joint (the weak "
    "service, clients of the weak municipalities): drawn for each comment on its own. Who comments is drawn of all "
    "clients' sheets alike, and the first coder sees what a comment was made to tell of",
    "bouncing_share_other": "the same of every other comment; in a null county of all",
    "professional_other_difference": "the same on each other level: they see what clients see. On planning "
    "it is a little below that, since those who drop off answer less, and planning leans on dropping off",
}
_PLACES_AND_PLANNING: Final = tuple(product((False, True), repeat=2))


@dataclass(frozen=True)
class Truth:
    """Planted truths of one service's joint at a window of 90 days and default chaining. Shares are 0–1.

    Differences are of the planning level, unadjusted: "not" minus "realised" (experience), "no" minus "yes" (evidence).
    Those of professionals are of mean scores, in points of the scale 1–5.
    """

    null: bool
    service: str
    weak_municipalities: tuple[str, ...]
    weak_client_share: float
    drop_off: float
    weak_drop_off: float
    other_drop_off: float
    evidence_difference: float
    experience_difference: float
    experience_difference_of_all: float
    answered_share_dropped: float
    answered_share_carried: float
    no_answer_drop_off: float
    professional_decision_difference: float
    improved_service: str
    improved_on: str
    drop_off_before_improvement: float
    drop_off_after_improvement: float
    bouncing_share_weak: float
    bouncing_share_other: float
    professional_other_difference: float = 0.0
    referrals_not_started: dict[str, float] = field(default_factory=dict)
    window_days: int = 90
    formulas: dict[str, str] = field(default_factory=lambda: dict(_FORMULAS))

    def as_dictionary(self) -> dict[str, object]:
        """The truths in the form of `truth.json`."""
        return asdict(self)


def truth_of(knobs: Knobs, null: bool) -> Truth:
    """Truths of the service whose joint is planted weak; in a null county there is no weak municipality."""
    model = _Model(Planting(knobs, null))
    by_place = [model.drop_off_of(weak) for weak in (False, True)]
    drop_off = (1 - knobs.weak_share) * by_place[False] + knobs.weak_share * by_place[True]
    when_dropped, when_carried = model.answered
    silent_and_dropped = drop_off * (1 - when_dropped)
    return Truth(
        null=null,
        service=knobs.weak_service,
        weak_municipalities=() if null else knobs.weak_municipalities,
        weak_client_share=knobs.weak_share,
        drop_off=drop_off,
        weak_drop_off=by_place[True],
        other_drop_off=by_place[False],
        evidence_difference=model.evidence_difference(),
        experience_difference=model.experience_difference(when_dropped, when_carried),
        experience_difference_of_all=model.experience_difference(1.0, 1.0),
        answered_share_dropped=when_dropped,
        answered_share_carried=when_carried,
        no_answer_drop_off=silent_and_dropped / (silent_and_dropped + (1 - drop_off) * (1 - when_carried)),
        professional_decision_difference=model.professional_decision_difference(),
        improved_service=knobs.improved_service,
        improved_on="" if null else knobs.improved_on.isoformat(),
        drop_off_before_improvement=model.improved_drop_off(knobs.improved_on - timedelta(days=1)),
        drop_off_after_improvement=model.improved_drop_off(knobs.improved_on),
        bouncing_share_weak=_bouncing_share(null, "weak"),
        bouncing_share_other=_bouncing_share(null, "other"),
        referrals_not_started=_not_started(knobs, null),
    )


def _bouncing_share(null: bool, place: str) -> float:
    return CommentWords.shipped().number("planted", f"bouncing_{'other' if null else place}")


def _not_started(knobs: Knobs, null: bool) -> dict[str, float]:
    shares = knobs.values["planted"]["not_started"]
    return {joint: float(share) for joint, share in shares.items() if joint == "common" or not null}


@dataclass(frozen=True)
class _Model:
    planting: Planting

    def p(self, weak: bool, planned: bool) -> float:
        return self.p_of(self.planting.knobs.weak_service, weak, planned)

    def p_of(self, service: str, weak: bool, planned: bool, ended_on: date | None = None) -> float:
        number = np.array([self.planting.knobs.service_number(service)], dtype=np.int32)
        day = np.array([day_number(ended_on or self.planting.knobs.data_as_of)], dtype=np.int32)
        return float(self.planting.drop_probability(number, np.array([weak]), np.array([planned]), day)[0])

    def improved_drop_off(self, ended_on: date) -> float:
        planned_share, service = self.planting.planned_share, self.planting.knobs.improved_service
        planned, unplanned = (self.p_of(service, False, planned, ended_on) for planned in (True, False))
        return planned_share * planned + (1 - planned_share) * unplanned

    def share(self, weak: bool, planned: bool) -> float:
        weak_share, planned_share = self.planting.knobs.weak_share, self.planting.planned_share
        return (weak_share if weak else 1 - weak_share) * (planned_share if planned else 1 - planned_share)

    @property
    def answered(self) -> tuple[float, float]:
        """Probability of answering when dropped, and when carried on."""
        when_dropped, when_carried = self.planting.answer_probability(np.array([True, False]))
        return float(when_dropped), float(when_carried)

    def drop_off_of(self, weak: bool) -> float:
        planned_share = self.planting.planned_share
        return planned_share * self.p(weak, True) + (1 - planned_share) * self.p(weak, False)

    def evidence_difference(self) -> float:
        yes, no = (self._drop_off_when_recorded(recorded) for recorded in (True, False))
        return no - yes

    def _drop_off_when_recorded(self, recorded: bool) -> float:
        knobs = self.planting.knobs
        record = [knobs.number("participation", f"recorded_when_{name}") for name in ("not", "realised")]
        weights = {
            (weak, planned): self.share(weak, planned) * (record[planned] if recorded else 1 - record[planned])
            for weak, planned in _PLACES_AND_PLANNING
        }
        return sum(weight * self.p(*cell) for cell, weight in weights.items()) / sum(weights.values())

    def experience_difference(self, when_dropped: float, when_carried: float) -> float:
        return self._answered_drop_off(0, when_dropped, when_carried) - self._answered_drop_off(
            1, when_dropped, when_carried
        )

    def _answered_drop_off(self, group: int, when_dropped: float, when_carried: float) -> float:
        """Drop-off among those who answer, in group 0 ("not") or 1 ("realised")."""
        dropped = carried = 0.0
        for weak, planned in _PLACES_AND_PLANNING:
            weight = self.share(weak, planned) * self.planting.group_shares[planned][group]
            dropped += weight * self.p(weak, planned) * when_dropped
            carried += weight * (1 - self.p(weak, planned)) * when_carried
        return dropped / (dropped + carried)

    def professional_decision_difference(self) -> float:
        """Professionals' mean score on decision minus clients'."""
        realised, overrating = self.planting.knobs.realised_share(Level.DECISION), self.planting.professional_overrating
        when_realised, when_not = (self._mean_score(answer) for answer in (True, False))
        return (1 - realised) * overrating * (when_realised - when_not)

    def _mean_score(self, realised: bool) -> float:
        shares = self.planting.score_shares(realised)
        return float((shares * np.arange(1, shares.size + 1)).sum() / shares.sum())
