"""Drop-off and what follows, estimated on counts per day: Kaplan–Meier and Aalen–Johansen with their variances.

The counts come from one aggregation over exits (a life table); no person's row is needed, and a thousand groups are
estimated at once. Checked against R `survival` and `cmprsk` (tests/oracles).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt

from tyokyky.domain import intervals
from tyokyky.domain.intervals import Array

Counts = npt.NDArray[np.int64]


def _whole(counts: npt.ArrayLike) -> Counts:
    return np.asarray(counts, dtype=np.int64)


@dataclass(frozen=True)
class Interval:
    """Lower and upper end of a 95 % interval, elementwise; NaN where there is none."""

    lower: Array
    upper: Array


@dataclass(frozen=True)
class LifeTable:
    """Counts of exits per group (axis 0) and day 0…W (axis 1).

    `followed[g, d, k]`: successors of kind k that came d days after the exit. `censored[g, d]`: exits without a
    successor whose follow-up ends on day d; those followed to W or longer stand on day W.
    Exits with a successor after W stand there too. Exits not yet observable or not linked are not in the table.
    """

    followed: Counts
    censored: Counts

    @property
    def window_days(self) -> int:
        """W."""
        return int(self.followed.shape[1]) - 1

    @cached_property
    def followed_by_any(self) -> Counts:
        """D(d): successors of any kind per group and day."""
        return _whole(self.followed.sum(axis=2))

    @cached_property
    def at_start(self) -> Counts:
        """Exits in the estimate, per group."""
        return _whole(self.followed_by_any.sum(axis=1) + self.censored.sum(axis=1))

    @cached_property
    def at_risk(self) -> Counts:
        """n(d): exits whose event or censoring time is d or later. Events count before censoring on the same day."""
        gone = (self.followed_by_any + self.censored).cumsum(axis=1)
        before = np.concatenate([np.zeros((len(gone), 1), dtype=np.int64), gone[:, :-1]], axis=1)
        return _whole(self.at_start[:, None] - before)

    @cached_property
    def fully_observed(self) -> Counts:
        """Exits with a successor within W or followed up to W: the base of the exact interval."""
        return _whole(self.at_start - self.censored[:, :-1].sum(axis=1))


def _share(numerator: Array, denominator: Array) -> Array:
    """Elementwise quotient, 0 where the denominator is 0 (a day without anybody at risk adds nothing)."""
    return np.divide(
        numerator, denominator, out=np.zeros(np.broadcast(numerator, denominator).shape), where=denominator > 0
    )


@dataclass(frozen=True)
class DropOff:
    """S(d) per group and day: the probability that nothing has followed by day d, with Greenwood's sum.

    `share` is NaN where nobody is at risk while S > 0 (state `not_yet`).
    """

    table: LifeTable
    survival: Array
    greenwood: Array

    @classmethod
    def of(cls, table: LifeTable) -> Self:
        """Kaplan–Meier estimate of a life table (definitions, section 5)."""
        followed = table.followed_by_any.astype(np.float64)
        at_risk = table.at_risk.astype(np.float64)
        survival = np.asarray(np.cumprod(1 - _share(followed, at_risk), axis=1), dtype=np.float64)
        greenwood = np.asarray(np.cumsum(_share(followed, at_risk * (at_risk - followed)), axis=1), dtype=np.float64)
        return cls(table, survival, greenwood)

    @cached_property
    def known(self) -> npt.NDArray[np.bool_]:
        """Whether there is an estimate, per group and day."""
        at_its_end = (self.survival == 0) & (self.table.at_start > 0)[:, None]
        return np.asarray((self.table.at_risk > 0) | at_its_end, dtype=np.bool_)

    @cached_property
    def share(self) -> Array:
        """Drop-off per group and day, NaN where there is no estimate."""
        return np.where(self.known, self.survival, np.nan)

    @cached_property
    def variance(self) -> Array:
        """Greenwood's variance per group and day."""
        return self.share**2 * self.greenwood

    def interval(self) -> Interval:
        """Interval per group and day: log(−log), exact where the share is 0 or 1 (see `LifeTable.fully_observed`).

        For a day before W the exact base counts those observed up to that day.
        """
        lost = self.table.censored.cumsum(axis=1) - self.table.censored
        observed = (self.table.at_start[:, None] - lost).astype(np.float64)
        return Interval(*intervals.of_share(self.share, np.sqrt(self.variance), observed))

    def influence(self) -> tuple[Array, Array]:
        """What one exit adds to S(W): per group and day, for exits followed on that day and for censored ones.

        The infinitesimal jackknife behind R's robust `survfit`: dS/dw = −S(W) · (dN/(n − D) − Σ Y·D/(n(n − D))).
        """
        followed = self.table.followed_by_any.astype(np.float64)
        left = self.table.at_risk - followed
        end = self.survival[:, -1:]
        censored = end * self.greenwood
        return censored - end * _share(np.ones_like(left), left), censored


@dataclass(frozen=True)
class CumulativeIncidence:
    """CIF at W per group and kind with its delta-method variance (R `survfit` of a factor). NaN without an estimate."""

    share: Array
    variance: Array
    fully_observed: Counts

    @classmethod
    def of(cls, table: LifeTable, drop_off: DropOff) -> Self:
        """Aalen–Johansen estimate: CIF_k(W) = Σ S(d−1) · D_k(d)/n(d). With drop-off the shares add up to 1."""
        at_risk = table.at_risk.astype(np.float64)[:, :, None]
        before = np.concatenate([np.ones((len(at_risk), 1)), drop_off.survival[:, :-1]], axis=1)[:, :, None]
        hazard = _share(table.followed.astype(np.float64), at_risk)
        steps = before * hazard
        reached = steps.cumsum(axis=1)
        known = drop_off.known[:, -1:]
        share = np.where(known, cls._exact_ends(table, drop_off, reached[:, -1]), np.nan)
        variance = cls._variance(table, before, hazard, reached, at_risk)
        return cls(share, np.where(known, variance, np.nan), table.fully_observed)

    @staticmethod
    def _exact_ends(table: LifeTable, drop_off: DropOff, share: Array) -> Array:
        """Where every exit was followed by one kind the share is exactly 1, whatever the rounding of the sum."""
        of_kind = table.followed.sum(axis=1)
        only = (of_kind == table.followed_by_any.sum(axis=1)[:, None]) & (of_kind > 0)
        return np.where(only & (drop_off.survival[:, -1:] == 0), 1.0, share)

    @staticmethod
    def _variance(table: LifeTable, before: Array, hazard: Array, reached: Array, at_risk: Array) -> Array:
        """Per day: survival's part, the kind's own part, and their covariance (multinomial delta method)."""
        followed = table.followed_by_any.astype(np.float64)[:, :, None]
        to_come = reached[:, -1:] - reached
        of_survival = to_come**2 * _share(followed, at_risk * (at_risk - followed))
        own = before**2 * _share(hazard * (1 - hazard), at_risk)
        both = 2 * to_come * before * _share(hazard, at_risk)
        total: Array = np.maximum(0.0, (of_survival + own - both).sum(axis=1))
        return total

    def interval(self) -> Interval:
        """Interval per group and kind: log(−log), exact where the share is 0 or 1."""
        observed = self.fully_observed[:, None].astype(np.float64)
        return Interval(*intervals.of_share(self.share, np.sqrt(self.variance), observed))
