"""The small-number rule for interruptions: no count may give back a reason that few had, which staff see elsewhere.

Staff can also see exits by end reason. What is withheld there is not given back here: a sum with a withheld reason in
it is withheld too.
"""

from typing import Final

import polars as pl

from tyokyky.domain.journeys import BROKEN_OFF, EndReasonGroup
from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT, is_small, withhold_lone_gaps

_COUNTS: Final = ("exit_count", "interrupted_count", "unknown_count")
_RATES: Final = ("share", "lower_share", "upper_share")
_ROUNDS: Final = 20


def protect_interruptions(exact: pl.DataFrame, blocks: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Interruptions as staff may see them; `blocks` as in the other rules (rows of a breakdown), null for none."""
    hidden = _hidden_reasons(exact)
    exits, interrupted, unknown = (pl.col(column) for column in _COUNTS)
    marked = exact.with_columns(hidden)
    exits_gone = is_small(exits) | is_small(unknown) | pl.col("is_unknown_hidden")
    interrupted_gone = is_small(interrupted) | is_small(exits - interrupted) | pl.col("is_broken_off_hidden")
    rows = marked.with_columns(
        pl.when(~exits_gone).then(exits).alias("exit_count"),
        pl.when(~interrupted_gone).then(interrupted).alias("interrupted_count"),
        pl.when(~exits_gone).then(unknown).alias("unknown_count"),
    )
    for _ in range(_ROUNDS if blocks is not None else 0):
        before = rows
        rows = withhold_lone_gaps(rows, _COUNTS, exact, blocks or ())
        if rows.equals(before):
            break
    gone = exits.is_null() | interrupted.is_null() | (exits < SMALLEST_SHOWN_COUNT)
    return _withheld(rows, _RATES, gone).select(exact.columns)


def _hidden_reasons(exact: pl.DataFrame) -> pl.DataFrame:
    """Per row whether a reason of those broken off, or the unknown one, is withheld in the table of end reasons."""
    reasons = exact.select("reason_counts").with_row_index("row").explode("reason_counts").unnest("reason_counts")
    count, name = pl.col("exit_count"), pl.col("end_reason_group")
    shown = reasons.with_columns(exit_count=pl.when(~is_small(count)).then(count))
    shown = withhold_lone_gaps(shown, ("exit_count",), reasons, ("row",))
    broken_off, unknown = name.is_in(list(BROKEN_OFF)), name == EndReasonGroup.UNKNOWN.value
    by_row = shown.group_by("row", maintain_order=True).agg(
        (broken_off & count.is_null()).any().alias("is_broken_off_hidden"),
        (unknown & count.is_null()).any().alias("is_unknown_hidden"),
    )
    return by_row.sort("row").drop("row")


def protect_early_signs(exact: pl.DataFrame) -> pl.DataFrame:
    """Early signs as staff may see them: nothing of a service whose interrupted exits are withheld, no few of any."""
    exits, planned, early, no_show = (pl.col(f"{name}_count") for name in ("exit", "planned", "early", "no_show"))
    rows = exact.with_columns(
        is_gone=pl.Series(_services_withheld(exact), dtype=pl.Boolean) | is_small(exits).any().over("service_code")
    )
    no_plan = pl.col("is_gone") | is_small(planned) | is_small(exits - planned)
    few_early = no_plan | is_small(early) | is_small(planned - early)
    few_missed = pl.col("is_gone") | is_small(no_show) | is_small(exits - no_show) | (exits < SMALLEST_SHOWN_COUNT)
    shown = rows.with_columns(
        pl.when(~pl.col("is_gone")).then(exits).alias("exit_count"),
        pl.when(~no_plan).then(planned).alias("planned_count"),
        pl.when(~few_early).then(early).alias("early_count"),
        pl.when(~few_early).then("median_early_days").alias("median_early_days"),
        *(pl.when(~few_missed).then(column).alias(column) for column in ("no_show_count", *_RATES)),
    )
    return shown.select(exact.columns)


def _services_withheld(exact: pl.DataFrame) -> list[bool]:
    """Per row whether `protect_interruptions` withholds a count of its service."""
    is_interrupted = pl.col("exit_group") == "interrupted"
    services = exact.group_by("service_code", maintain_order=True).agg(
        pl.col("exit_count").sum(),
        pl.col("exit_count").filter(is_interrupted).sum().alias("interrupted_count"),
        pl.col("reason_counts").first(),
    )
    unknown = pl.col("reason_counts").list.eval(
        pl.when(pl.element().struct["end_reason_group"] == EndReasonGroup.UNKNOWN.value)
        .then(pl.element().struct["exit_count"])
        .otherwise(0)
    )
    no_rate = pl.lit(None, dtype=pl.Float64)
    told = protect_interruptions(
        services.with_columns(unknown_count=unknown.list.sum(), **dict.fromkeys(_RATES, no_rate))
    )
    gone = told.select("service_code", gone=pl.col("exit_count").is_null() | pl.col("interrupted_count").is_null())
    return exact.join(gone, on="service_code", how="left", maintain_order="left")["gone"].to_list()


def _withheld(rows: pl.DataFrame, columns: tuple[str, ...], where: pl.Expr) -> pl.DataFrame:
    return rows.with_columns(pl.when(~where.fill_null(value=True)).then(column).alias(column) for column in columns)
