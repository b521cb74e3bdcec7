"""`tyokyky periods`: open periods past their usual length."""

from typing import Annotated, Final

import typer

from tyokyky.cli.deliveries import Home, Wait
from tyokyky.cli.display import print_table
from tyokyky.cli.progress import progress_bar
from tyokyky.reporting import stale_periods
from tyokyky.settings import Settings

periods_app = typer.Typer(help="Jaksot, jotka ovat auki tavallista pidempään.", no_args_is_help=True)
_LOOK: Final = "avointen jaksojen tarkistus"
Reason = Annotated[str, typer.Option("--reason", help="Miksi; kirjataan, joten ei henkilötietoja.")]


@periods_app.command("stale")
def stale(reason: Reason = _LOOK, home: Home = None) -> None:
    """Luettelee ne toimituksen ja rivin numerolla, joilla ne löytyvät lähteen omasta tiedostosta."""
    rows = stale_periods.stale_list(Settings.of_home(home), reason)
    print_table(rows)
    print(f"Avoimia jaksoja yli tavallisen keston: {rows.height}.")


@periods_app.command("close")
def close(
    service: Annotated[str, typer.Option("--service", help="Palvelun koodi.")],
    reason: Reason,
    wait: Wait = None,
    home: Home = None,
) -> None:
    """Päättää palvelun tavallista pidempään auki olleet jaksot säännöllä. Sen voi perua: tyokyky batch undo N."""
    settings = Settings.of_home(home)
    if wait is not None:
        settings = settings.model_copy(update={"wait_seconds": wait})
    with progress_bar() as notices:
        made = stale_periods.close_stale(settings, service, reason, notices)
    for batch, count in made:
        print(f"Erä {batch}: päätettiin {count} jaksoa.")
    if not made:
        print("Palvelussa ei ole jaksoja, jotka olisivat auki tavallista pidempään. Mitään ei muutettu.")
