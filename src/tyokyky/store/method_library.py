"""Source models, method cards and criteria: the shipped ones with the home's own added or put in their place."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from tyokyky.domain.method_library import CriteriaList, MethodCard, WorkingModel
from tyokyky.settings import Settings, shipped_folder
from tyokyky.store.toml_places import content_of, into, read_text, refuse, refuse_empty

_T = TypeVar("_T", WorkingModel, MethodCard, CriteriaList)
_Place = tuple[str | int, ...]
MODELS_FOLDER: Final = "models"
CARDS_FOLDER: Final = "cards"
CRITERIA_FOLDER: Final = "criteria"
LEAST_MINUTES: Final = 1
MOST_MINUTES: Final = 14 * 24 * 60
"""A method may go on for days, such as a count of visitors; longer is a work of its own."""


@dataclass(frozen=True)
class _Found(Generic[_T]):
    """What stands in a file, and where: by that a mistake is told."""

    made: _T
    key: str
    called: str
    text: str
    where: _Place


def load_models(settings: Settings) -> tuple[WorkingModel, ...]:
    """Source models by id: `data/models/*.toml` as shipped, then the home's `models/*.toml`; one file is one model.

    One of the home replaces the shipped one of the same `model_id`.

    Raises:
        UserError: a file is not TOML, a field is missing, unknown, blank or of the wrong kind, or an id stands twice;
            file and line are told.
    """
    return _merged(settings, MODELS_FOLDER, _models_in)


def load_cards(settings: Settings) -> tuple[MethodCard, ...]:
    """Method cards by id: `data/cards/*.toml` as shipped, then the home's `cards/*.toml`; a file holds `[[cards]]`.

    One of the home replaces the shipped one of the same `card_id`.

    Raises:
        UserError: as in `load_models`, or the minutes of a card are the wrong way round.
    """
    return _merged(settings, CARDS_FOLDER, _cards_in)


def load_criteria(settings: Settings) -> tuple[CriteriaList, ...]:
    """Criteria by id: `data/criteria/*.toml` as shipped, then the home's `criteria/*.toml`; one file is one list.

    One of the home replaces the shipped one of the same `criteria_id`.

    Raises:
        UserError: as in `load_models`.
    """
    return _merged(settings, CRITERIA_FOLDER, _criteria_in)


def _merged(settings: Settings, folder: str, read: Callable[[str, str], tuple[_Found[_T], ...]]) -> tuple[_T, ...]:
    own = _read_folder(settings.home / folder, folder, read)
    replaced = {one.key for one in own}
    shipped = _read_folder(shipped_folder() / "data" / folder, folder, read)
    kept = [one for one in shipped if one.key not in replaced] + own
    return tuple(one.made for one in sorted(kept, key=lambda one: one.key))


def _read_folder(place: Path, folder: str, read: Callable[[str, str], tuple[_Found[_T], ...]]) -> list[_Found[_T]]:
    files = sorted(place.glob("*.toml")) if place.is_dir() else []
    named = [(path, f"{folder}/{path.name}") for path in files]
    found = [one for path, called in named for one in read(read_text(path, called), called)]
    seen: set[str] = set()
    for one in found:
        if one.key in seen:
            raise refuse(one.called, one.text, one.where, "on tunnus, joka on jo käytössä: nimeä toinen uudelleen")
        seen.add(one.key)
    return found


# What a file's text holds is made once: every entry that is written down asks for all of it.
@lru_cache(maxsize=64)
def _models_in(text: str, called: str) -> tuple[_Found[WorkingModel], ...]:
    model = _made(WorkingModel, content_of(text, called), text, called)
    _refuse_twice("phases", "phase_id", [phase.phase_id for phase in model.phases], text, called)
    _refuse_twice("words", "word_id", [word.word_id for word in model.words], text, called)
    return (_Found(model, model.model_id, called, text, ("model_id",)),)


@lru_cache(maxsize=64)
def _cards_in(text: str, called: str) -> tuple[_Found[MethodCard], ...]:
    tables = _tables(content_of(text, called), "cards", text, called)
    return tuple(_card(number, table, text, called) for number, table in enumerate(tables))


def _card(number: int, table: dict[str, Any], text: str, called: str) -> _Found[MethodCard]:
    where: _Place = ("cards", number)
    card = _made(MethodCard, table, text, called, where)
    if not LEAST_MINUTES <= card.least_minutes <= card.most_minutes <= MOST_MINUTES:
        said = "minuutit ovat väärin päin tai ei mahdollisia: anna least_minutes, joka on enintään most_minutes"
        raise refuse(called, text, (*where, "least_minutes"), said)
    for name in ("materials_fi", "steps_fi", "levels", "method_themes"):
        if not getattr(card, name):
            raise refuse(called, text, (*where, name), f"luettelo {name} on tyhjä: anna ainakin yksi")
    return _Found(card, card.card_id, called, text, (*where, "card_id"))


@lru_cache(maxsize=64)
def _criteria_in(text: str, called: str) -> tuple[_Found[CriteriaList], ...]:
    table = content_of(text, called)
    _tables(table, "criteria", text, called)
    made = _made(CriteriaList, table, text, called)
    _refuse_twice("criteria", "criterion_id", [one.criterion_id for one in made.criteria], text, called)
    return (_Found(made, made.criteria_id, called, text, ("criteria_id",)),)


def _made(kind: type[_T], table: dict[str, Any], text: str, called: str, where: _Place = ()) -> _T:
    made = into(kind, table, text, called, where)
    refuse_empty(table, text, called, where)
    return made


def _tables(content: dict[str, Any], name: str, text: str, called: str) -> list[dict[str, Any]]:
    tables = content.get(name)
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        raise refuse(called, text, (), f"ei ole yhtään [[{name}]]-osaa: lisää ainakin yksi")
    if name == "cards" and set(content) - {name}:
        other = min(set(content) - {name})
        raise refuse(
            called, text, (other,), f"on kenttä, joka ei kuulu mihinkään [[{name}]]-osaan: siirrä tai poista se"
        )
    return tables


def _refuse_twice(name: str, field: str, keys: list[str], text: str, called: str) -> None:
    for number, key in enumerate(keys):
        if key in keys[:number]:
            said = f"on {field}, joka on jo tässä tiedostossa: nimeä toinen uudelleen"
            raise refuse(called, text, (name, number, field), said)
