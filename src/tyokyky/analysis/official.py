"""Official figures beside ours: the published ones, ours by the register's own rule, and ours by spells."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import polars as pl

from tyokyky.analysis.drop_off import drop_off
from tyokyky.analysis.selection import PACKAGE, SERVICE, filter_values
from tyokyky.analysis.state import mart_state
from tyokyky.domain.figures import State
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.store import official as published
from tyokyky.store import query
from tyokyky.store.connection import Connection

FOLLOW_UP_DAYS: Final = 92
"""Three months are at most so many days: a year's last period has then been looked at."""


class Rule(StrEnum):
    """Whose rule a row is counted by."""

    OFFICIAL = "official"
    REGISTER = "register"
    SPELL = "spell"


def official(connection: Connection, filters: Filters) -> pl.DataFrame:
    """What became of those whose service ended, by three rules that must not be mixed.

    `official`: published. `register`: ours by the same rule: each register period that ended in the year, looked at
    three months after. `spell`: ours: each exit of the year (periods chained), carried on within the window or not.
    In a service and unemployed overlap by the register's rule: never parts of one whole.

    Returns:
        One row per service × year × rule (official: × published table and code), for services that have both published
        figures and ended periods here: service_code, year, rule, ended_count, in_service_count, unemployed_count (null
        where not published, or where no jobseekers' register is joined, or by spells), source, state (none where one of
        the two is not known); is_whole_year (false while the year's last end has not been followed long enough); rows
        of `spell` also have the columns of `drop_off`, state included.
    """
    observed_until = mart_state(connection).observed_until
    facts = published.after_service()
    ours = _by_register(connection, filters).join(facts.select(SERVICE), on=SERVICE, how="semi", maintain_order="left")
    facts = facts.join(ours.select(SERVICE), on=SERVICE, how="semi", maintain_order="left")
    chained = _by_spell(connection, filters).join(ours.select(SERVICE), on=SERVICE, how="semi", maintain_order="left")
    rows = pl.concat([_known(_published(facts)), _known(ours), chained], how="diagonal")
    followed = {Rule.REGISTER.value: FOLLOW_UP_DAYS, Rule.SPELL.value: filters.window_days + 1}
    whole = [_is_whole(observed_until, row["year"], followed.get(row["rule"])) for row in rows.to_dicts()]
    return rows.with_columns(is_whole_year=pl.Series(whole, dtype=pl.Boolean))


def _is_whole(observed_until: date | None, year: int, followed_days: int | None) -> bool:
    if followed_days is None:
        return True
    return observed_until is not None and date(year, 12, 31) + timedelta(days=followed_days) <= observed_until


def _known(rows: pl.DataFrame) -> pl.DataFrame:
    unknown = pl.col("in_service_count").is_null() | pl.col("unemployed_count").is_null()
    return rows.with_columns(state=pl.when(unknown).then(pl.lit(State.NONE.value)).otherwise(pl.lit("")))


def _published(facts: pl.DataFrame) -> pl.DataFrame:
    return facts.select(
        SERVICE,
        "year",
        rule=pl.lit(Rule.OFFICIAL.value),
        ended_count="ended",
        in_service_count="in_service",
        unemployed_count="unemployed",
        source=pl.col("table") + ":" + pl.col("code"),
    )


def _by_register(connection: Connection, filters: Filters) -> pl.DataFrame:
    rows = query.frame(connection, PACKAGE, "figure/after_period", filter_values(filters))
    return rows.select(
        SERVICE,
        "year",
        "ended_count",
        "in_service_count",
        rule=pl.lit(Rule.REGISTER.value),
        unemployed_count=pl.when("has_jobseekers").then("unemployed_count"),
        source=pl.lit(""),
    )


def _by_spell(connection: Connection, filters: Filters) -> pl.DataFrame:
    rows = drop_off(connection, filters, Breakdown(Key.YEAR))
    return rows.with_columns(
        year=pl.col("breakdown_value").cast(pl.Int64),
        rule=pl.lit(Rule.SPELL.value),
        ended_count=pl.col("at_start_count"),
        in_service_count=pl.col("at_start_count") - pl.col("dropped_count") - pl.col("still_in_window_count"),
        source=pl.lit(""),
    )


def with_shares(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with their shares of the ended, newest first; by spells the share is 1 − drop-off."""
    some = pl.when(pl.col("ended_count") > 0).then("ended_count")
    of_ended = {name: pl.col(f"{name}_count") / some for name in ("in_service", "unemployed")}
    carried_on = pl.when(pl.col("drop_off_share").is_not_null()).then(1 - pl.col("drop_off_share"))
    is_spell = pl.col("rule") == Rule.SPELL.value
    shares = rows.with_columns(
        in_service_share=pl.when(is_spell).then(carried_on).otherwise(of_ended["in_service"]),
        unemployed_share=of_ended["unemployed"],
    )
    return shares.sort(SERVICE, "year", "rule", "source", descending=[False, True, False, False])
