"""`tyokyky backup`, `restore` and `doctor`: keeping a home safe."""

from pathlib import Path
from typing import Annotated

import typer

from tyokyky.cli.deliveries import Home, Wait
from tyokyky.cli.progress import progress_bar
from tyokyky.domain.errors import UserError
from tyokyky.reporting import backup as home_backup
from tyokyky.reporting import doctor as home_doctor
from tyokyky.settings import Settings


def backup(
    output: Annotated[Path, typer.Argument(help="Uusi tiedosto kodin ulkopuolella.")],
    wait: Wait = None,
    home: Home = None,
) -> None:
    """Varmuuskopioi kodin yhteen tiedostoon. Avaimet eivät ole siinä: talleta ne komennolla tyokyky keys escrow."""
    settings = Settings.of_home(home)
    if wait is not None:
        settings = settings.model_copy(update={"wait_seconds": wait})
    with progress_bar() as notices:
        made = home_backup.back_up(settings, output, notices)
    print(f"Varmuuskopiossa on {made.file_count} tiedostoa, {made.byte_count / 1e6:.1f} Mt. Avaimet eivät ole siinä.")


def restore(
    file: Annotated[Path, typer.Argument(help="Komennon tyokyky backup tekemä tiedosto.")], home: Home = None
) -> None:
    """Palauttaa varmuuskopion uuteen tai tyhjään kotiin."""
    manifest = home_backup.restore(Settings.of_home(home), file)
    print(f"Palautettu {len(manifest['files'])} tiedostoa, kopioitu {manifest['made_at']}.")
    print("Palauta vielä avaimet (tyokyky keys restore TIEDOSTO) ja aja tyokyky build ja tyokyky doctor.")


def doctor(home: Home = None) -> None:
    """Tarkistaa, onko koti kunnossa. Mitään ei muuteta. Päättyy koodilla 2, jos jokin on vialla."""
    try:
        checks = home_doctor.examine(Settings.of_home(home))
    except UserError as error:  # settings that can not be read are a finding, not the end of looking
        checks = [home_doctor.Check("asetukset", home_doctor.State.FAULT, str(error))]
    for check in checks:
        print(f"{check.state.value:<9} {check.subject}: {check.told}")
    if any(check.state is home_doctor.State.FAULT for check in checks):
        raise typer.Exit(2)
