"""What is known of the gap that a work was started from: the weakest level there, and what clients tell of most."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.domain.codevelopment import Work
from tyokyky.domain.filters import Filters
from tyokyky.domain.participation import Level
from tyokyky.ui.board import Board

_MOST_THEMES: Final = 3


@dataclass(frozen=True)
class Gap:
    """The weakest level (none where it is not known) and the themes, the most frequent first."""

    level: Level | None
    theme_ids: tuple[str, ...]


def gap_of(board: Board, work: Work) -> Gap:
    """The gap of a work: of its joint as the figures tell it, and the theme that it was started from."""
    level, themes = (None, ()) if not work.joint else (_weakest(board, work.joint), _themes(board, work.joint))
    own = (work.theme_id,) if work.theme_id else ()
    return Gap(level, tuple(dict.fromkeys((*own, *themes))))


def _weakest(board: Board, joint: str) -> Level | None:
    rows = board.figure_of("gaps", Filters()).table.filter(pl.col("service") == joint)
    weakest = rows["weakest_level"][0] if rows.height else None
    return Level(weakest) if weakest else None


def _themes(board: Board, joint: str) -> tuple[str, ...]:
    rows = board.figure_of("themes", Filters(service=joint)).table.with_row_index("place")
    most = rows.filter(pl.col("n") > 0).sort(-pl.col("n").cast(pl.Int64), "place")
    return tuple(most["theme"].head(_MOST_THEMES).to_list())
