"""Dated changes and targets: the home's own `trends.toml`. Nothing is shipped, and a home needs none."""

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tyokyky.domain.errors import UserError
from tyokyky.domain.trend_plan import Change, Target, TrendPlan
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book

TRENDS_FILE: Final = "trends.toml"
_Text = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^;\n]*[^;\s][^;\n]*$")]


class _Change(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    service: _Text
    on: date
    name: _Text


class _Target(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    service: _Text
    drop_off: float = Field(ge=0, le=1)


class _TrendFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    change: tuple[_Change, ...] = ()
    target: tuple[_Target, ...] = ()


def load_trend_plan(settings: Settings) -> TrendPlan:
    """Changes and targets of a home; none where it has no `trends.toml`.

    Raises:
        UserError: the file is not TOML, a key is missing, unknown or of the wrong kind, a service is in no code list,
            two changes of a service fall on one month, or a service has two targets. File and place are named.
    """
    path = settings.home / TRENDS_FILE
    if not path.is_file():
        return TrendPlan()
    content = _read(path)
    services = {service.code for service in load_code_book(settings).services}
    _refuse_unknown("change", [change.service for change in content.change], services)
    _refuse_unknown("target", [target.service for target in content.target], services)
    months = [(change.service, change.on.year, change.on.month) for change in content.change]
    _refuse_twice("change", months, "kaksi muutosta samassa kuussa")
    _refuse_twice("target", [target.service for target in content.target], "kaksi tavoitetta")
    changes = sorted(content.change, key=lambda change: (change.service, change.on))
    return TrendPlan(
        tuple(Change(change.service, change.on, change.name) for change in changes),
        tuple(Target(target.service, target.drop_off) for target in content.target),
    )


def _refuse_unknown(part: str, codes: Sequence[str], known: set[str]) -> None:
    for number, code in enumerate(codes, start=1):
        if code not in known:
            raise UserError(
                f"Tiedoston {TRENDS_FILE} osassa {part}.{number}.service on koodi, jota ei ole koodistossa: korjaa se."
            )


def _refuse_twice(part: str, keys: Sequence[object], what: str) -> None:
    for number, key in enumerate(keys, start=1):
        if key in keys[: number - 1]:
            raise UserError(f"Tiedoston {TRENDS_FILE} osassa {part}.{number} palvelulla on {what}: poista toinen.")


def _read(path: Path) -> _TrendFile:
    try:
        return _TrendFile(**tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError:
        raise UserError(f"Tiedostoa {TRENDS_FILE} ei voitu lukea: tarkista oikeudet.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UserError(f"Tiedosto {TRENDS_FILE} ei ole kelvollista TOMLia: korjaa se.") from None
    except ValidationError as error:
        places = ", ".join(sorted({_place(problem["loc"]) for problem in error.errors()}))
        raise UserError(f"Tiedostossa {TRENDS_FILE} on virhe: korjaa {places}.") from None


def _place(where: tuple[int | str, ...]) -> str:
    """Where a mistake is: known keys and the number of the part; an unknown key is not repeated."""
    known = {*_TrendFile.model_fields, *_Change.model_fields, *_Target.model_fields}
    return ".".join(
        str(part + 1) if isinstance(part, int) else part if part in known else "tuntematon kenttä" for part in where
    )
