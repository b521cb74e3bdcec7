"""The small-number rule for figures in which those without an answer are counted among another group (ADR 0020)."""

from typing import Final

import polars as pl

from tyokyky.privacy.small_numbers import HIDDEN, protect_groups

_LEVEL: Final = ("service_code", "level")
_SHARES: Final = ("realised_share", "not_share", "difference_share", "lower_share", "upper_share")


def protect_silence(exact: pl.DataFrame, compared: tuple[str, str], silent: str) -> pl.DataFrame:
    """Assumptions about the silent as staff may see them: nothing that the figure `participation` does not tell.

    The drop-off of two groups together, less that of one, would give the other. So a level has its drop-offs only where
    each of the three groups, both compared ones and the silent, has its drop-off shown there, or has no exits. (Exits
    withheld for who is not yet observable do no harm: the drop-off and its base are of the others.) All exits are shown
    where some level of the service shows every group, since those add up to them.

    `exact` holds `group_rows`, the groups as answered; they are left out of what is returned.
    """
    groups = exact.unique(_LEVEL, maintain_order=True).select(*_LEVEL, "group_rows").explode("group_rows")
    seen = protect_groups(groups.unnest("group_rows"), _LEVEL)
    exits, group = pl.col("exit_count"), pl.col("breakdown_value")
    is_open = (exits == 0).fill_null(value=False) | pl.col("drop_off_share").is_not_null()
    levels = seen.group_by(_LEVEL, maintain_order=True).agg(
        is_shown=is_open.filter(group.is_in([*compared, silent])).all(),
        adds_up=exits.is_not_null().all(),
        silent_shown=exits.filter(group == silent).is_not_null().all(),
    )
    levels = levels.with_columns(all_shown=pl.col("adds_up").any().over("service_code"))
    rows = exact.drop("group_rows").join(levels, on=list(_LEVEL), how="left", maintain_order="left")
    return _withheld(rows).drop("is_shown", "adds_up", "silent_shown", "all_shown")


def _withheld(rows: pl.DataFrame) -> pl.DataFrame:
    is_shown, state = pl.col("is_shown"), pl.col("state")
    return rows.with_columns(
        *(pl.when(is_shown).then(pl.col(share)).alias(share) for share in _SHARES),
        state=pl.when(is_shown | (state != "")).then(state).otherwise(pl.lit(HIDDEN)),
        exit_count=pl.when("all_shown").then("exit_count"),
        no_answer_count=pl.when("silent_shown").then("no_answer_count"),
        no_answer_share=pl.when(pl.col("all_shown") & pl.col("silent_shown")).then("no_answer_share"),
    )
