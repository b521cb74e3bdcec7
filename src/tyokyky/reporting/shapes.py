"""The shape in which each figure leaves: exactly the columns that other programs may rely on (data.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from tyokyky.domain.filters import Breakdown, Filters


def _as_is(rows: pl.DataFrame) -> pl.DataFrame:
    return rows


def _with_answered_share(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        answered_share=pl.when(pl.col("active_person_count") > 0).then(
            pl.col("answered_count") / pl.col("active_person_count")
        )
    )


@dataclass(frozen=True)
class Shape:
    """A figure's columns in their order, and our names of them. `by` marks where the breakdown's column stands."""

    columns: Mapping[str, str]
    complete: Callable[[pl.DataFrame], pl.DataFrame] = _as_is
    """What an unprotected figure still needs, which the small-number rule otherwise works out."""

    def table(
        self, rows: pl.DataFrame, filters: Filters, breakdown: Breakdown | None, observed_until: date | None
    ) -> pl.DataFrame:
        """The figure's table."""
        known = {
            "window_days": pl.lit(filters.window_days, dtype=pl.Int64),
            "observed_until": pl.lit(observed_until, dtype=pl.Date),
        }
        if filters.chain_gap_days is not None:
            known["chain_gap_days"] = pl.lit(filters.chain_gap_days, dtype=pl.Int64)
        filled = rows.with_columns(**{name: value for name, value in known.items() if name in self.columns.values()})
        chosen = [
            pl.col(ours).alias(breakdown.name if theirs == "by" and breakdown else theirs)
            for theirs, ours in self.columns.items()
            if theirs != "by" or breakdown is not None
        ]
        return filled.select(chosen)


_JOINT: Final = {"service": "service_code", "by": "breakdown_value"}
_INTERVAL: Final = {"lower": "lower_share", "upper": "upper_share"}

SHAPES: Final[Mapping[str, Shape]] = {
    "drop-off": Shape(
        {
            **_JOINT,
            "periods": "period_count",
            "spells": "spell_count",
            "persons": "person_count",
            "exits": "exit_count",
            "at_start": "at_start_count",
            "dropped": "dropped_count",
            "still_in_window": "still_in_window_count",
            "not_yet_observable": "not_yet_observable_count",
            "may_be_renewed": "may_be_renewed_count",
            "drop_off": "drop_off_share",
            **_INTERVAL,
            "lower_clustered": "lower_clustered_share",
            "upper_clustered": "upper_clustered_share",
            "state": "state",
            "window_days": "window_days",
            "chain_gap_days": "chain_gap_days",
            "observed_until": "observed_until",
        }
    ),
    "destinations": Shape(
        {
            "service": "service_code",
            "to": "successor_service_code",
            "kind": "kind",
            "by": "breakdown_value",
            "n": "successor_count",
            "share": "share",
            **_INTERVAL,
            "window_days": "window_days",
        }
    ),
    "curve": Shape({**_JOINT, "day": "day", "at_risk": "at_risk_count", "dropped_share": "dropped_share", **_INTERVAL}),
    "participation": Shape(
        {
            "service": "service_code",
            "level": "level",
            "measure": "measure",
            "group": "breakdown_value",
            "exits": "exit_count",
            "drop_off": "drop_off_share",
            **_INTERVAL,
            "difference": "difference_share",
            "difference_lower": "difference_lower_share",
            "difference_upper": "difference_upper_share",
            "p_holm": "p_holm",
            "adjusted_difference": "adjusted_share",
            "adjusted_lower": "adjusted_lower_share",
            "adjusted_upper": "adjusted_upper_share",
            "adjusted_covered_share": "adjusted_covered_share",
            "answered_share": "answered_share",
        },
        complete=_with_answered_share,
    ),
    "silence": Shape(
        {
            "service": "service_code",
            "level": "level",
            "assumption": "assumption",
            "drop_off_realised": "realised_share",
            "drop_off_not": "not_share",
            "difference": "difference_share",
            **_INTERVAL,
            "exits": "exit_count",
            "no_answer": "no_answer_count",
            "no_answer_share": "no_answer_share",
            "state": "state",
        }
    ),
    "unit-feedback": Shape(
        {
            "service": "service_code",
            "level": "level",
            "score_band": "breakdown_value",
            "exits": "exit_count",
            "drop_off": "drop_off_share",
            **_INTERVAL,
            "state": "state",
        }
    ),
    "feedback": Shape(
        {
            "level": "participation_level",
            "plane": "plane",
            "by": "breakdown_value",
            "quarter": "quarter",
            "responses": "response_count",
            "mean": "mean_score",
            "lower": "lower_score",
            "upper": "upper_score",
            "answered_share": "answered_share",
        },
        complete=_with_answered_share,
    ),
    "quality": Shape({"batch": "batch", "rule": "rule", "severity": "severity", "rows": "rows"}),
}
