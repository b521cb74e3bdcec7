"""Two groups side by side: where their people went, and where they are month by month (ADR 0036)."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from tyokyky.analysis import drop_off, occupation, state
from tyokyky.analysis.selection import BREAKDOWN
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.participation import GROUPS, ExperienceGroup
from tyokyky.domain.question import Clock
from tyokyky.store.connection import Connection

DESTINATION_KEYS: Final = (Key.MUNICIPALITY, Key.YEAR, Key.EXPERIENCE)
MONTH_KEYS: Final = (Key.MUNICIPALITY, Key.YEAR)
"""How long paths go on tells nothing of what was experienced in one service, so months have no such groups."""
COMPARED_MONTHS: Final = (6, 12, 24, 36)
USUAL: Final = Breakdown(Key.YEAR)

Pair = tuple[str, str]


def destinations(
    connection: Connection, filters: Filters, breakdown: Breakdown | None, pair: Pair | None
) -> pl.DataFrame:
    """Destinations of all groups of a breakdown (without one: years), and which two of them are compared.

    All are there, since each is protected as one of them: what is compared is what `destinations` tells.

    Returns:
        Rows and columns of `drop_off.destinations`, with compared_by, first_value, second_value (null where there are
        not two) and is_compared.

    Raises:
        UserError: a filter of what is compared, no pair where there is no usual one, or a pair that can not be.
    """
    by = breakdown or USUAL
    chosen = _chosen(connection, filters, by, pair)
    return _named(drop_off.destinations(connection, filters, by), by, chosen)


def months(connection: Connection, filters: Filters, breakdown: Breakdown | None, pair: Pair | None) -> pl.DataFrame:
    """Where the people of two groups are in months 6, 12, 24 and 36 of their paths.

    A group is the paths that began in a municipality or in a year (without a breakdown).

    Returns:
        Rows and columns of `occupation.occupation` for each group, with breakdown_value, and the columns that
        `destinations` has besides.

    Raises:
        UserError: as for `destinations`.
    """
    by = breakdown or USUAL
    chosen = _chosen(connection, filters, by, pair)
    asked = [(value, _begun(filters, by, value)) for value in chosen or ()]
    parts = [
        occupation.occupation(connection, group, Clock.PATH).with_columns(pl.lit(value).alias(BREAKDOWN))
        for value, group in asked
    ]
    nothing = occupation.occupation(connection, filters, Clock.PATH).clear().with_columns(pl.lit("").alias(BREAKDOWN))
    rows = pl.concat(parts) if parts else nothing
    return _named(rows.filter(pl.col("month").is_in(COMPARED_MONTHS)), by, chosen)


def _named(rows: pl.DataFrame, by: Breakdown, chosen: Pair | None) -> pl.DataFrame:
    first, second = chosen or (None, None)
    return rows.with_columns(
        compared_by=pl.lit(by.name),
        first_value=pl.lit(first, dtype=pl.String),
        second_value=pl.lit(second, dtype=pl.String),
        is_compared=pl.col(BREAKDOWN).is_in(list(chosen or ())),
    )


def _begun(filters: Filters, by: Breakdown, value: str) -> Filters:
    """The paths of a group: begun in the municipality, or in the year."""
    if by.key is Key.MUNICIPALITY:
        return replace(filters, municipality=value)
    return replace(filters, since=date(int(value), 1, 1), until=date(int(value), 12, 31))


def _chosen(connection: Connection, filters: Filters, by: Breakdown, pair: Pair | None) -> Pair | None:
    if by.key is Key.MUNICIPALITY and filters.municipality is not None:
        raise UserError("Kuntien vertailu valitsee kunnat itse: jätä --municipality pois.")
    if by.key is Key.YEAR and (filters.since or filters.until):
        raise UserError("Vuosien vertailu valitsee vuodet itse: jätä --since ja --until pois.")
    if pair is None:
        return _usual(connection, by)
    if pair[0] == pair[1]:
        raise UserError("Vertailussa (--pair) on kaksi eri arvoa: anna toinen.")
    if not all(_is_known(connection, by, value) for value in pair):
        raise UserError("Vertailtavaa arvoa ei ole koodistossa eikä aineistossa: tarkista --pair.")
    return pair


def _is_known(connection: Connection, by: Breakdown, value: str) -> bool:
    if by.measure is not None:
        return value in GROUPS[by.measure]
    if by.key is Key.YEAR:
        return re.fullmatch(r"[12][0-9]{3}", value) is not None
    return not state.unknown_filters(connection, Filters(municipality=value))


def _usual(connection: Connection, by: Breakdown) -> Pair | None:
    """Realised and not; of years the last two before the newest, which is often only begun. Null for under two."""
    if by.measure is not None:
        return ExperienceGroup.REALISED.value, ExperienceGroup.NOT.value
    if by.key is Key.MUNICIPALITY:
        raise UserError("Kerro, mitä kahta kuntaa verrataan: anna --pair, esimerkiksi 398,111.")
    years = state.choices(connection)["year"]
    settled = years[:-1] if len(years) > 2 else years
    return (settled[-1], settled[-2]) if len(settled) > 1 else None
