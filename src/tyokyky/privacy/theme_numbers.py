"""The small-number rule for themes of comments: few comments with a theme, or few without it, say nothing."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT, is_small, withhold_lone_gaps

_BLOCK: Final = ("service_code", "theme_id")
_ROUNDS: Final = 20
_WITH, _WITHOUT, _ALL = "theme_count", "without_count", "comment_count"


def protect_themes(exact: pl.DataFrame, *, adds_up: bool) -> pl.DataFrame:
    """Rows of themes as staff may see them.

    Withheld are counts of 1–4 comments read, with all that is told of them; a theme that 1–4 comments hold or lack; and
    the share wherever one of its counts is not shown or fewer than five comments were read. `adds_up`: the rows of a
    service and theme add up to a total that staff can see elsewhere (a breakdown); what it would give back takes the
    smallest other count with it. Those waiting for a reader are withheld when they are 1–4.
    """
    counted = exact.with_columns((pl.col(_ALL) - pl.col(_WITH)).alias(_WITHOUT))
    few = is_small(pl.col(_ALL))
    few_either = few | is_small(pl.col(_WITH)) | is_small(pl.col(_WITHOUT))
    rows = counted.with_columns(
        pl.when(~few).then(pl.col(_ALL)).alias(_ALL),
        *(pl.when(~few_either).then(pl.col(name)).alias(name) for name in (_WITH, _WITHOUT)),
    )
    for _ in range(_ROUNDS if adds_up else 0):
        before = rows
        rows = _told_by_one_another(withhold_lone_gaps(rows, (_ALL, _WITH, _WITHOUT), counted, _BLOCK))
        if rows.equals(before):
            break
    is_shown = pl.col(_WITH).is_not_null() & (pl.col(_ALL) >= SMALLEST_SHOWN_COUNT).fill_null(value=False)
    return rows.with_columns(
        share=pl.when(is_shown).then("share"),
        unread_count=pl.when(~is_small(pl.col("unread_count"))).then("unread_count"),
    ).drop(_WITHOUT)


def _told_by_one_another(rows: pl.DataFrame) -> pl.DataFrame:
    """Comments = with the theme + without it: two of the three tell the third."""
    known_all, known_with = pl.col(_ALL).is_not_null(), pl.col(_WITH).is_not_null()
    rows = rows.with_columns(
        pl.when(known_all & known_with).then(pl.col(_WITHOUT)).alias(_WITHOUT),
    )
    gone = known_all & pl.col(_WITHOUT).is_null()
    return rows.with_columns(pl.when(~gone).then(pl.col(_WITH)).alias(_WITH))
