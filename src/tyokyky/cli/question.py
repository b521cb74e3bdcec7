"""The options by which a figure is asked, the same for every command that gives one."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tyokyky.domain.errors import UserError
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
Pair = Annotated[
    str | None,
    typer.Option(help='Vertailtavat kaksi arvoa pilkulla, esimerkiksi "398,111"; ensimmäisestä vähennetään toinen.'),
]
Home = Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")]


def stages_of(text: str | None) -> tuple[Stage, ...]:
    """The stages as written, or the usual ones.

    Raises:
        UserError: the text is no list of stages.
    """
    return DEFAULT_STAGES if text is None else parse_stages(text)


def pair_of(text: str | None) -> tuple[str, str] | None:
    """The two values as written, or none.

    Raises:
        UserError: there are not two.
    """
    if text is None:
        return None
    values = [value.strip() for value in text.split(",")]
    if len(values) != 2 or not all(values):
        raise UserError('Vertailussa (--pair) on kaksi arvoa: anna esimerkiksi "2024,2023".')
    return values[0], values[1]


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
