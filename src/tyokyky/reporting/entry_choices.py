"""What a field of an entry can hold: codes with their names, and those of them that a writer's scope offers."""

from collections.abc import Mapping
from dataclasses import dataclass

from tyokyky.domain.codes import CodeBook
from tyokyky.domain.journeys import Part
from tyokyky.privacy.roles import Scope
from tyokyky.reporting.codevelopment import Library
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book
from tyokyky.store.themes import load_themes


@dataclass(frozen=True)
class EntryChoices:
    """Finnish names by list and code, in the order in which they are offered.

    Lists: those of `codevelopment.known_codes`, and `phase` and `criterion`. `offered` leaves out places outside the
    scope; `names` knows them all, since a work may be of several municipalities.
    """

    names: Mapping[str, Mapping[str, str]]
    offered: Mapping[str, Mapping[str, str]]

    def name(self, listed: str, code: str) -> str:
        """The name of a code; the code itself where no list knows it any more."""
        return self.names.get(listed, {}).get(code, code)


def entry_choices(settings: Settings, library: Library, scope: Scope) -> EntryChoices:
    """What the fields of a home's entries can hold.

    Raises:
        UserError: a code list or the codebook of themes has a mistake; file and line are told.
    """
    book = load_code_book(settings)
    names = {
        **_of_codes(book),
        "theme": {one.theme_id: one.name_fi for one in load_themes(settings)},
        **_of_library(library),
    }
    limits = {"municipality": scope.municipalities, "unit": _units_in(book, scope)}
    inside = {
        listed: {code: name for code, name in names[listed].items() if codes is None or code in codes}
        for listed, codes in limits.items()
    }
    return EntryChoices(names, {**names, **inside})


def _of_codes(book: CodeBook) -> dict[str, dict[str, str]]:
    return {
        "joint": {one.code: one.name_fi for one in book.services if one.part is Part.PATH},
        "unit": {one.code: one.name_fi for one in book.units},
        "municipality": {one.code: one.name_fi for one in book.municipalities},
        "role": {one.code: one.name_fi for one in book.roles},
    }


def _of_library(library: Library) -> dict[str, dict[str, str]]:
    return {
        "model": {one.model_id: one.name_fi for one in library.models},
        "card": {one.card_id: one.name_fi for one in library.cards},
        "criteria": {one.criteria_id: one.name_fi for one in library.criteria},
        "phase": {phase.phase_id: phase.name_fi for one in library.models for phase in one.phases},
        "criterion": {mark.criterion_id: mark.text_fi for one in library.criteria for mark in one.criteria},
    }


def _units_in(book: CodeBook, scope: Scope) -> frozenset[str] | None:
    if scope.municipalities is None:
        return scope.units
    inside = frozenset(one.code for one in book.units if one.municipality_code in scope.municipalities)
    return inside if scope.units is None else inside & scope.units
