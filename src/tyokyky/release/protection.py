"""The engines as a release uses them: the chosen one's tables, and what each of them would hide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import Engine, TableLayout
from tyokyky.release.earlier import Earlier
from tyokyky.release.engine_input import PROTECTED, bounds_of, earlier_of, people_of, policy_of
from tyokyky.release.folders import ShownTable
from tyokyky.release.loss import Loss, table_loss
from tyokyky.release.protect import ProtectedTable, Surroundings, protect
from tyokyky.release.secret import release_secret
from tyokyky.release.tables.counting import Counts
from tyokyky.settings import Settings

ENGINES: Final[tuple[Engine, ...]] = ("elimination", "rounding")


@dataclass(frozen=True)
class Protected:
    """Tables as the chosen engine lets them out, and the loss under each engine that can protect them."""

    tables: tuple[ShownTable, ...]
    losses: tuple[Loss, ...]


def both_engines(
    settings: Settings,
    facts: Mapping[str, Any],
    counts: Mapping[TableLayout, Counts],
    earlier: Earlier,
    engine: Engine,
) -> Protected:
    """Protects the tables by the chosen engine; the loss of the other stands beside, where it can protect them at all.

    Raises:
        UserError: the chosen engine can not protect them beside what is out.
    """
    around = Surroundings(
        release=facts["id"],
        quarter_versions=facts["quarter_versions"],
        earlier=earlier_of(earlier),
        populations=people_of(facts),
        upper_bounds=bounds_of(facts),
        seed=release_secret(settings),
    )
    made = _protected(facts, counts, around, engine)
    losses = [_loss(facts, counts, made, engine)]
    for other in ENGINES:
        if other != engine:
            losses += _other_loss(facts, counts, around, other)
    return Protected(made, tuple(losses))


def _protected(
    facts: Mapping[str, Any], counts: Mapping[TableLayout, Counts], around: Surroundings, engine: Engine
) -> tuple[ShownTable, ...]:
    return tuple(_shown(table) for table in protect(counts, policy_of(facts, engine), around).tables)


def _shown(table: ProtectedTable) -> ShownTable:
    return ShownTable(table.layout, table.counts, table.counts != PROTECTED, table.lower, table.upper)


def _loss(
    facts: Mapping[str, Any], counts: Mapping[TableLayout, Counts], made: tuple[ShownTable, ...], engine: Engine
) -> Loss:
    n_min = facts["policy"]["n_min"]
    return Loss(engine, tuple(table_loss(table, counts[table.layout], n_min) for table in made))


def _other_loss(
    facts: Mapping[str, Any], counts: Mapping[TableLayout, Counts], around: Surroundings, engine: Engine
) -> Iterator[Loss]:
    """What the engine that was not chosen would hide; nothing where it can not be used."""
    try:
        yield _loss(facts, counts, _protected(facts, counts, around, engine), engine)
    except UserError:
        return
