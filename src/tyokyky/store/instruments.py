"""Questionnaires: the shipped ones with the home's own added or put in their place."""

import tomllib
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.domain.instruments import Instrument, Item
from tyokyky.domain.participation import Level, Plane
from tyokyky.settings import Settings, shipped_folder

INSTRUMENTS_FOLDER: Final = "instruments"
_FLAGS: Final = frozenset({"reversed", "validated"})
_SCALE_ENDS: Final = frozenset({"scale_min", "scale_max"})


def load_instruments(settings: Settings) -> tuple[Instrument, ...]:
    """Questionnaires of a home by id: `data/instruments/*.toml` as shipped, then the home's `instruments/*.toml`.

    One file holds one instrument and its `[[items]]`. One of the home replaces the shipped one of the same id.

    Raises:
        UserError: a file is not TOML, a field is missing, unknown or of the wrong kind, a scale is empty, or an
            instrument or item id stands twice.
    """
    shipped = shipped_instruments()
    own = [_instrument(path) for path in _files(settings.home / INSTRUMENTS_FOLDER)]
    _refuse_repeated([instrument.instrument_id for instrument in own])
    replaced = {instrument.instrument_id for instrument in own}
    instruments = [instrument for instrument in shipped if instrument.instrument_id not in replaced] + own
    _refuse_repeated([item.item_id for item in chain.from_iterable(instrument.items for instrument in instruments)])
    return tuple(sorted(instruments, key=lambda instrument: instrument.instrument_id))


def shipped_instruments() -> tuple[Instrument, ...]:
    """The shipped questionnaires alone."""
    return tuple(_instrument(path) for path in _files(shipped_folder() / "data" / INSTRUMENTS_FOLDER))


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml")) if folder.is_dir() else []


def _instrument(path: Path) -> Instrument:
    table = _toml(path)
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


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UserError(f"Mittari instruments/{path.name} ei ole kelvollista TOMLia: korjaa se.") from None


def _checked(
    path: Path, place: str, table: dict[str, Any], kind: type[Instrument | Item], skipped: str = ""
) -> dict[str, Any]:
    """The table's values in the form the dataclass wants them."""
    known = [field.name for field in fields(kind) if field.name != skipped]
    if set(table) - set(known):
        raise UserError(f"Mittarissa instruments/{path.name} on tuntematon kenttä: sallittuja ovat {', '.join(known)}.")
    defaults = set(vars(kind))
    for name in known:
        if name not in table and name not in defaults:
            raise _mistake(path, place, name, "lisää se")
    return {name: _value(path, place, name, value) for name, value in table.items()}


def _value(path: Path, place: str, name: str, value: object) -> object:
    try:
        if name == "level":
            return Level(str(value))
        if name == "plane":
            return Plane(str(value))
    except ValueError:
        choices = Level if name == "level" else Plane
        raise _mistake(path, place, name, f"valitse jokin näistä: {', '.join(choices)}") from None
    if name in _FLAGS:
        wanted, right = "true tai false", isinstance(value, bool)
    elif name in _SCALE_ENDS:
        wanted, right = "luku", isinstance(value, int | float) and not isinstance(value, bool)
    else:
        wanted, right = "teksti", isinstance(value, str) and (name not in ("item_id", "instrument_id") or bool(value))
    if not right:
        raise _mistake(path, place, name, f"anna {wanted}")
    return value


def _mistake(path: Path, place: str, name: str, mend: str) -> UserError:
    return UserError(f"Mittarin instruments/{path.name} {place}kenttä {name} puuttuu tai ei kelpaa: {mend}.")


def _refuse_repeated(ids: list[str]) -> None:
    if len(set(ids)) != len(ids):
        raise UserError(
            "Sama instrument_id tai item_id on kahdesti kansion instruments tiedostoissa: nimeä toinen uudelleen."
        )
