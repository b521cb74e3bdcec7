"""`tyokyky council`: the published releases alone, in a process that is given nothing else."""

import os
from pathlib import Path
from typing import Annotated, Final

import typer

DEFAULT_PORT: Final = 8602
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_HOME_VARIABLE: Final = "TYOKYKY_HOME"
_DEFAULT_HOME: Final = "var"


def council(
    port: Annotated[int, typer.Option(help="Portti, jossa sivu avautuu.", min=1, max=65535)] = DEFAULT_PORT,
    address: Annotated[str, typer.Option(help="Osoite, jossa sivu kuuntelee.")] = "127.0.0.1",
    releases: Annotated[
        Path | None, typer.Option(help="Julkaisujen kansio, oletus kotikansion releases.", file_okay=False)
    ] = None,
    home: Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")] = None,
) -> None:
    """Avaa asiakasraadin sivun: julkaistut tiedot selkokielellä. Se avaa vain julkaisujen kansion."""
    from tyokyky.council.server import serve_council  # noqa: PLC0415 - help needs no web server

    # Settings are not read: they lie in the home beside what this process must not know.
    place = home or Path(os.environ.get(_HOME_VARIABLE) or _DEFAULT_HOME)
    folder = (releases or place / "releases").expanduser().resolve()
    link = f"http://{f'[{address}]' if ':' in address else address}:{port}/"
    serve_council(folder, address, port, on_start=lambda: _tell(link, address))


def _tell(link: str, address: str) -> None:
    print(f"Asiakasraadin sivu on auki: {link}   (sulje: Ctrl-C)", flush=True)
    if address not in _LOOPBACK:
        print("Muutkin koneet pääsevät sivulle ja yhteys on salaamaton: aseta eteen TLS-välityspalvelin.", flush=True)
