"""`tyokyky demo`: the synthetic county, built and opened."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from tyokyky.cli.progress import progress_bar
from tyokyky.cli.serve import DEFAULT_PORT, Server, starting_server
from tyokyky.demo.opening import open_county
from tyokyky.settings import Settings
from tyokyky.ui.mode import Mode

DEFAULT_CLIENT_COUNT = 6000


def demo(
    clients: Annotated[int, typer.Option(help="Asiakkaita.", min=1, max=1_000_000)] = DEFAULT_CLIENT_COUNT,
    seed: Annotated[int, typer.Option(help="Siemenluku: sama luku, sama alue.", min=0)] = 1,
    null: Annotated[bool, typer.Option("--null", help="Alue, jossa mikään ei eroa.")] = False,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="Aineiston viimeinen päivä.")
    ] = None,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Avaa palvelu lopuksi.")] = True,
    port: Annotated[int, typer.Option(help="Portti, jossa palvelu avautuu.", min=1, max=65535)] = DEFAULT_PORT,
    headless: Annotated[bool, typer.Option("--headless", help="Älä avaa selainta.")] = False,
    home: Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")] = None,
) -> None:
    """Tekee synteettisen alueen, kokoaa sen ja avaa palvelun. Yksikään rivi ei ole oikeasta ihmisestä."""
    data_as_of = as_of.date() if as_of else None
    if not serve:
        _make(home, clients, seed, null=null, data_as_of=data_as_of)
        return
    with ExitStack() as stack:
        # The server loads while the county is imported and built: it waits for the first mart by itself.
        servers: list[Server] = []
        _make(
            home,
            clients,
            seed,
            null=null,
            data_as_of=data_as_of,
            on_laid_out=lambda settings: servers.append(
                stack.enter_context(starting_server(settings, Mode.DEMO, port=port))
            ),
        )
        servers[0].stay_open(opens_browser=not headless)


def _make(
    home: Path | None,
    clients: int,
    seed: int,
    *,
    null: bool,
    data_as_of: date | None,
    on_laid_out: Callable[[Settings], None] = lambda _: None,
) -> None:
    with progress_bar() as notices:
        settings, county = open_county(
            home,
            clients=clients,
            seed=seed,
            null=null,
            data_as_of=data_as_of,
            notices=notices,
            on_laid_out=on_laid_out,
        )
    print(
        f"Synteettinen alue: {county.client.height} asiakasta, {county.period.height} jaksoa,"
        f" {county.moment.height} palvelutuokiota, {county.response.height} vastausta. Koti: {settings.home}",
        flush=True,
    )
