"""`tyokyky export`: figures and paths as files for other tools. Every export is in the access log."""

import os
from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Annotated

import typer

from tyokyky.cli.question import (
    By,
    Chain,
    Day,
    Home,
    Months,
    Municipality,
    Name,
    Pair,
    Service,
    Stages,
    Step,
    Top,
    Unit,
    Window,
    pair_of,
    stages_of,
)
from tyokyky.cli.question import question as question_of
from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.domain.filters import DEFAULT_WINDOW_DAYS
from tyokyky.domain.question import Clock, Grain, Options
from tyokyky.privacy.roles import Role
from tyokyky.reporting.choices import code_names
from tyokyky.reporting.exports import export_figure, export_paths
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

Output = Annotated[Path, typer.Option("--output", help="Uusi tiedosto; olemassa olevaa ei korvata.")]

export_app = typer.Typer(
    help="Luku tai polut tiedostona muille ohjelmille.", no_args_is_help=True, rich_markup_mode=None
)


@export_app.command("xes")
def xes(
    file: Annotated[Path, typer.Argument(help="Uusi .xes-tiedosto; olemassa olevaa ei korvata.")],
    grain: Step = Grain.SERVICE,
    as_role: Annotated[str, typer.Option("--as", help="Rooli: vain team. Kirjataan lokiin.")] = "",
    reason: Annotated[str, typer.Option(help="Miksi polut viedään. Kirjataan lokiin.")] = "",
    home: Home = None,
) -> None:
    """Ihmisten polut tapahtumalokina (XES 1.0), kukin vain tässä lokissa pätevällä numerolla."""
    settings = Settings.of_home(home)
    role = Role(as_role) if as_role in set(Role) else None
    pieces = export_paths(settings, current_mart(settings), grain, role, reason)
    _write(file, (piece.encode() for piece in pieces))


def _figure_file(content_of: Callable[[Figure, Mart], bytes]) -> Callable[..., None]:
    """A command that asks for a figure by the same options as `tyokyky figures` and writes it in one form."""

    def command(
        name: Name,
        output: Output,
        window: Window = DEFAULT_WINDOW_DAYS,
        chain: Chain = None,
        since: Day = None,
        until: Day = None,
        service: Service = None,
        municipality: Municipality = None,
        unit: Unit = None,
        by: By = None,
        grain: Step = Grain.SERVICE,
        top: Top = None,
        clock: Months = Clock.PATH,
        stages: Stages = None,
        pair: Pair = None,
        home: Home = None,
    ) -> None:
        settings = Settings.of_home(home)
        options = Options(grain, top, clock, stages_of(stages), pair_of(pair))
        asked = question_of(window, chain, since, until, service, municipality, unit, by, options)
        mart = current_mart(settings)
        _write(output, [content_of(export_figure(settings, mart, name, asked), mart)])

    return command


def _parquet(figure: Figure, _: Mart) -> bytes:
    content = BytesIO()
    figure.table.write_parquet(content)
    return content.getvalue()


def _workbook(figure: Figure, mart: Mart) -> bytes:
    from tyokyky.presentation.workbook import workbook_of  # noqa: PLC0415 - other exports do without

    return workbook_of(figure, code_names(mart))


export_app.command("parquet", help="Luku Parquet-tiedostona.")(_figure_file(_parquet))
export_app.command(
    "xlsx", help="Luku Excel-tiedostona; toisella taulukolla mistä luku on ja mitä siitä on tiedettävä."
)(_figure_file(_workbook))


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    """Writes a new file that its owner alone may read; a file cut short does not stay."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UserError("Tiedosto on jo olemassa: anna toinen nimi tai poista se ensin.") from None
    except OSError:
        raise UserError("Tiedostoa ei voitu luoda: tarkista kansio ja oikeudet.") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
    except OSError:
        path.unlink(missing_ok=True)
        raise UserError("Tiedostoa ei voitu kirjoittaa loppuun: tarkista levytila.") from None
