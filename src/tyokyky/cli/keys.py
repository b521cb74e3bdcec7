"""`tyokyky keys`: the keys that pseudonyms are made with."""

from pathlib import Path
from typing import Annotated

import typer

from tyokyky.cli.deliveries import Home
from tyokyky.cli.progress import progress_bar
from tyokyky.cli.secret_input import asked
from tyokyky.reporting import keys
from tyokyky.settings import Settings

keys_app = typer.Typer(help="Peitetunnusten avaimet.", no_args_is_help=True)


@keys_app.command("new")
def new(home: Home = None) -> None:
    """Tekee kodin ensimmäisen avaimen. Muuten ensimmäinen tuonti tekee sen."""
    print(f"Avain {keys.new_keys(Settings.of_home(home))} on tehty. Talleta se: tyokyky keys escrow TIEDOSTO.")


@keys_app.command("rotate")
def rotate(
    reason: Annotated[str, typer.Option("--reason", help="Miksi; kirjataan käyttölokiin.")] = "avaimen vaihto",
    home: Home = None,
) -> None:
    """Ottaa käyttöön uuden avaimen ja uusii jokaisen peitetunnuksen. Luvut eivät muutu."""
    with progress_bar() as notices:
        count = keys.rotate_keys(Settings.of_home(home), reason, notices)
    print(
        f"Avain on vaihdettu ja {count} peitetunnusta uusittu. Talleta avaimet uudelleen: tyokyky keys escrow TIEDOSTO."
    )


@keys_app.command("escrow")
def escrow(
    output: Annotated[Path, typer.Argument(help="Uusi tiedosto kodin ulkopuolella, eri paikassa kuin varmuuskopiot.")],
    home: Home = None,
) -> None:
    """Tallettaa avaimet salalauseella suljettuina. Salalause kysytään tai luetaan vakiosyötteestä."""
    keys.escrow_keys(Settings.of_home(home), output, asked("Salalause", twice=True))
    print("Avaimet on talletettu. Ilman salalausetta niitä ei saa auki: säilytä se erillään tiedostosta.")


@keys_app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="Komennon keys escrow tekemä tiedosto.")], home: Home = None
) -> None:
    """Palauttaa talletetut avaimet kotiin, jolla niitä ei ole."""
    keys.restore_keys(Settings.of_home(home), file, asked("Salalause"))
    print("Avaimet on palautettu. Aja tyokyky build ja tyokyky doctor.")
