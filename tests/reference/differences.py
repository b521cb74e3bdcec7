"""Differences between two groups' drop-offs: MOVER, p, Holm and direct standardisation (definitions, 7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

from tests.reference.survival import Interval, Z

LEAST_FOR_Z = 5


@dataclass(frozen=True)
class Group:
    """A group's exits and its drop-off with Greenwood variance and interval; empty where there is no estimate.

    `least`: the smaller of its dropped and its followed exits within the window.
    """

    exits: int
    drop_off: float | None
    variance: float | None
    interval: Interval | None
    least: int = 0


@dataclass(frozen=True)
class Adjusted:
    difference: float
    interval: Interval
    covered_share: float


def mover(first: Group, second: Group) -> tuple[float, Interval] | None:
    """First minus second with the interval recovered from the two intervals (Zou and Donner 2008)."""
    if first.drop_off is None or second.drop_off is None or first.interval is None or second.interval is None:
        return None
    difference = first.drop_off - second.drop_off
    below = sqrt((first.drop_off - first.interval[0]) ** 2 + (second.interval[1] - second.drop_off) ** 2)
    above = sqrt((first.interval[1] - first.drop_off) ** 2 + (second.drop_off - second.interval[0]) ** 2)
    return difference, (difference - below, difference + above)


def p_value(first: Group, second: Group) -> float | None:
    """Two-sided p of no difference; empty where an estimate is missing, neither varies, or z has too little."""
    if min(first.least, second.least) < LEAST_FOR_Z:
        return None
    if first.drop_off is None or second.drop_off is None or first.variance is None or second.variance is None:
        return None
    variance = first.variance + second.variance
    if variance == 0:
        return None
    return 2 * NormalDist().cdf(-abs(first.drop_off - second.drop_off) / sqrt(variance))


def holm(p_values: Sequence[float | None], family: int) -> list[float | None]:
    """Each p times the count of those in the family not smaller, never falling, at most 1; empty ones are largest."""
    order = sorted((p, number) for number, p in enumerate(p_values) if p is not None)
    adjusted: list[float | None] = [None] * len(p_values)
    largest = 0.0
    for place, (p, number) in enumerate(order):
        largest = max(largest, min(1.0, p * (family - place)))
        adjusted[number] = largest
    return adjusted


def adjusted(strata: Sequence[tuple[Group, Group]]) -> Adjusted | None:
    """Difference standardised over strata in which both groups have an estimate, weighted by the exits of both."""
    used = [
        (first.exits + second.exits, first.drop_off - second.drop_off, first.variance + second.variance)
        for first, second in strata
        if first.drop_off is not None
        and second.drop_off is not None
        and first.variance is not None
        and second.variance is not None
    ]
    everyone = sum(first.exits + second.exits for first, second in strata)
    weight = sum(exits for exits, _, _ in used)
    if not used:
        return None
    difference = sum(exits / weight * by for exits, by, _ in used)
    width = Z * sqrt(sum((exits / weight) ** 2 * variance for exits, _, variance in used))
    return Adjusted(difference, (difference - width, difference + width), weight / everyone)
