"""`tyokyky forget`, `person` and `retention`: a person's rights, and how long anything is kept."""

from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer

from tyokyky.cli.deliveries import Home, Wait
from tyokyky.cli.display import print_table
from tyokyky.cli.progress import progress_bar
from tyokyky.cli.secret_input import asked
from tyokyky.reporting import person_data, rights
from tyokyky.settings import Settings

Controller = Annotated[str, typer.Option("--controller", help="Rekisterinpitäjä, jonka asiakkaasta on kyse.")]
Reason = Annotated[str, typer.Option("--reason", help="Miksi; kirjataan käyttölokiin, joten ei henkilötietoja.")]
_IDENTIFIER: Final = "Asiakkaan tunniste"
_REQUEST: Final = "rekisteröidyn oma pyyntö"

person_app = typer.Typer(help="Mitä yhdestä ihmisestä on tallessa ja kuka sitä on katsonut.", no_args_is_help=True)


def _settings(home: Path | None, wait: float | None) -> Settings:
    settings = Settings.of_home(home)
    return settings if wait is None else settings.model_copy(update={"wait_seconds": wait})


def forget(controller: Controller, reason: Reason = _REQUEST, wait: Wait = None, home: Home = None) -> None:
    """Poistaa ihmisen kaikista varastoista ja kokoaa uudelleen. Tunniste kysytään tai luetaan vakiosyötteestä."""
    with progress_bar() as notices:
        gone = rights.forget(_settings(home, wait), controller, asked(_IDENTIFIER), reason, notices)
    if not gone.versions and not gone.sent_count and not gone.code_count:
        print("Tunnisteella ei löytynyt mitään: tarkista tunniste ja rekisterinpitäjä.")
        return
    told = ", ".join(f"{table} {count}" for table, count in gone.versions.items()) or "ei rivejä"
    print(f"Poistettu: {told}, lomakkeita {gone.sent_count}, koodeja {gone.code_count}. Uusi koonti on valmis.")
    print("Poista ihminen myös lähderekisteristä: muuten seuraava toimitus tuo hänet takaisin. Vanhat varmuuskopiot"
          " on hävitettävä tai poisto toistettava palautuksen jälkeen.")  # fmt: skip


def retention(wait: Wait = None, home: Home = None) -> None:
    """Poistaa kaiken, mitä on säilytetty asetettua aikaa kauemmin, ja kokoaa uudelleen."""
    with progress_bar() as notices:
        done = rights.retention(_settings(home, wait), notices)
    rows = [(one.table, one.kept_from.isoformat(), one.deleted_count) for one in done]
    print_table(pl.DataFrame(rows, schema=["table", "kept_from", "deleted"], orient="row"))
    print(
        "Mitään vanhempaa ei ole jäljellä. Poistoa ennen otetut varmuuskopiot on hävitettävä niiden oman ajan mukaan."
    )


@person_app.command("show")
def show(
    controller: Controller,
    output: Annotated[Path, typer.Option("--output", help="Uusi tiedosto (JSON, oikeudet 0600).")],
    reason: Reason = _REQUEST,
    home: Home = None,
) -> None:
    """Kirjoittaa tiedostoon kaiken, mitä ihmisestä on tallessa, hänen omaa tietopyyntöään varten."""
    counts = person_data.write_person(Settings.of_home(home), controller, asked(_IDENTIFIER), reason, output)
    told = ", ".join(f"{table} {count}" for table, count in counts.items()) or "mitään ei löytynyt"
    print(f"Kirjoitettu: {told}.")


@person_app.command("log")
def log(controller: Controller, reason: Reason = _REQUEST, home: Home = None) -> None:
    """Käyttölokin rivit, jotka koskevat ihmistä; merkintä many: kaikkien rivejä, hänenkin ehkä joukossa."""
    print_table(person_data.person_log(Settings.of_home(home), controller, asked(_IDENTIFIER), reason))
