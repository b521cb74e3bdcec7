"""Whose an entry of co-development is: the municipalities and units it names, or those of what it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Final

from tyokyky.codevelopment.entries import all_latest
from tyokyky.domain.codevelopment import Action, Content, Saved, SelfAssessment, Work
from tyokyky.domain.developer_groups import Group
from tyokyky.privacy.roles import Scope
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book

_PARENTS: Final[tuple[type[Content], ...]] = (Work, Group, Action)
"""Kinds that may tell the place of what belongs to them."""
_Key = tuple[str, int]


@dataclass(frozen=True)
class Place:
    """Municipalities and units that an entry names; both empty where it names none."""

    municipalities: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ground:
    """What a scope reaches. `parents`: works, groups and actions by kind and number, also those taken out of use."""

    scope: Scope
    municipality_of_unit: Mapping[str, str]
    parents: Mapping[_Key, Content]

    def covers(self, content: Content) -> bool:
        """Whether an entry is of the scope: it names a place of it, or it and all that it belongs to name none."""
        if self.scope.is_whole_county:
            return True
        place = self._place_of(content)
        return place == Place() or self._is_inside(place)

    def covers_whole(self, content: Content) -> bool:
        """Whether an entry and all that it belongs to are of the scope: what may be written."""
        return self.covers(content) and all(self.covers_whole(one) for one in self._parents_of(content))

    def _parents_of(self, content: Content) -> Iterator[Content]:
        for field in fields(content):
            key = (str(field.metadata.get("entry")), getattr(content, field.name))
            if key in self.parents:
                yield self.parents[key]

    def _place_of(self, content: Content) -> Place:
        own = _named(content)
        if own != Place():
            return own
        inherited = map(self._place_of, self._parents_of(content))
        return next((place for place in inherited if place != Place()), Place())

    def _is_inside(self, place: Place) -> bool:
        """A municipality counts by its units too, and a unit's team sees what is of the unit's whole municipality."""
        municipalities = place.municipalities | self._municipalities(place.units)
        in_municipality = self.scope.municipalities is None or bool(municipalities & self.scope.municipalities)
        if self.scope.units is None:
            return in_municipality
        if place.units:
            return in_municipality and bool(place.units & self.scope.units)
        return in_municipality and bool(municipalities & self._municipalities(self.scope.units))

    def _municipalities(self, units: frozenset[str]) -> frozenset[str]:
        return frozenset(self.municipality_of_unit.get(unit, "") for unit in units)


def ground_of(settings: Settings, scope: Scope) -> Ground:
    """What a scope reaches in a home; for the whole county nothing is looked up, as nothing is asked."""
    return Ground(scope, {}, {}) if scope.is_whole_county else ground_from(settings, scope, all_latest(settings))


def ground_from(settings: Settings, scope: Scope, found: Mapping[str, Sequence[Saved[Any]]]) -> Ground:
    """What a scope reaches, from what holds now of every entry by its `KIND`."""
    if scope.is_whole_county:
        return Ground(scope, {}, {})
    parents = {(kind.KIND, one.entry_id): one.content for kind in _PARENTS for one in found[kind.KIND]}
    units = {unit.code: unit.municipality_code for unit in load_code_book(settings).units}
    return Ground(scope, units, parents)


def _named(content: Content) -> Place:
    if isinstance(content, Work):
        return Place(municipalities=frozenset(content.municipality_codes))
    if isinstance(content, Action | SelfAssessment) and content.unit_code:
        return Place(units=frozenset({content.unit_code}))
    return Place()
