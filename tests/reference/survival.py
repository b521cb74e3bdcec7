"""Drop-off and destinations, day by day over every exit (definitions, 5).

Variances of the destinations and of repeated exits are infinitesimal jackknives: the derivative of the estimate by the
weight of each exit, squared and summed over exits, or summed within a person first (Therneau, survival 3.x, "methods").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from statistics import NormalDist

Z = NormalDist().inv_cdf(0.975)
ALPHA = 0.05
Interval = tuple[float, float]


@dataclass(frozen=True)
class Observation:
    """One exit at risk: days until something followed (`to` names what) or until it could no longer be seen."""

    time_days: int
    to: str | None
    person: object


@dataclass(frozen=True)
class Share:
    """S(W) with its Greenwood variance and interval."""

    drop_off: float
    variance: float
    interval: Interval


@dataclass(frozen=True)
class Estimate(Share):
    """The same with the interval for repeated exits, and the share and interval of each destination."""

    clustered_interval: Interval | None
    shares: dict[str, tuple[float, Interval]]


def at_risk(observations: Sequence[Observation], day: int) -> int:
    return sum(one.time_days >= day for one in observations)


def followed(observations: Sequence[Observation], day: int, to: str | None = None) -> int:
    return sum(one.time_days == day and one.to is not None and to in (None, one.to) for one in observations)


def _event_days(observations: Sequence[Observation], window_days: int) -> list[int]:
    return sorted({one.time_days for one in observations if one.to is not None and one.time_days <= window_days})


def still_without(observations: Sequence[Observation], window_days: int) -> float:
    """S(W), the product over the days on which something followed."""
    share = 1.0
    for day in _event_days(observations, window_days):
        risk = at_risk(observations, day)
        share *= (risk - followed(observations, day)) / risk
    return share


def greenwood_variance(observations: Sequence[Observation], window_days: int) -> float:
    """`S² Σ D/(n(n−D))`; 0 where S is 0 or 1."""
    total = 0.0
    for day in _event_days(observations, window_days):
        risk, events = at_risk(observations, day), followed(observations, day)
        if risk == events:
            return 0.0
        total += events / (risk * (risk - events))
    return still_without(observations, window_days) ** 2 * total


def cumulative_incidence(observations: Sequence[Observation], window_days: int, to: str) -> float:
    """Aalen–Johansen share of those whom `to` followed within W days."""
    before, share = 1.0, 0.0
    for day in _event_days(observations, window_days):
        risk = at_risk(observations, day)
        share += before * followed(observations, day, to) / risk
        before *= 1 - followed(observations, day) / risk
    return share


def derivatives(observations: Sequence[Observation], window_days: int, to: str | None) -> list[float]:
    """Derivative of S(W), or of the cumulative incidence of `to`, by the weight of each exit."""
    without, without_by = 1.0, [0.0] * len(observations)
    share_by = [0.0] * len(observations)
    for day in _event_days(observations, window_days):
        risk = at_risk(observations, day)
        hazard = followed(observations, day) / risk
        to_hazard = followed(observations, day, to) / risk
        for number, one in enumerate(observations):
            present = one.time_days >= day
            event = one.time_days == day and one.to is not None
            hazard_by = (event - hazard * present) / risk
            to_hazard_by = ((event and one.to == to) - to_hazard * present) / risk
            share_by[number] += without_by[number] * to_hazard + without * to_hazard_by
            without_by[number] = without_by[number] * (1 - hazard) - without * hazard_by
        without *= 1 - hazard
    return without_by if to is None else share_by


def jackknife_variance(observations: Sequence[Observation], window_days: int, to: str | None) -> float:
    """Variance with each exit on its own."""
    return sum(by * by for by in derivatives(observations, window_days, to))


def clustered_variance(observations: Sequence[Observation], window_days: int, to: str | None = None) -> float:
    """Variance with the exits of a person summed first."""
    by_person: dict[object, float] = {}
    for one, by in zip(observations, derivatives(observations, window_days, to), strict=True):
        by_person[one.person] = by_person.get(one.person, 0.0) + by
    return sum(by * by for by in by_person.values())


def log_log_interval(share: float, variance: float) -> Interval:
    """log(−log) interval of a share strictly between 0 and 1."""
    width = Z * sqrt(variance) / (share * abs(log(share)))
    return share ** exp(width), share ** exp(-width)


def exact_interval(share: float, base: int) -> Interval:
    """Clopper–Pearson where nobody or everybody of `base` has the event."""
    tail: float = (ALPHA / 2) ** (1 / base)
    return (0.0, 1 - tail) if share == 0 else (tail, 1.0)


def decided_count(observations: Sequence[Observation], window_days: int) -> int:
    """Exits that something followed within W, or that were seen to day W."""
    return sum(one.time_days >= window_days or one.to is not None for one in observations)


def interval(share: float, variance: float, base: int) -> Interval:
    return log_log_interval(share, variance) if 0 < share < 1 else exact_interval(share, base)


def _certain(observations: Sequence[Observation], window_days: int, to: str) -> float:
    """The share, exactly 1 where every exit decided within W went there: sums of floats may miss it by a hair."""
    within = [one for one in observations if one.to is not None and one.time_days <= window_days]
    only = all(one.to == to for one in within) and still_without(observations, window_days) == 0
    return 1.0 if only else cumulative_incidence(observations, window_days, to)


def share_without(observations: Sequence[Observation], window_days: int) -> Share | None:
    """S(W); nothing at all where nobody is at risk on day W and S > 0."""
    without = still_without(observations, window_days)
    if not observations or (without > 0 and at_risk(observations, window_days) == 0):
        return None
    variance = greenwood_variance(observations, window_days)
    return Share(without, variance, interval(without, variance, decided_count(observations, window_days)))


def estimate(observations: Sequence[Observation], window_days: int) -> Estimate | None:
    """S(W) and the share of each destination; nothing where there is no S(W)."""
    share = share_without(observations, window_days)
    if share is None:
        return None
    base = decided_count(observations, window_days)
    shares: dict[str, tuple[float, Interval]] = {}
    for to in sorted({one.to for one in observations if one.to is not None}):
        reached = _certain(observations, window_days, to)
        shares[to] = (reached, interval(reached, jackknife_variance(observations, window_days, to), base))
    clustered = None
    if 0 < share.drop_off < 1:
        clustered = log_log_interval(share.drop_off, clustered_variance(observations, window_days))
    return Estimate(**vars(share), clustered_interval=clustered, shares=shares)
