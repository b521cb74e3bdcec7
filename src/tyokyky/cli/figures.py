"""`tyokyky figures` and `tyokyky steps`: every figure without the browser."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tyokyky.cli.output import Format, write_table
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import DEFAULT_WINDOW_DAYS, Breakdown, Filters
from tyokyky.domain.question import Clock, Grain, Options, Question
from tyokyky.domain.stages import DEFAULT_STAGES, parse_stages
from tyokyky.reporting.choices import code_names
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings

STEWARD_CHECK = "steward-check"
Home = Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="VVVV-KK-PP")]


def figures(
    name: Annotated[
        str,
        typer.Argument(help="Luku, esimerkiksi drop-off; tuntemattomasta nimestä ohjelma luettelee kaikki."),
    ],
    window: Annotated[int, typer.Option(help="Ikkuna päivinä: 30, 60, 90, 180 tai 365.")] = DEFAULT_WINDOW_DAYS,
    chain: Annotated[int | None, typer.Option(help="Ketjutusväli päivinä; ilman: palvelun oma.")] = None,
    since: Day = None,
    until: Day = None,
    service: Annotated[str | None, typer.Option(help="Palvelun koodi.")] = None,
    municipality: Annotated[str | None, typer.Option(help="Kunnan koodi.")] = None,
    unit: Annotated[str | None, typer.Option(help="Yksikön koodi.")] = None,
    by: Annotated[str | None, typer.Option(help="Jaottelu, esimerkiksi municipality tai experience:planning.")] = None,
    grain: Annotated[Grain, typer.Option(help="Polun askel: service tai moment.")] = Grain.SERVICE,
    top: Annotated[int | None, typer.Option(help="Enintään näin monta riviä; ilman: kaikki.")] = None,
    clock: Annotated[Clock, typer.Option(help="Kuukaudet: path (polun alusta) tai calendar.")] = Clock.PATH,
    stages: Annotated[
        str | None, typer.Option(help='Polun vaiheet, esimerkiksi "KTT>THV?@180>TYO|PT@365" (? saa ohittaa, @ ikkuna).')
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="Muoto.")] = Format.TABLE,
    as_role: Annotated[str | None, typer.Option("--as", help="steward-check: tarkat luvut, kirjataan lokiin.")] = None,
    reason: Annotated[str, typer.Option(help="Miksi tarkat luvut tarvitaan.")] = "",
    home: Home = None,
) -> None:
    """Luku taulukkona, CSV:nä, JSONina tai Parquetina."""
    settings = Settings.of_home(home)
    filters = Filters(
        window_days=window,
        chain_gap_days=chain,
        since=since.date() if since else None,
        until=until.date() if until else None,
        service=service,
        municipality=municipality,
        unit=unit,
    )
    asked = Question(
        filters,
        Breakdown.parse(by) if by else None,
        Options(grain, top, clock, parse_stages(stages) if stages is not None else DEFAULT_STAGES),
    )
    if as_role not in (None, STEWARD_CHECK):
        raise UserError(f"Valinnalla --as on vain yksi arvo: {STEWARD_CHECK}.")
    mart = current_mart(settings)
    if as_role == STEWARD_CHECK:
        from tyokyky.reporting.steward import steward_check  # noqa: PLC0415 - seldom asked for

        answer = steward_check(settings, mart, name, asked, reason)
    else:
        answer = figure(mart, name, asked.filters, asked.by, asked.options)
    if form is Format.TABLE:
        from tyokyky.cli.display import print_figure  # noqa: PLC0415 - a program that asks for JSON need not wait for it

        print_figure(answer, code_names(mart))
    else:
        write_table(answer.table, form)


def steps(name: Annotated[str, typer.Argument(help="Luku, esimerkiksi drop-off.")]) -> None:
    """Luvun SQL vaihe vaiheelta."""
    from tyokyky.analysis.steps import steps_of  # noqa: PLC0415 - figures do without

    for step, text in steps_of(name):
        print(f"-- ===== {step}\n{text}")
