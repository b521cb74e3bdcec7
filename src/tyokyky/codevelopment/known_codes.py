"""Which codes an entry may name: those of the home's code lists, themes, models, cards and criteria."""

from collections.abc import Callable, Mapping
from typing import Final

from tyokyky.domain.journeys import Part
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book
from tyokyky.store.method_library import load_cards, load_criteria, load_models
from tyokyky.store.themes import load_themes


def known_codes(settings: Settings, listed: str) -> frozenset[str]:
    """Codes of one list by its name: joint, unit, municipality, role, theme, model, card, criteria.

    A joint is the end of a service on the path.
    """
    return frozenset(_LISTS[listed](settings))


def _joints(settings: Settings) -> set[str]:
    return {service.code for service in load_code_book(settings).services if service.part is Part.PATH}


_LISTS: Final[Mapping[str, Callable[[Settings], set[str]]]] = {
    "joint": _joints,
    "unit": lambda settings: {one.code for one in load_code_book(settings).units},
    "municipality": lambda settings: {one.code for one in load_code_book(settings).municipalities},
    "role": lambda settings: {one.code for one in load_code_book(settings).roles},
    "theme": lambda settings: {one.theme_id for one in load_themes(settings)},
    "model": lambda settings: {one.model_id for one in load_models(settings)},
    "card": lambda settings: {one.card_id for one in load_cards(settings)},
    "criteria": lambda settings: {one.criteria_id for one in load_criteria(settings)},
}
