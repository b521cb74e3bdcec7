"""Questionnaires: the shipped ones with the home's own added or put in their place."""

import tomllib
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from tyokyky.domain.errors import UserError
from tyokyky.domain.instruments import Instrument, Item, Respondents
from tyokyky.domain.participation import Level, Plane
from tyokyky.settings import Settings, shipped_folder

INSTRUMENTS_FOLDER: Final = "instruments"
_FLAGS: Final = frozenset({"reversed", "validated"})
_SCALE_ENDS: Final = frozenset({"scale_min", "scale_max"})
_WORDS: Final[dict[str, type[Level | Plane | Respondents]]] = {
    "level": Level,
    "plane": Plane,
    "respondents": Respondents,
}
_NEVER_EMPTY: Final = frozenset({"instrument_id", "name_fi", "item_id", "text_fi"})


class _File(NamedTuple):
    """An instrument and the file it stands in, by which a mistake in it is told."""

    name: str
    instrument: Instrument


def load_instruments(settings: Settings) -> tuple[Instrument, ...]:
    """Questionnaires of a home by id: `data/instruments/*.toml` as shipped, then the home's `instruments/*.toml`.

    One file holds one instrument and its `[[items]]`. One of the home replaces the shipped one of the same id.

    Raises:
        UserError: a file is not TOML, a field is missing, unknown or of the wrong kind, a scale is empty, or an
            instrument or item id stands twice.
    """
    shipped, own = _read(_shipped_folder()), _read(settings.home / INSTRUMENTS_FOLDER)
    _refuse_repeated_instrument(own)
    replaced = {file.instrument.instrument_id for file in own}
    files = [file for file in shipped if file.instrument.instrument_id not in replaced] + own
    _refuse_repeated_item(files)
    return tuple(sorted((file.instrument for file in files), key=lambda instrument: instrument.instrument_id))


def shipped_instruments() -> tuple[Instrument, ...]:
    """The shipped questionnaires alone, by the name of their file."""
    return tuple(file.instrument for file in _read(_shipped_folder()))


def _shipped_folder() -> Path:
    return shipped_folder() / "data" / INSTRUMENTS_FOLDER


def _read(folder: Path) -> list[_File]:
    return [_File(path.name, _instrument(path, _text(path))) for path in _files(folder)]


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


@lru_cache(maxsize=64)
def _instrument(path: Path, text: str) -> Instrument:
    """The instrument of a file that holds this text: asked for at every turn, made once."""
    table = _toml(path, text)
    items = table.pop("items", [])
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise UserError(f"Mittarissa instruments/{path.name} ei ole väittämiä: lisää vähintään yksi [[items]]-osa.")
    made = tuple(_item(path, number, item) for number, item in enumerate(items, start=1))
    return Instrument(**_checked(path, "", table, Instrument, skipped="items"), items=made)


def _item(path: Path, number: int, table: dict[str, Any]) -> Item:
    place = f"väittämän {number} "
    item = Item(**_checked(path, place, table, Item))
    if item.scale_min >= item.scale_max:
        raise _mistake(path, place, "scale_max", "anna luku, joka on suurempi kuin scale_min")
    return item


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _no_toml(path) from None


def _toml(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise _no_toml(path) from None


def _no_toml(path: Path) -> UserError:
    return UserError(f"Mittari instruments/{path.name} ei ole kelvollista TOMLia: korjaa se.")


def _checked(
    path: Path, place: str, table: dict[str, Any], kind: type[Instrument | Item], skipped: str = ""
) -> dict[str, Any]:
    """The table's values in the form the dataclass wants them."""
    known = [field.name for field in fields(kind) if field.name != skipped]
    if set(table) - set(known):
        where = f"Mittarin instruments/{path.name} {place}" if place else f"Mittarissa instruments/{path.name} "
        what = "kohdassa on tuntematon kenttä" if place else "on tuntematon kenttä"
        raise UserError(f"{where}{what}: sallittuja ovat {', '.join(known)}.")
    defaults = set(vars(kind))
    for name in known:
        if name not in table and name not in defaults:
            raise _mistake(path, place, name, "lisää se")
    return {name: _value(path, place, name, value) for name, value in table.items()}


def _value(path: Path, place: str, name: str, value: object) -> object:
    if name in _WORDS:
        return _word(path, place, name, value)
    if name in _FLAGS:
        wanted, right = "true tai false", isinstance(value, bool)
    elif name in _SCALE_ENDS:
        wanted, right = "luku", isinstance(value, int | float) and not isinstance(value, bool)
    else:
        wanted = "teksti"
        right = isinstance(value, str) and (name not in _NEVER_EMPTY or bool(value.strip()))
    if not right:
        raise _mistake(path, place, name, f"anna {wanted}")
    return value


def _word(path: Path, place: str, name: str, value: object) -> object:
    choices = _WORDS[name]
    try:
        return choices(str(value))
    except ValueError:
        raise _mistake(path, place, name, f"valitse jokin näistä: {', '.join(choices)}") from None


def _mistake(path: Path, place: str, name: str, mend: str) -> UserError:
    return UserError(f"Mittarin instruments/{path.name} {place}kenttä {name} puuttuu tai ei kelpaa: {mend}.")


def _refuse_repeated_instrument(own: Iterable[_File]) -> None:
    first_file: dict[str, str] = {}
    for name, instrument in own:
        if instrument.instrument_id in first_file:
            other = first_file[instrument.instrument_id]
            raise UserError(
                f"Sama instrument_id on kahdesti: mittareissa instruments/{other} ja instruments/{name}: nimeä toinen"
                " uudelleen."
            )
        first_file[instrument.instrument_id] = name


def _refuse_repeated_item(files: Iterable[_File]) -> None:
    """Items are named by number: what stands in the file is not repeated in a message."""
    first_place: dict[str, str] = {}
    for name, instrument in files:
        for number, item in enumerate(instrument.items, start=1):
            place = f"mittarin instruments/{name} väittämässä {number}"
            if item.item_id in first_place:
                other = first_place[item.item_id]
                raise UserError(f"Sama item_id on kahdesti: {other} ja {place}: nimeä toinen uudelleen.")
            first_place[item.item_id] = place
