"""`tyokyky client-report`: the draft of the yearly client report (asiakkuuskertomus) as a Markdown file."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tyokyky.cli.question import Home
from tyokyky.domain.errors import UserError
from tyokyky.presentation.client_report import client_report_text
from tyokyky.privacy import access_log
from tyokyky.privacy.roles import WHOLE_COUNTY, Role
from tyokyky.privacy.stewards import operating_user
from tyokyky.reporting.choices import code_names
from tyokyky.reporting.client_report import client_report as drawn
from tyokyky.reporting.mart import current_mart
from tyokyky.reporting.service_paths import Writer
from tyokyky.settings import Settings


def client_report(
    year: Annotated[int, typer.Option("--year", help="Vuosi, josta kerrotaan, esimerkiksi 2026.")],
    output: Annotated[
        Path | None, typer.Option("--output", help="Uusi .md-tiedosto; olemassa olevaa ei korvata. Ilman: tulostetaan.")
    ] = None,
    home: Home = None,
) -> None:
    """Asiakkuuskertomuksen luonnos: suojatut luvut, teemat, toimenpiteet vaikutuksineen, mitä kerrottiin takaisin."""
    settings = Settings.of_home(home)
    mart = current_mart(settings)
    reader = Writer(Role.MANAGER, WHOLE_COUNTY, operating_user(), partial(access_log.record, settings.access_log_path))
    report = drawn(settings, mart, reader, year, datetime.now(UTC).astimezone().date())
    text = client_report_text(report, code_names(mart))
    if output is None:
        print(text, end="")
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UserError("Tiedosto on jo olemassa: anna uusi nimi valinnalla --output.") from None
    except OSError:
        raise UserError("Kertomusta ei voi kirjoittaa: tarkista kansio, levytila ja oikeudet.") from None
    print(f"Asiakkuuskertomuksen luonnos on tiedostossa {output}.")
