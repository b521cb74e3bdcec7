"""Code lists: the shipped ones with the home's own added or put in their place."""

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, TypeVar

from tyokyky.domain.codes import Code, CodeBook, EndReason, GroupMeasure, MomentCode, Municipality, Service, Unit
from tyokyky.domain.errors import UserError
from tyokyky.domain.journeys import EndReasonGroup, Part
from tyokyky.domain.participation import Level, Plane
from tyokyky.settings import Settings, shipped_folder
from tyokyky.store.instruments import load_instruments, shipped_instruments

__all__ = ["load_code_book", "load_instruments", "shipped_code_book", "shipped_instruments"]

_Reader = Callable[[str], object]
_CodeT = TypeVar("_CodeT", bound=Code)
CODES_FOLDER: Final = "codes"
_NOTES: Final = "source"
"""Column that tells where a row is from; for readers of the file only."""


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError
    return int(text)


def _finite_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    return number


_NAMED: Final[dict[str, _Reader]] = {
    "code": str,
    "name_fi": str,
    "name_sv": str,
    "name_en": str,
    "valid_from": date.fromisoformat,
    "valid_until": date.fromisoformat,
}
_SERVICE: Final[dict[str, _Reader]] = {
    "part": Part,
    "rank": _whole_number,
    "chain_gap_days": _whole_number,
    "organiser": str,
    "usual_next_controller": str,
}


@dataclass(frozen=True, eq=False)
class _CodeFile:
    """A code list's file: how each column is read, and which columns may not be missing or empty."""

    name: str
    columns: Mapping[str, _Reader]
    required: tuple[str, ...]


def _code_file(name: str, own: Mapping[str, _Reader] | None = None, required: tuple[str, ...] = ()) -> _CodeFile:
    return _CodeFile(name, {**_NAMED, **(own or {})}, ("code", "name_fi", *required))


_SERVICES: Final = _code_file("services.csv", _SERVICE, ("part",))
_END_REASONS: Final = _code_file("end_reasons.csv", {"group": EndReasonGroup, "service_code": str}, ("group",))
_UNITS: Final = _code_file("units.csv", {"municipality_code": str})
_MUNICIPALITIES: Final = _code_file("municipalities.csv", {"county_code": str, "population": _whole_number})
_COUNTIES: Final = _code_file("counties.csv")
_MOMENTS: Final = _code_file("moments.csv", {"level": Level, "plane": Plane})
_ROLES: Final = _code_file("roles.csv")
_GROUP_MEASURES: Final = _code_file(
    "group_measures.csv",
    {"scale_min": _finite_number, "scale_max": _finite_number, "reason_fi": str},
    ("scale_min", "scale_max"),
)


def load_code_book(settings: Settings) -> CodeBook:
    """All code lists of a home: `data/codes/*.csv` as shipped, then the home's `codes/*.csv` in the same columns.

    A code in the home replaces every shipped row of that code; other codes are added. A column that is missing, or a
    cell that is empty, means the default of its field in `tyokyky.domain.codes`; a moment with a level but no plane is
    about the client's own service. Rows stand in the order of the files, the home's after the shipped.

    Raises:
        UserError: a file is not UTF-8 or CSV, a required column or cell is missing, a column is unknown, a cell can
            not be read, or two rows of one code hold on the same day.
    """
    return _code_book(settings.home / CODES_FOLDER)


def shipped_code_book() -> CodeBook:
    """The shipped code lists alone."""
    return _code_book(None)


def _code_book(own: Path | None) -> CodeBook:
    return CodeBook(
        services=_merged(_SERVICES, Service, own),
        end_reasons=_merged(_END_REASONS, EndReason, own),
        units=_merged(_UNITS, Unit, own),
        municipalities=_merged(_MUNICIPALITIES, Municipality, own),
        counties=_merged(_COUNTIES, Code, own),
        moments=tuple(map(_with_plane, _merged(_MOMENTS, MomentCode, own))),
        roles=_merged(_ROLES, Code, own),
        group_measures=_merged(_GROUP_MEASURES, GroupMeasure, own),
    )


def _with_plane(moment: MomentCode) -> MomentCode:
    return replace(moment, plane=Plane.OWN) if moment.level and moment.plane is None else moment


def _merged(file: _CodeFile, make: Callable[..., _CodeT], own: Path | None) -> tuple[_CodeT, ...]:
    home_rows = _rows(own / file.name, file, make) if own else ()
    replaced = {row.code for row in home_rows}
    shipped = _rows(shipped_folder() / "data" / CODES_FOLDER / file.name, file, make)
    return tuple(row for row in shipped if row.code not in replaced) + home_rows


def _rows(path: Path, file: _CodeFile, make: Callable[..., _CodeT]) -> tuple[_CodeT, ...]:
    """Rows of one file; none where it does not exist."""
    if not path.is_file():
        return ()
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            return _rows_of(opened.read(), file, make)
    except (UnicodeDecodeError, csv.Error):
        raise UserError(
            f"Koodisto codes/{path.name} ei ole luettavissa: tallenna se UTF-8-muotoisena, pilkuin eroteltuna."
        ) from None


@lru_cache(maxsize=64)
def _rows_of(text: str, file: _CodeFile, make: Callable[..., _CodeT]) -> tuple[_CodeT, ...]:
    """Rows of a file that holds this text. Lists are asked for at every turn and seldom change: each is made once."""
    lines = _lines(text)
    header = _header(lines[0][1] if lines else [], file)
    rows = [(number, make(**_cells(file, header, number, line))) for number, line in lines[1:]]
    _refuse_overlaps(file, rows)
    return tuple(row for _, row in rows)


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Non-empty lines with their numbers in the file."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    return [(reader.line_num, [cell.strip() for cell in line]) for line in reader if any(map(str.strip, line))]


def _header(header: list[str], file: _CodeFile) -> list[str]:
    for column in file.required:
        if column not in header:
            raise UserError(f"Koodistosta codes/{file.name} puuttuu sarake {column}: lisää se.")
    for place, column in enumerate(header, start=1):
        if column not in file.columns and column != _NOTES:
            raise UserError(f"Koodiston codes/{file.name} {place}. saraketta ei tunneta: korjaa otsikko tai poista se.")
        if column in header[: place - 1]:
            raise UserError(f"Koodistossa codes/{file.name} on sarake {column} kahdesti: poista toinen.")
    return header


def _cells(file: _CodeFile, header: list[str], number: int, line: list[str]) -> dict[str, object]:
    if len(line) != len(header):
        raise UserError(f"Koodiston codes/{file.name} rivillä {number} on väärä määrä sarakkeita: korjaa rivi.")
    cells: dict[str, object] = {}
    for column, text in zip(header, line, strict=True):
        if column == _NOTES:
            continue
        if text:
            cells[column] = _read(file, column, number, text)
        elif column in file.required:
            raise UserError(f"Koodiston codes/{file.name} rivillä {number} sarake {column} on tyhjä: täytä se.")
    return cells


def _read(file: _CodeFile, column: str, number: int, text: str) -> object:
    try:
        return file.columns[column](text)
    except ValueError:
        raise UserError(
            f"Koodiston codes/{file.name} rivillä {number} sarakkeen {column} arvo ei kelpaa: {_mend(file, column)}."
        ) from None


def _mend(file: _CodeFile, column: str) -> str:
    reader = file.columns[column]
    if reader is _whole_number:
        return "anna kokonaisluku, vähintään 0"
    if reader is _finite_number:
        return "anna luku, desimaalierottimena piste"
    if isinstance(reader, type) and issubclass(reader, Part | EndReasonGroup | Level | Plane):
        return f"valitse jokin näistä: {', '.join(reader)}"
    return "anna päivä muodossa 2026-06-30"


def _refuse_overlaps(file: _CodeFile, rows: Iterable[tuple[int, Code]]) -> None:
    last_of: dict[tuple[str, str], Code] = {}
    for number, row in sorted(rows, key=lambda numbered: (numbered[1].valid_from, numbered[0])):
        key = (row.code, row.service_code if isinstance(row, EndReason) else "")
        earlier = last_of.get(key)
        if row.valid_from > row.valid_until or (earlier and row.valid_from <= earlier.valid_until):
            raise UserError(
                f"Koodiston codes/{file.name} rivin {number} voimassaolo on väärin päin tai menee päällekkäin saman "
                "koodin toisen rivin kanssa: korjaa sarakkeet valid_from ja valid_until."
            )
        last_of[key] = row
