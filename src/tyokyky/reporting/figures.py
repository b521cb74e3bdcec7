"""Figures as staff see them: an analysis, the small-number rule, a sentence. The only door for pages and `figures`."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

import polars as pl

from tyokyky.analysis import state
from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.messages import Message
from tyokyky.domain.question import Grain, Options, Question
from tyokyky.privacy.roles import Scope, decide_place
from tyokyky.reporting import findings
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.recipes import RECIPES, Recipe
from tyokyky.store import query
from tyokyky.store.connection import Connection

FIGURE_NAMES: Final = tuple(RECIPES)
_AS_ASKED: Final = Options()


def figure(
    mart: Mart, name: str, filters: Filters, by: Breakdown | None = None, options: Options = _AS_ASKED
) -> Figure:
    """One figure with the small-number rule for staff on, of what the mart's scope covers and of nothing else.

    Raises:
        UserError: unknown figure, a breakdown or option it does not take, a code that no delivery and no code list
            knows, a place outside the scope, or a figure that can not be told of a part of the area.
    """
    return _figure(mart, name, Question(filters, by, options), protect=True)


def exact_figure(
    mart: Mart, name: str, filters: Filters, by: Breakdown | None = None, options: Options = _AS_ASKED
) -> Figure:
    """One figure with nothing withheld: only for the steward's check, which logs it first (`reporting.steward`)."""
    return _figure(mart, name, Question(filters, by, options), protect=False)


def _figure(mart: Mart, name: str, given: Question, *, protect: bool) -> Figure:
    recipe = _recipe(name)
    asked = Question(given.filters, _checked(name, recipe, given.by), _taken(name, recipe, given.options))
    _refuse_outside(mart.scope, asked, recipe)
    with mart.connection(asked.filters.chain_gap_days) as connection:
        _refuse_unknown_codes(connection, asked.filters)
        services_seen = state.visible_services(connection)
        with _beside(recipe, mart, connection):
            exact = recipe.compute(connection, asked)
    shown = recipe.protect(exact, asked) if protect else recipe.shape.complete(exact)
    return Figure(
        name=name,
        table=_most(recipe.shape.table(shown, asked.filters, asked.by, mart.observed_until), asked.options),
        filters=asked.filters,
        finding=recipe.find(shown, asked),
        caveats=findings.caveats(shown, exact, mart, [*_of_part(mart.scope), *recipe.caveats(shown, exact)]),
        is_of=recipe.is_of(shown, asked, mart),
        services_seen=services_seen,
        observed_until=mart.observed_until,
        synthetic=mart.synthetic,
    )


def mark_of(mart: Mart, name: str) -> str:
    """Changes whenever a figure of one generation may: empty where it reads the mart alone.

    Raises:
        UserError: unknown figure.
    """
    beside = _recipe(name).beside
    return beside.mark(mart.settings) if beside else ""


@contextmanager
def _beside(recipe: Recipe, mart: Mart, connection: Connection) -> Iterator[None]:
    """Lets the figure's statements see what it reads of another store."""
    frames = recipe.beside.read(mart.settings) if recipe.beside else {}
    with ExitStack() as seen:
        for name, frame in frames.items():
            seen.enter_context(query.visible_as(connection, name, frame))
        yield


def _most(table: pl.DataFrame, options: Options) -> pl.DataFrame:
    """The rows asked for; the small-number rule has looked at all of them before any is left out."""
    return table if options.top_count is None else table.head(options.top_count)


def _refuse_outside(scope: Scope, asked: Question, recipe: Recipe) -> None:
    """What a limited scope may not ask is refused in words: never answered of the whole county instead."""
    if not recipe.tells_places and not scope.is_whole_county:
        raise UserError(
            "Luku koskee kokonaisia toimituksia, eikä sitä voi rajata omaan alueeseesi: pyydä se aineistovastaavalta."
        )
    if not decide_place(scope, asked.filters.municipality, asked.filters.unit).allowed:
        raise UserError("Rajaus on oman alueesi ulkopuolella: valitse oman alueesi kunta ja yksikkö.")
    if scope.units is not None and asked.options.grain is Grain.MOMENT:
        raise UserError("Palvelutuokioilla ei ole yksikköä, eikä niitä voi rajata omiin yksiköihisi: valitse palvelut.")


def _of_part(scope: Scope) -> list[Message]:
    """That a figure is of a part, where it is: its words for the whole area then mean the part."""
    return [] if scope.is_whole_county else [Message("caveat.scope")]


def _refuse_unknown_codes(connection: Connection, filters: Filters) -> None:
    """An empty table would look like an answer. The code itself is not repeated: it may be anything someone pasted."""
    unknown = state.unknown_filters(connection, filters)
    if unknown:
        options = ", ".join(f"--{name}" for name in unknown)
        raise UserError(f"Rajauksen koodia ei ole koodistossa eikä aineistossa: tarkista {options}.")


def _recipe(name: str) -> Recipe:
    if name not in RECIPES:
        raise UserError(f"Lukua ei tunneta: valitse jokin näistä: {', '.join(FIGURE_NAMES)}.")
    return RECIPES[name]


def _checked(name: str, recipe: Recipe, by: Breakdown | None) -> Breakdown | None:
    """The breakdown where the figure takes it; a figure of exits is by service anyway."""
    if by is None or (by.key is Key.SERVICE and Key.SERVICE not in recipe.keys):
        return None
    if by.key in recipe.keys:
        return by
    if not recipe.keys:
        raise UserError(f"Luku {name} ei ota jaottelua: jätä --by pois.")
    if by.key is Key.TO and Key.SERVICE not in recipe.keys:
        raise UserError("Jaottelu to kertoisi lopputuloksen: katso luku destinations, jossa määränpäät ovat rivejä.")
    raise UserError(f"Luku {name} ei ota tätä jaottelua: valitse --by {', '.join(recipe.keys)}.")


_OPTION_WORDS: Final = {"top_count": "top"}


def _taken(name: str, recipe: Recipe, options: Options) -> Options:
    too_much = [option for option in options.given if option not in recipe.options]
    if too_much:
        words = ", ".join(f"--{_OPTION_WORDS.get(option, option)}" for option in too_much)
        raise UserError(f"Luku {name} ei ota valitsinta {words}: jätä se pois.")
    return options
