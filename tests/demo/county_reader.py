"""A plain reader of a county's frames, apart from the product: the definitions with their default choices."""

from collections import deque
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tyokyky.demo import County
from tyokyky.domain.journeys import Part
from tyokyky.store.codebook import shipped_code_book, shipped_instruments

WINDOW_DAYS = 90
FAR = date(2200, 1, 1)
_kept_spells: deque[tuple[County, pl.DataFrame]] = deque(maxlen=2)


@dataclass(frozen=True)
class Estimate:
    exits: int
    drop_off: float
    variance: float


def _services() -> pl.DataFrame:
    services = shipped_code_book().services
    rows = {service.code: (str(service.part), service.rank, service.chain_gap_days) for service in services}
    return pl.DataFrame(
        [(code, *row) for code, row in rows.items()],
        schema=["service_code", "part", "rank", "chain_gap_days"],
        orient="row",
    )


def texts(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(pl.col(pl.Enum).cast(pl.String))


def spells(county: County) -> pl.DataFrame:
    """One row per chained spell; end is null while open. Those of the last two counties are kept."""
    kept = next((found for known, found in _kept_spells if known is county), None)
    if kept is None:
        kept = _spells(county)
        _kept_spells.append((county, kept))
    return kept


def _spells(county: County) -> pl.DataFrame:
    person_service = ["client_id", "service_code"]
    end = pl.col("ended_on").fill_null(FAR)
    return (
        texts(county.period)
        .join(_services(), on="service_code")
        .sort("client_id", "service_code", "started_on", "period_id")
        .with_columns(end.cum_max().shift(1).over(person_service).alias("running_end"))
        .with_columns(
            ((pl.col("started_on") - pl.col("running_end")).dt.total_days() - 1 > pl.col("chain_gap_days"))
            .fill_null(value=True)
            .cum_sum()
            .over(person_service)
            .alias("number")
        )
        .group_by(*person_service, "number", maintain_order=True)
        .agg(
            pl.col("started_on").min().alias("start"),
            end.max().alias("end"),
            pl.col("unit_code").last(),
            pl.col("municipality_code").last(),
            pl.col("part").first(),
            pl.col("rank").first(),
            pl.len().alias("period_count"),
        )
        .with_columns(pl.when(pl.col("end") != FAR).then(pl.col("end")).alias("end"))
        .sort("client_id", "start", "service_code")
        .with_row_index("spell")
    )


def exits(county: County) -> pl.DataFrame:
    """One row per exit: its successor's start, time in days, whether something followed, last day that counts."""
    all_spells = spells(county)
    left = all_spells.filter(pl.col("part") == Part.PATH, pl.col("end").is_not_null())
    following = all_spells.filter(pl.col("part") != Part.BACKGROUND).select(
        "client_id",
        pl.col("spell").alias("other"),
        pl.col("start").alias("next_start"),
        pl.col("end").fill_null(FAR).alias("next_end"),
        pl.col("rank").alias("next_rank"),
        pl.col("service_code").alias("next_service"),
    )
    day0 = pl.col("end") + pl.duration(days=1)
    successors = (
        left.join(following, on="client_id")
        .filter(pl.col("spell") != pl.col("other"), pl.col("next_end") >= day0)
        .with_columns((pl.col("next_start") - day0).dt.total_days().clip(lower_bound=0).alias("gap"))
        .sort("gap", "next_rank", "next_start", "next_service", descending=[False, False, True, False])
        .group_by("spell", maintain_order=True)
        .first()
        .select("spell", "gap", "next_start", "next_service")
    )
    follow_up = (pl.lit(county.data_as_of) - day0).dt.total_days()
    followed = (pl.col("gap") <= pl.col("follow_up")).fill_null(value=False)
    return (
        left.join(successors, on="spell", how="left")
        .with_columns(follow_up.alias("follow_up"))
        .with_columns(followed.alias("followed"))
        .with_columns(pl.when("followed").then("gap").otherwise("follow_up").alias("time"))
        .with_columns(
            pl.when("followed")
            .then(pl.min_horizontal("end", pl.col("next_start") - pl.duration(days=1)))
            .otherwise("end")
            .alias("limit")
        )
    )


def estimate(of: pl.DataFrame) -> Estimate:
    """Share that nothing has followed within the window, with Greenwood's variance."""
    seen = of.filter(pl.col("time") >= 0)
    time = seen["time"].to_numpy()
    event: NDArray[np.bool_] = seen["followed"].to_numpy()
    still, spread = 1.0, 0.0
    days, event_counts = np.unique(time[event & (time <= WINDOW_DAYS)], return_counts=True)
    at_risk_counts = time.size - np.searchsorted(np.sort(time), days)
    for at_risk, events in zip(at_risk_counts.tolist(), event_counts.tolist(), strict=True):
        still *= 1 - events / at_risk
        spread += events / (at_risk * (at_risk - events)) if at_risk > events else 0.0
    return Estimate(seen.height, still, still**2 * spread)


def with_evidence(county: County, of: pl.DataFrame, level: str) -> pl.DataFrame:
    """Adds `evidence`: yes, no or not_recorded."""
    moments = (
        texts(county.moment)
        .filter(pl.col("participation_level") == level, pl.col("plane") == "own", pl.col("attended") == "yes")
        .select("client_id", "service_code", pl.col("occurred_at").cast(pl.Date).alias("on"))
    )
    own = of.join(moments, on=["client_id", "service_code"]).filter(pl.col("on").is_between("start", "limit"))
    units = (
        spells(county)
        .join(moments, on=["client_id", "service_code"])
        .filter(pl.col("on").is_between(pl.col("start"), pl.col("end").fill_null(FAR)))
        .select("unit_code", "on")
        .drop_nulls()
        .unique()
        .sort("on")
    )
    recorded = (
        of.filter(pl.col("unit_code").is_not_null())
        .sort("start")
        .join_asof(units, left_on="start", right_on="on", by="unit_code", strategy="forward", check_sortedness=False)
        .filter(pl.col("on") <= pl.col("end"))["spell"]
    )
    return of.with_columns(
        pl.when(pl.col("spell").is_in(own["spell"].implode()))
        .then(pl.lit("yes"))
        .when(pl.col("spell").is_in(recorded.implode()))
        .then(pl.lit("no"))
        .otherwise(pl.lit("not_recorded"))
        .alias("evidence")
    )


def own_items_of(level: str) -> list[str]:
    (own,) = (found for found in shipped_instruments() if found.instrument_id == "own_items")
    return [item.item_id for item in own.items if item.level == level]


def with_experience(county: County, of: pl.DataFrame, level: str) -> pl.DataFrame:
    """Adds `experience`: realised, partly, not, not_applicable or no_answer."""
    items = own_items_of(level)
    answers = texts(county.response).filter(pl.col("item_id").is_in(items), pl.col("respondent") == "client")
    means = (
        of.select("spell", "client_id", "service_code", "start", "limit")
        .join(answers, on=["client_id", "service_code"])
        .filter(pl.col("answered_on").is_between("start", "limit"))
        .group_by("spell")
        .agg(((pl.col("score") - 1) / 4).mean().alias("mean"), pl.len().alias("answers"))
    )
    mean = pl.col("mean")
    group = (
        pl.when(pl.col("answers").is_null())
        .then(pl.lit("no_answer"))
        .when(mean.is_null())
        .then(pl.lit("not_applicable"))
        .when(mean >= 0.75)
        .then(pl.lit("realised"))
        .when(mean >= 0.5)
        .then(pl.lit("partly"))
        .otherwise(pl.lit("not"))
    )
    return of.join(means, on="spell", how="left").with_columns(group.alias("experience"))


def differences(of: pl.DataFrame, key: str, groups: tuple[str, str]) -> tuple[float, float]:
    """Drop-off of the first group minus the second's, and its variance."""
    first, second = (estimate(of.filter(pl.col(key) == group)) for group in groups)
    return first.drop_off - second.drop_off, first.variance + second.variance


def professional_difference(response: pl.DataFrame, level: str) -> tuple[float, float]:
    """Mean score of professionals minus clients' on the own items of a level, late answers left out; its variance.

    Answers of one sheet go together, so the variance is that of sheets' sums.
    """
    answers = texts(response).filter(
        pl.col("item_id").is_in(own_items_of(level)), pl.col("phase") != "after", pl.col("score").is_not_null()
    )
    means, variances = [], []
    for respondent in ("professional", "client"):
        scores = answers.filter(pl.col("respondent") == respondent)
        mean = scores.select(pl.col("score").mean()).item()
        off = scores.group_by("response_id").agg((pl.col("score") - mean).sum().alias("off"))
        means.append(mean)
        variances.append(off.select((pl.col("off") ** 2).sum()).item() / scores.height**2)
    return means[0] - means[1], variances[0] + variances[1]


def excesses(of: pl.DataFrame) -> list[tuple[float, str, str]]:
    """(excess, service, municipality) of joints with at least 20 exits, greatest first."""
    found = []
    for (service,), left in of.group_by("service_code"):
        whole = estimate(left).drop_off
        for (municipality,), part in left.group_by("municipality_code"):
            here = estimate(part)
            if here.exits >= 20:
                found.append((here.exits * (here.drop_off - whole), str(service), str(municipality)))
    return sorted(found, reverse=True)
