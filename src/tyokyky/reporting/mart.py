"""The current mart as everyone above this door knows it: which generation, how far it reaches, and a way to ask it."""

import threading
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final, Self

from tyokyky.analysis.state import SourceState, mart_state, source_states
from tyokyky.domain.errors import UserError
from tyokyky.privacy.roles import WHOLE_COUNTY, Scope
from tyokyky.settings import Settings
from tyokyky.store import generations
from tyokyky.store.connection import Connection, open_locked_down

_KEPT_RECHAINED: Final = 6
"""Other chaining tolerances kept ready at a time (the choices on screen are five)."""
_KEPT_SCOPED: Final = 12
"""Parts of the area kept ready at a time, each with its tolerance; the one that was asked longest ago goes first."""
_Scoped = dict[tuple[Scope, int | None], Connection]


@dataclass(frozen=True)
class Mart:
    """One generation, opened for reading and locked down, as far as its reader's scope reaches.

    Whoever holds it can ask of no one outside the scope: `connection` then leads to a store without them.
    `observed_until`: after that day nothing can be known (definitions, section 3); null without periods.
    """

    generation: str
    revision: int
    synthetic: bool
    observed_until: date | None
    is_empty: bool
    as_of_batch: int | None
    sources: tuple[SourceState, ...]
    path: Path
    settings: Settings
    """Of the home that the mart is of."""
    _memory_limit: str
    _base: Connection
    scope: Scope = WHOLE_COUNTY
    _rechained: dict[int, Connection] = field(default_factory=dict)
    _scoped: _Scoped = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def seen_by(self, scope: Scope) -> Self:
        """The same generation as far as another scope reaches; what one reader had made ready serves the next."""
        return replace(self, scope=scope)

    def connection(self, chain_gap_days: int | None) -> Connection:
        """A cursor of its own on the exits at a tolerance (null: each service's own); the caller closes it."""
        if not self.scope.is_whole_county:
            return self._part(chain_gap_days)
        if chain_gap_days is None:
            return self._base.cursor()
        with self._lock:
            if chain_gap_days not in self._rechained:
                if len(self._rechained) >= _KEPT_RECHAINED:
                    self._rechained.pop(next(iter(self._rechained)))
                from tyokyky.analysis.rechained import open_rechained  # noqa: PLC0415 - the default needs no build steps

                opened = open_rechained(self.path, chain_gap_days, self._memory_limit)
                self._rechained[chain_gap_days] = opened
            return self._rechained[chain_gap_days].cursor()

    def _part(self, chain_gap_days: int | None) -> Connection:
        key = (self.scope, chain_gap_days)
        with self._lock:
            opened = self._scoped.pop(key, None)
            if opened is None:
                if len(self._scoped) >= _KEPT_SCOPED:
                    self._scoped.pop(next(iter(self._scoped)))
                from tyokyky.analysis.scoped import open_scoped  # noqa: PLC0415 - the whole county needs no build steps

                covered = (self.scope.municipalities, self.scope.units)
                opened = open_scoped(self.path, *covered, chain_gap_days, self._memory_limit)
            self._scoped[key] = opened
            return opened.cursor()


_open_marts: dict[Path, Mart] = {}
_opening = threading.Lock()


def current_mart(settings: Settings) -> Mart:
    """The newest generation of a home; kept open until a newer one appears, which the next call notices.

    Raises:
        UserError: nothing has been built yet.
    """
    with _opening:
        generation = generations.current(settings.marts_folder)
        if generation is None:
            raise UserError("Koontia ei ole vielä: tuo aineisto (tyokyky import) tai aja tyokyky build.")
        known = _open_marts.get(settings.home)
        if known is not None and known.path == generation.path:
            return known
        mart = _open(generation, settings)
        _open_marts[settings.home] = mart
        return mart


def _open(generation: generations.Generation, settings: Settings) -> Mart:
    base = open_locked_down(generation.path, settings.memory_limit)
    state = mart_state(base)
    return Mart(
        generation=generation.name,
        revision=generation.revision,
        synthetic=state.synthetic,
        observed_until=state.observed_until,
        is_empty=state.is_empty,
        as_of_batch=state.as_of_batch,
        sources=source_states(base),
        path=generation.path,
        settings=settings,
        _memory_limit=settings.memory_limit,
        _base=base,
    )
