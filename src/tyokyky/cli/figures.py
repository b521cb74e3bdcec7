"""`tyokyky figures` and `tyokyky steps`: every figure without the browser."""

from typing import Annotated

import typer

from tyokyky.cli.output import Format, write_table
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
    question,
    stages_of,
)
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import DEFAULT_WINDOW_DAYS
from tyokyky.domain.question import Clock, Grain, Options
from tyokyky.reporting.choices import code_names
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings

STEWARD_CHECK = "steward-check"


def figures(
    name: Name,
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
    form: Annotated[Format, typer.Option("--format", help="Muoto.")] = Format.TABLE,
    as_role: Annotated[str | None, typer.Option("--as", help="steward-check: tarkat luvut, kirjataan lokiin.")] = None,
    reason: Annotated[str, typer.Option(help="Miksi tarkat luvut tarvitaan.")] = "",
    home: Home = None,
) -> None:
    """Luku taulukkona, CSV:nä, JSONina tai Parquetina."""
    settings = Settings.of_home(home)
    options = Options(grain, top, clock, stages_of(stages), pair_of(pair))
    asked = question(window, chain, since, until, service, municipality, unit, by, options)
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
