"""Life tables of the selected exits as dense arrays, one group per row of their counts."""

from typing import Final

import numpy as np
import polars as pl

from tyokyky.analysis.selection import BREAKDOWN, SERVICE, Selection
from tyokyky.domain.estimates import Counts, DropOff, LifeTable
from tyokyky.domain.intervals import Array

IN_ESTIMATE: Final = ("followed", "dropped", "still_in_window")
"""Outcomes of exits that are in the estimate."""
UNIT_FEEDBACK: Final = "unit_feedback"
"""What groups exits by the anonymous scores of their unit."""
_SUCCESSOR: Final = "successor_service_code"
_NOT_FOLLOWED: Final = ""
_ANY: Final = "followed"


def exit_cells(selection: Selection, *, by_successor: bool = False) -> pl.DataFrame:
    """Counts per service, breakdown value, outcome and day (`exit_cell.sql`); by successor service where asked."""
    return selection.ask("exit_cell", {"by_successor": by_successor})


def level_cells(selection: Selection, measure: str) -> pl.DataFrame:
    """Counts as `exit_cells`, by the exits' group on every level (column level) of one measure, or `UNIT_FEEDBACK`."""
    return selection.ask("level_cell", {"measure": measure})


def life_table(
    cells: pl.DataFrame, groups: pl.DataFrame, window_days: int, successors: tuple[str, ...] | None = None
) -> LifeTable:
    """Life table of the given groups (service_code, breakdown_value), in their order, from cells of exits.

    With `successors` there is one kind per successor service in that order, else one kind for all of them.
    """
    kinds = successors if successors is not None else (_ANY,)
    named = pl.lit(_ANY) if successors is None else pl.col(_SUCCESSOR)
    followed = pl.when(pl.col("outcome") == "followed").then(named).otherwise(pl.lit(_NOT_FOLLOWED))
    counts = cells.filter(pl.col("outcome").is_in(IN_ESTIMATE)).with_columns(followed.alias(_SUCCESSOR))
    numbered = groups.select(SERVICE, BREAKDOWN).with_row_index("group")
    placed = counts.join(numbered, on=[SERVICE, BREAKDOWN], how="inner")
    return to_arrays(placed, len(groups), window_days, kinds)


def to_arrays(counts: pl.DataFrame, group_count: int, window_days: int, kinds: tuple[str, ...]) -> LifeTable:
    """Dense counts from rows of group, day, successor_service_code ('' = not followed), exit_count."""
    followed: Counts = np.zeros((group_count, window_days + 1, len(kinds)), dtype=np.int64)
    censored: Counts = np.zeros((group_count, window_days + 1), dtype=np.int64)
    left = counts.filter(pl.col(_SUCCESSOR) == _NOT_FOLLOWED)
    np.add.at(censored, (left["group"].to_numpy(), left["day"].to_numpy()), left["exit_count"].to_numpy())
    numbered = pl.DataFrame({_SUCCESSOR: kinds}, schema={_SUCCESSOR: pl.String}).with_row_index("kind")
    came = counts.join(numbered, on=_SUCCESSOR, how="inner")
    places = (came["group"].to_numpy(), came["day"].to_numpy(), came["kind"].to_numpy())
    np.add.at(followed, places, came["exit_count"].to_numpy())
    return LifeTable(followed, censored)


def clustered_variance(selection: Selection, groups: pl.DataFrame, estimate: DropOff) -> Array:
    """Variance of S(W) per group with the exits of one person as one cluster: Σ over persons of (Σ influences)².

    As R `survfit(…, id = person, robust = TRUE)`: the squares of single exits come from the life table, the products of
    two exits of the same person from counts of such pairs.
    """
    table, window_days = estimate.table, estimate.table.window_days
    followed, censored = estimate.influence()
    squares = (table.followed_by_any * followed**2 + table.censored * censored**2).sum(axis=1)
    pairs = selection.ask("exit_pair")
    numbered = groups.select(SERVICE, BREAKDOWN).with_row_index("group")
    placed = pairs.join(numbered, on=[SERVICE, BREAKDOWN], how="inner")
    group = placed["group"].to_numpy()
    influence = np.concatenate([followed, censored], axis=1)
    one = influence[group, _column(placed, "one", window_days)]
    other = influence[group, _column(placed, "other", window_days)]
    products = np.zeros(len(groups))
    np.add.at(products, group, placed["pair_count"].to_numpy() * one * other)
    return np.asarray(squares + 2 * products, dtype=np.float64)


def _column(pairs: pl.DataFrame, side: str, window_days: int) -> Counts:
    """Where the influence of one side of each pair stands: followed days first, censored days after them."""
    offset = pl.when(pl.col(f"{side}_followed")).then(0).otherwise(window_days + 1)
    places: Counts = pairs.select((pl.col(f"{side}_day").cast(pl.Int64) + offset).alias("place"))["place"].to_numpy()
    return places
