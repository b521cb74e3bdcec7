"""TOML files of a home read whole into dataclasses; a mistake is told with its file and line."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tyokyky.domain.errors import UserError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_T = TypeVar("_T")
_AT_LINE: Final = re.compile(r"at line (\d+)")
_HEADER: Final = re.compile(r"\s*\[\[?\s*([A-Za-z0-9_.-]+)\s*\]\]?")
_KEY: Final = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=")
_forms: Final[dict[type[Any], "TypeAdapter[Any]"]] = {}
_LONG_QUOTES: Final = ('"""', "'''")


def read_text(path: Path, called: str) -> str:
    """Text of a file. `called`: how the file is named to its reader, such as `cards/omat.toml`.

    Raises:
        UserError: it can not be read, or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise UserError(f"Tiedostoa {called} ei voitu lukea: tarkista oikeudet.") from None
    except UnicodeDecodeError:
        raise UserError(f"Tiedosto {called} ei ole UTF-8-muotoinen: tallenna se uudelleen UTF-8:na.") from None


def content_of(text: str, called: str) -> dict[str, Any]:
    """Content of a file that holds this text.

    Raises:
        UserError: it is not TOML; the line is told.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else _line_left_open(text)
        raise UserError(f"Tiedoston {called} rivi {line} ei ole kelvollista TOMLia: korjaa rivi.") from None


def _line_left_open(text: str) -> int:
    """Line on which quotes or brackets are opened that nothing closes: what stands above it is whole."""
    lines = text.splitlines()
    for whole_count in range(len(lines) - 1, 0, -1):
        try:
            tomllib.loads("\n".join(lines[:whole_count]))
        except tomllib.TOMLDecodeError:
            continue
        return whole_count + 1
    return 1


def into(kind: type[_T], table: object, text: str, called: str, within: tuple[str | int, ...] = ()) -> _T:
    """One table as a dataclass. `within`: where the table stands in its file, such as `("cards", 2)`.

    Raises:
        UserError: a field is missing, unknown or of the wrong kind; the line is told.
    """
    from pydantic import ValidationError  # noqa: PLC0415 - readers of figures need not wait for it

    try:
        made: _T = _form(kind).validate_python(table)
    except ValidationError as error:
        first = error.errors()[0]
        where = (*within, *first["loc"])
        raise _mistake(called, text, where, str(first["type"]), first.get("ctx", {})) from None
    return made


def _form(kind: type[_T]) -> "TypeAdapter[_T]":
    """Made once a kind: it takes longer than reading a file."""
    from pydantic import TypeAdapter  # noqa: PLC0415 - readers of figures need not wait for it

    if kind not in _forms:
        _forms[kind] = TypeAdapter(kind)
    return _forms[kind]


def refuse_empty(table: object, text: str, called: str, within: tuple[str | int, ...] = ()) -> None:
    """Refuses blank texts wherever they stand: a field that has nothing to say is left out, not left blank.

    Raises:
        UserError: a text is blank; the line is told.
    """
    for where, value in _leaves(table, within):
        if isinstance(value, str) and not value.strip():
            raise _mistake(called, text, where, "empty", {})


def _leaves(value: object, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, (*where, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _leaves(inner, (*where, number))
    else:
        yield where, value


_SAID: Final = {
    "unexpected_keyword_argument": "rivillä {line} on tuntematon kenttä: korjaa tai poista se",
    "missing": "riviltä {line} alkavasta osasta puuttuu kenttä {field}: lisää se",
    "empty": "rivillä {line} kenttä {field} on tyhjä: täytä tai poista se",
    "enum": "rivillä {line} kentän {field} arvo ei kelpaa: valitse jokin näistä: {choices}",
}
_OF_THE_WRONG_KIND: Final = "rivillä {line} kentän {field} arvo ei kelpaa: anna oikeanlainen arvo"


def _mistake(called: str, text: str, where: tuple[str | int, ...], kind: str, context: dict[str, Any]) -> UserError:
    """Names known fields; what else stands in the file is not repeated."""
    field = next((part for part in reversed(where) if isinstance(part, str)), "")
    said = _SAID.get(kind, _OF_THE_WRONG_KIND)
    told = said.format(line=line_of(text, where), field=field, choices=_choices(context))
    return UserError(f"Tiedoston {called} {told}.")


def _choices(context: dict[str, Any]) -> str:
    return str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")


def refuse(called: str, text: str, where: tuple[str | int, ...], said: str) -> UserError:
    """A mistake that only the reader of the content can see, with its line."""
    return UserError(f"Tiedoston {called} rivillä {line_of(text, where)} {said}.")


def line_of(text: str, where: tuple[str | int, ...]) -> int:
    """Line (from 1) on which a value stands; where it is missing, that of the nearest table or key that holds it."""
    line = 1
    path: list[str | int] = []
    for part in where:
        path.append(part)
        line = _lines(text).get(tuple(path), line)
    return line


def _lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Line of every table header and key: `("cards", 0, "name_fi")`; lines inside long texts are no keys."""
    found: dict[tuple[str | int, ...], int] = {}
    counts: dict[str, int] = {}
    table: tuple[str | int, ...] = ()
    open_quotes = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not open_quotes:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header and line.lstrip().startswith("[["):
                name = header[1]
                counts[name] = counts.get(name, -1) + 1
                table = _table_path(name, counts)
                found[table] = number
            elif key:
                found[(*table, key[1])] = number
        open_quotes = _after(line, open_quotes)
    return found


def _table_path(name: str, counts: dict[str, int]) -> tuple[str | int, ...]:
    """`cards.steps` in the third card is `("cards", 2, "steps", n)`; inner tables are counted anew in each outer."""
    path: list[str | int] = []
    parts = name.split(".")
    for depth, part in enumerate(parts, start=1):
        path += [part, counts.get(".".join(parts[:depth]), 0)]
    for inner in [other for other in counts if other.startswith(f"{name}.")]:
        del counts[inner]
    return tuple(path)


def _after(line: str, open_quotes: str) -> str:
    """Which long quotes are still open at the end of a line."""
    for quotes in (open_quotes,) if open_quotes else _LONG_QUOTES:
        if line.count(quotes) % 2:
            return "" if open_quotes else quotes
    return open_quotes
