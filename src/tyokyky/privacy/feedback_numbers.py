"""The small-number rule for answers (privacy.md): few responses say nothing for themselves, nor by way of a sum."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import SMALLEST_SHOWN_COUNT, is_small, withhold_lone_gaps

_SCORES: Final = ("mean_score", "lower_score", "upper_score")
_ROUNDS: Final = 20


def protect_feedback(exact: pl.DataFrame, blocks: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Feedback rows as staff may see them.

    Counts of 1–4 responses are withheld, and a mean with its interval wherever its count is not shown or under 5.
    `blocks`: columns whose equal rows add up to a total that staff can see elsewhere (a breakdown); null for none. A
    count that the total would give back takes the smallest other one of its block with it. A response share is
    withheld where few answered, few did not, or few could.
    """
    rows = exact.with_columns(
        response_count=pl.when(~is_small(pl.col("response_count"))).then(pl.col("response_count"))
    )
    for _ in range(_ROUNDS if blocks is not None else 0):
        before = rows
        rows = withhold_lone_gaps(rows, ("response_count",), exact, blocks or ())
        if rows.equals(before):
            break
    shown = (pl.col("response_count") >= SMALLEST_SHOWN_COUNT).fill_null(value=False)
    answered, base = pl.col("answered_count"), pl.col("active_person_count")
    few = is_small(answered) | is_small(base - answered) | (base < SMALLEST_SHOWN_COUNT)
    return rows.with_columns(
        *(pl.when(shown).then(pl.col(name)).alias(name) for name in _SCORES),
        answered_share=pl.when(~few).then(answered / base),
    )


def without_lone_few(quarters: pl.DataFrame, blocks: tuple[str, ...]) -> pl.DataFrame:
    """The quarters that a sum over them may be made of, where staff see each quarter's own row elsewhere.

    A sum less the quarters that are shown gives the quarters of 1–4 responses that are not. They may count where that
    tells of no few: where a block has at least two of them with at least five responses together. Else they are left
    out of the sum.
    """
    few = pl.col("response_count") < SMALLEST_SHOWN_COUNT
    few_count, few_sum = few.sum().over(blocks), pl.when(few).then("response_count").sum().over(blocks)
    return quarters.filter(~few | ((few_count > 1) & (few_sum >= SMALLEST_SHOWN_COUNT)))
