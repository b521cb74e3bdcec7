"""The small-number rule for referrals (privacy.md): few who started, or few who did not, say nothing for themselves."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import is_small, protect_drop_off, withhold_lone_gaps

_CAME: Final = ("started_count", "other_count")
_NAMES: Final = {"referral_count": "exit_count", "not_started_share": "drop_off_share"}
_ROUNDS: Final = 20


def protect_referrals(exact: pl.DataFrame, blocks: tuple[str, ...] | None = None) -> pl.DataFrame:
    """Referrals as staff may see them.

    What holds for a drop-off holds for the share that did not start. The shares that started here or went elsewhere are
    withheld together, as one gives the other: where either is of few, or leaves few, or the first share is withheld.
    `blocks`: columns whose equal rows add up to a total that staff can see elsewhere (a breakdown); null for none.
    """
    of_referrals = exact.rename(_NAMES).with_columns(
        not_linked_count=pl.lit(0, dtype=pl.Int64),
        may_be_renewed_count=pl.lit(0, dtype=pl.Int64),
        **{f"{name}_count": pl.col("exit_count") for name in ("period", "spell", "person")},
    )
    rows = protect_drop_off(of_referrals, blocks).rename({ours: name for name, ours in _NAMES.items()})
    rows = _without_few(rows, exact, blocks)
    gone = pl.any_horizontal(pl.col(column).is_null() for column in (*_CAME, "not_started_share"))
    not_linked = exact["not_linked_count"]
    shown = rows.with_columns(
        *(pl.when(~gone).then(share).alias(share) for share in ("started_share", "other_share")),
        not_linked_count=pl.select(pl.when(~is_small(pl.lit(not_linked))).then(not_linked)).to_series(),
    )
    return shown.select(exact.columns)


def _without_few(rows: pl.DataFrame, exact: pl.DataFrame, blocks: tuple[str, ...] | None) -> pl.DataFrame:
    """The counts behind the two shares without what is small, leaves few, or is told by the others of a block."""
    base = exact["at_start_count"]
    few = [is_small(pl.col(column)) | is_small(pl.lit(base) - pl.col(column)) for column in _CAME]
    rows = rows.with_columns(
        pl.when(~is_few).then(column).alias(column) for column, is_few in zip(_CAME, few, strict=True)
    )
    for _ in range(_ROUNDS if blocks is not None else 0):
        before = rows
        rows = withhold_lone_gaps(rows, _CAME, exact, blocks or ())
        if rows.equals(before):
            break
    return rows
