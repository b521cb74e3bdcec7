"""Sources: how one register's files are to be read, one TOML file each."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tyokyky.domain.errors import UserError
from tyokyky.ingest import forms
from tyokyky.ingest.wide_form import WideForm, forbidden_columns
from tyokyky.settings import Settings, shipped_folder
from tyokyky.store.tables import TABLES

SOURCES_FOLDER: Final = "sources"
LINKING_PERMITTED: Final = "linking_permitted"
"""A column that `response` files may have besides those of the store: whether the client let the answer be linked."""

CodeList = Literal["services", "end_reasons", "units", "municipalities", "moments", "roles", "group_measures"]
PartInUse = Literal["path", "outcome", "neutral"]
_Text = Annotated[str, Field(min_length=1)]


class TableMap(BaseModel):
    """Which headers fill which column of one table, and which of their values mean which of ours."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, Annotated[tuple[_Text, ...], Field(min_length=1)]] = Field(min_length=1)
    values: dict[str, dict[str, str]] = {}


class Source(BaseModel):
    """One source of files: owner, form of the files, and their meaning in our words (data.md, Sources)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: _Text
    title_fi: _Text
    controller: _Text
    kind: Literal["csv", "parquet", "xlsx", "xes"]
    sheet: _Text | None = None
    """Name of the sheet in a workbook (`xlsx`); without it, the first."""
    encoding: Literal["utf-8", "windows-1252", "iso-8859-1", "iso-8859-15"] = "utf-8"
    separator: Literal[",", ";", "\t", "|"] = ","
    decimal_mark: Literal[".", ","] = "."
    date_forms: Annotated[tuple[str, ...], Field(min_length=1)] = ("yyyy-mm-dd",)
    timestamp_forms: Annotated[tuple[str, ...], Field(min_length=1)] = ("yyyy-mm-dd hh:mm:ss",)
    empty: tuple[str, ...] = ()
    """Cell texts that mean an empty cell, besides the empty text."""
    open_codes: tuple[CodeList, ...] = ()
    """Code lists whose unknown codes are kept and counted as a warning; of others they are errors."""
    delivery: Literal["full", "incremental"] = "incremental"
    covered_from: date | None = None
    data_as_of: str | None = None
    """Header of the column that tells the day of extraction, unless the caller tells it."""
    in_use_for: tuple[PartInUse, ...] = ("path", "outcome", "neutral")
    linked_answers_permitted: bool = False
    volume_varies: bool = False
    """Deliveries of any size are usual (a queue taken in when somebody thinks of it): no warning about their volume."""
    tables: dict[str, TableMap] = Field(min_length=1)
    wide: WideForm | None = None
    """Where files have one row per respondent; `tables.response` then tells of the respondent alone."""

    @field_validator("date_forms")
    @classmethod
    def _dates_are_known(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return forms.known(given, forms.DATE_FORMS)

    @field_validator("timestamp_forms")
    @classmethod
    def _timestamps_are_known(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return forms.known(given, forms.TIMESTAMP_FORMS)

    @model_validator(mode="after")
    def _tables_are_known(self) -> Self:
        for name, table_map in self.tables.items():
            if name not in TABLES:
                raise ValueError(f"tables.{name}")
            extra = (LINKING_PERMITTED,) if name == "response" else ()
            allowed = {*TABLES[name].columns, *extra}
            for column in [*table_map.columns, *table_map.values]:
                if column not in allowed:
                    raise ValueError(f"tables.{name}: {column}")
        return self

    @model_validator(mode="after")
    def _wide_files_hold_answers(self) -> Self:
        if self.wide is None:
            return self
        if set(self.tables) != {"response"}:
            raise ValueError("tables")
        forbidden = forbidden_columns(set(self.tables["response"].columns))
        if forbidden:
            raise ValueError(f"tables.response: {', '.join(forbidden)}")
        return self


def source_names(settings: Settings) -> list[str]:
    """Names of the shipped sources and of the home's own."""
    return sorted({path.stem for folder in _folders(settings) for path in folder.glob("*.toml")})


def load_source(settings: Settings, name: str) -> Source:
    """A source by name (the home's own before the shipped one) or by the path of a `.toml` file.

    Raises:
        UserError: no such source, or its file has a mistake (file and key are named).
    """
    if name.endswith(".toml"):
        return _read(Path(name).expanduser())
    for folder in _folders(settings):
        if name in {path.stem for path in folder.glob("*.toml")}:
            return _read(folder / f"{name}.toml")
    raise UserError(f"Lähdettä ei löydy: valitse jokin näistä: {', '.join(source_names(settings))}.")


def _folders(settings: Settings) -> list[Path]:
    return [settings.home / SOURCES_FOLDER, shipped_folder() / "data" / SOURCES_FOLDER]


def _read(path: Path) -> Source:
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise UserError(f"Lähdetiedostoa {path.name} ei voitu lukea: tarkista polku ja oikeudet.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UserError(f"Lähdetiedosto {path.name} ei ole kelvollista TOMLia: korjaa se.") from None
    try:
        return Source(**{"name": path.stem, **values})
    except ValidationError as error:
        raise UserError(f"Lähdetiedostossa {path.name} on virhe: korjaa {_places(error)}.") from None


def _places(error: ValidationError) -> str:
    """The keys at fault. A rule over several keys names its own in its text."""
    places = set()
    for problem in error.errors():
        own_words = problem.get("ctx", {}).get("error")
        place = ".".join(map(str, problem["loc"]))
        places.add(str(own_words) if str(own_words).startswith(place) else place)
    return ", ".join(sorted(places))
