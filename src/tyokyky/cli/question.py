"""The options by which a figure is asked, the same for every command that gives one."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.question import Clock, Grain, Options, Question
from tyokyky.domain.stages import DEFAULT_STAGES, Stage, parse_stages

Name = Annotated[
    str, typer.Argument(help="Luku, esimerkiksi drop-off; tuntemattomasta nimestä ohjelma luettelee kaikki.")
]
Window = Annotated[int, typer.Option(help="Ikkuna päivinä: 30, 60, 90, 180 tai 365.")]
Chain = Annotated[int | None, typer.Option(help="Ketjutusväli päivinä; ilman: palvelun oma.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="VVVV-KK-PP")]
Service = Annotated[str | None, typer.Option(help="Palvelun koodi.")]
Municipality = Annotated[str | None, typer.Option(help="Kunnan koodi.")]
Unit = Annotated[str | None, typer.Option(help="Yksikön koodi.")]
By = Annotated[str | None, typer.Option(help="Jaottelu, esimerkiksi municipality tai experience:planning.")]
Step = Annotated[Grain, typer.Option(help="Polun askel: service tai moment.")]
Top = Annotated[int | None, typer.Option(help="Enintään näin monta riviä; ilman: kaikki.")]
Months = Annotated[Clock, typer.Option(help="Kuukaudet: path (polun alusta) tai calendar.")]
Stages = Annotated[
    str | None, typer.Option(help='Polun vaiheet, esimerkiksi "KTT>THV?@180>TYO|PT@365" (? saa ohittaa, @ ikkuna).')
]
Home = Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")]


def stages_of(text: str | None) -> tuple[Stage, ...]:
    """The stages as written, or the usual ones.

    Raises:
        UserError: the text is no list of stages.
    """
    return DEFAULT_STAGES if text is None else parse_stages(text)


def question(
    window: int,
    chain: int | None,
    since: datetime | None,
    until: datetime | None,
    service: str | None,
    municipality: str | None,
    unit: str | None,
    by: str | None,
    options: Options,
) -> Question:
    """What the options ask."""
    filters = Filters(
        window_days=window,
        chain_gap_days=chain,
        since=since.date() if since else None,
        until=until.date() if until else None,
        service=service,
        municipality=municipality,
        unit=unit,
    )
    return Question(filters, Breakdown.parse(by) if by else None, options)
