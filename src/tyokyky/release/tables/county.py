"""What the current mart knows of the county, and its counts, read without anything being written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from tyokyky.analysis.state import mart_state, source_states
from tyokyky.domain.errors import UserError
from tyokyky.feedback.theme_codings import latest_codings, themes_per_comment
from tyokyky.release.tables.layouts import ANSWERS, EXITS, THEMES
from tyokyky.settings import Settings
from tyokyky.store import generations, query
from tyokyky.store.codebook import load_code_book
from tyokyky.store.connection import Connection, open_locked_down
from tyokyky.store.themes import load_themes

PACKAGE: Final = "tyokyky.release"


@dataclass(frozen=True)
class County:
    """What holds for a release before anything is counted.

    Attributes:
        data_cut: newest day on which any source in use was extracted.
        observed_until: after that day nothing can be known (definitions, section 3).
        covered_from: first day from which every source in use is complete.
        comments_from: comments from before that day may have expired.
        chain_gap_days: longest tolerance of a path service.
        legal_basis: link group → why its controllers may be joined.
        populations: municipality of the county → inhabitants (0: not told).
    """

    data_cut: date
    observed_until: date
    covered_from: date
    comments_from: date
    synthetic: bool
    controllers: tuple[str, ...]
    legal_basis: dict[str, str]
    joints: tuple[str, ...]
    chain_gap_days: int
    themes: tuple[str, ...]
    populations: dict[str, int]


@contextmanager
def open_mart(settings: Settings) -> Iterator[Connection]:
    """The current mart, read-only and locked down.

    Raises:
        UserError: nothing has been built yet.
    """
    generation = generations.current(settings.marts_folder)
    if generation is None:
        raise UserError("Koontia ei ole vielä: tuo aineisto (tyokyky import) tai aja tyokyky build.")
    connection = open_locked_down(generation.path, settings.memory_limit)
    try:
        yield connection
    finally:
        connection.close()


def county_of(mart: Connection, settings: Settings) -> County:
    """The county as the mart, the code lists and the settings tell it.

    Raises:
        UserError: there are no exits yet, or the mart shows an earlier state of the register.
    """
    state = mart_state(mart)
    first_exit_on: date | None = query.row(mart, PACKAGE, "first_exit")["first_exit_on"]
    if state.observed_until is None or first_exit_on is None:
        raise UserError("Päättyneitä palvelujaksoja ei ole, joten julkaistavaa ei ole: tuo ensin jaksot.")
    if state.as_of_batch is not None:
        raise UserError("Koonti näyttää aineiston aiempana: aja tyokyky build ja suunnittele julkaisu sitten.")
    used = [source for source in source_states(mart) if source.in_use]
    joints = query.frame(mart, PACKAGE, "joint")
    controllers = tuple(sorted({source.controller for source in used}))
    data_cut = max(source.data_as_of for source in used)
    return County(
        data_cut=data_cut,
        observed_until=state.observed_until,
        covered_from=max([first_exit_on, *(source.covered_from for source in used if source.covered_from)]),
        comments_from=data_cut - timedelta(days=settings.comment_kept_days),
        synthetic=state.synthetic,
        controllers=controllers,
        legal_basis={
            group.name: group.legal_basis for group in settings.link_groups if set(group.controllers) & set(controllers)
        },
        joints=tuple(joints["service_code"]),
        chain_gap_days=max(joints["chain_gap_days"], default=0),
        themes=tuple(theme.theme_id for theme in load_themes(settings)),
        populations=_populations(settings, data_cut),
    )


def _populations(settings: Settings, on: date) -> dict[str, int]:
    return {
        one.code: one.population
        for one in sorted(load_code_book(settings).municipalities, key=lambda municipality: municipality.code)
        if one.county_code == settings.county_code and one.valid_from <= on <= one.valid_until
    }


def cells_of(
    mart: Connection, settings: Settings, since: date, until: date, window_days: int
) -> dict[str, pl.DataFrame]:
    """Cells of every measure, by days of leaving or answering: all its dimensions together and `count`."""
    days: dict[str, query.Value] = {"first_day": since, "last_day": until}
    codings = themes_per_comment(latest_codings(settings))
    with query.visible_as(mart, "coding", codings):
        themes = query.frame(mart, PACKAGE, "theme_cell", days)
    return {
        EXITS: query.frame(mart, PACKAGE, "exit_cell", days | {"window_days": window_days}),
        ANSWERS: query.frame(mart, PACKAGE, "answer_cell", days),
        THEMES: themes,
    }
