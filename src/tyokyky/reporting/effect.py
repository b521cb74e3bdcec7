"""Effect of an action as staff see it: the joint before and after, comparable joints beside, one sentence."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from tyokyky.analysis import effect as analysis
from tyokyky.analysis.effect import EffectDays
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.messages import Message
from tyokyky.privacy import yearly_numbers
from tyokyky.reporting.mart import Mart

_COLUMNS: Final = {
    "service": "service_code",
    "exits_before": "at_start_count_before",
    "drop_off_before": "drop_off_share_before",
    "exits_after": "at_start_count_after",
    "drop_off_after": "drop_off_share_after",
    "difference": "difference_share",
    "lower": "lower_share",
    "upper": "upper_share",
    "state": "state",
}
TABLE_COLUMNS: Final = (*_COLUMNS, "is_joint", "is_comparable")


@dataclass(frozen=True)
class Effect:
    """What can be said of an action so far.

    `table`: one row per service with exits on either side, in the order of the path: service, exits_before,
    drop_off_before, exits_after, drop_off_after, difference (after minus before), lower, upper (95 %), state (empty, or
    why there is no difference), is_joint (the action's own), is_comparable (a joint without such an action). Counts are
    exits; shares are 0–1; small numbers are withheld. Without rows while it is too early. `days` is null without data.
    """

    finding: Message
    table: pl.DataFrame
    days: EffectDays | None

    @property
    def is_too_early(self) -> bool:
        """Whether the window and the chaining tolerance have not passed since the action began."""
        return self.days is not None and self.days.is_too_early


def effect(
    mart: Mart, filters: Filters, joint: str, begun_on: date, acted_joints: frozenset[str] = frozenset()
) -> Effect:
    """Effect of an action at a joint that began on a day.

    `filters` give window, tolerance, municipality and unit. `acted_joints`: where another action was begun on the same
    days; they are shown, but not compared with.

    Raises:
        UserError: the filters name days or a service: those are the action's own.
    """
    if filters.since or filters.until or filters.service:
        raise UserError("Vaikutus lasketaan toimenpiteen omista päivistä ja nivelkohdasta: poista ne rajauksesta.")
    with mart.connection(filters.chain_gap_days) as connection:
        days = analysis.effect_days(connection, filters, begun_on)
        if days is None:
            return Effect(Message("finding.effect.nothing", {"service_code": joint}), _no_rows(), None)
        if days.is_too_early:
            values = {"begun_on": begun_on, "known_on": days.known_on}
            return Effect(Message("finding.effect.too_early", values), _no_rows(), days)
        exact = analysis.effect(connection, filters, days)
    table = _table(yearly_numbers.protect_change(exact), joint, acted_joints)
    return Effect(_finding(table, joint), table, days)


def _table(protected: pl.DataFrame, joint: str, acted_joints: frozenset[str]) -> pl.DataFrame:
    chosen = protected.select(pl.col(ours).alias(theirs) for theirs, ours in _COLUMNS.items())
    own = pl.col("service") == joint
    return chosen.with_columns(is_joint=own, is_comparable=~own & ~pl.col("service").is_in(list(acted_joints)))


def _no_rows() -> pl.DataFrame:
    texts, counts, flags = ("service", "state"), ("exits_before", "exits_after"), ("is_joint", "is_comparable")
    kinds = {**dict.fromkeys(texts, pl.String), **dict.fromkeys(counts, pl.Int64), **dict.fromkeys(flags, pl.Boolean)}
    return pl.DataFrame(schema={name: kinds.get(name, pl.Float64) for name in TABLE_COLUMNS})


def _finding(table: pl.DataFrame, joint: str) -> Message:
    own = table.filter("is_joint").drop_nulls("difference")
    if own.is_empty():
        return Message("finding.effect.nothing", {"service_code": joint})
    row = own.row(0, named=True)
    others = table.filter("is_comparable").drop_nulls("difference")
    values = {
        "service_code": joint,
        "before_share": row["drop_off_before"],
        "after_share": row["drop_off_after"],
        "difference_share": row["difference"],
        "lower_share": row["lower"],
        "upper_share": row["upper"],
        "joint_count": others.height,
        "fewer_count": others.filter(pl.col("upper") < 0).height,
    }
    if row["upper"] < 0:
        return Message("finding.effect.less", values)
    return Message("finding.effect.more" if row["lower"] > 0 else "finding.effect.unclear", values)
