"""How one figure is made: computed, protected, put into words and into the shape in which it leaves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from tyokyky.domain.filters import ONLY_OF_ANSWERS, Key
from tyokyky.domain.messages import Message
from tyokyky.domain.question import Question
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.shapes import Shape
from tyokyky.settings import Settings
from tyokyky.store.connection import Connection

EXIT_KEYS: Final = tuple(key for key in Key if key not in (Key.SERVICE, Key.TO, *ONLY_OF_ANSWERS))
"""What figures of exits can be broken down by; their rows are by service anyway."""
JOINT_BLOCK: Final = ("service_code",)
"""Rows of a breakdown add up to the joint's own, which staff can see."""


def no_caveats(_shown: pl.DataFrame, _exact: pl.DataFrame) -> list[Message]:
    """Nothing but what every figure must say."""
    return []


@dataclass(frozen=True)
class Beside:
    """What a figure reads beside the mart, in another store of the home.

    `read` gives frames by the names under which the figure's statements see them; `mark` changes whenever they may have
    changed, so that an answer is kept no longer than it holds.
    """

    read: Callable[[Settings], Mapping[str, pl.DataFrame]]
    mark: Callable[[Settings], str]


@dataclass(frozen=True)
class Recipe:
    """How one figure is made.

    `compute` answers exactly; `protect` gives the same rows as staff may see them; `find` and `is_of` put what is shown
    into words; `caveats` adds what must be known to read it, seeing from the exact rows only what was withheld.
    """

    shape: Shape
    compute: Callable[[Connection, Question], pl.DataFrame]
    protect: Callable[[pl.DataFrame, Question], pl.DataFrame]
    find: Callable[[pl.DataFrame, Question], Message]
    is_of: Callable[[pl.DataFrame, Question, Mart], Message]
    caveats: Callable[[pl.DataFrame, pl.DataFrame], list[Message]] = no_caveats
    keys: tuple[Key, ...] = EXIT_KEYS
    """What it can be broken down by."""
    options: tuple[str, ...] = ()
    """Names of the options (`domain.question.Options`) that it takes."""
    beside: Beside | None = None
    """What it reads of another store than the mart."""
    tells_places: bool = True
    """Whether its rows belong to places. One of whole deliveries is refused where the reader's scope is limited."""
