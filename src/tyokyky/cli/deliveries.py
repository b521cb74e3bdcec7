"""`tyokyky import`, `check`, `batch`, `source` and `build`: files in, and the mart that follows."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tyokyky.cli.display import print_table, remarks
from tyokyky.cli.progress import print_report, progress_bar
from tyokyky.domain.errors import UserError
from tyokyky.reporting import deliveries
from tyokyky.settings import Settings

Home = Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")]
Source = Annotated[str, typer.Option("--source", help="Lähteen nimi tai polku sen .toml-tiedostoon.")]
AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="VVVV-KK-PP", help="Päivä, jona aineisto poimittiin."),
]
Wait = Annotated[float | None, typer.Option("--wait", help="Kuinka monta sekuntia odotetaan toista tuontia.", min=0)]

batch_app = typer.Typer(help="Mitä on tuotu.", no_args_is_help=True)
source_app = typer.Typer(help="Lähteiden kuvaukset.", no_args_is_help=True)


def _settings(home: Path | None, wait: float | None = None) -> Settings:
    settings = Settings.of_home(home)
    return settings if wait is None else settings.model_copy(update={"wait_seconds": wait})


def check(
    file: Annotated[Path, typer.Argument(help="Tiedosto.")],
    source: Source,
    as_of: AsOf = None,
    wait: Wait = None,
    home: Home = None,
) -> None:
    """Koeajo: mitä hyväksyttäisiin ja hylättäisiin ja miksi. Mitään ei tallenneta."""
    with progress_bar() as notices:
        report = deliveries.dry_run(
            _settings(home, wait), file, source, as_of.date() if as_of else None, notices=notices
        )
    print_report(report, is_dry_run=True)


def import_files(
    files: Annotated[list[Path], typer.Argument(help="Yksi tai useampi tiedosto.")],
    source: Source,
    as_of: AsOf = None,
    build: Annotated[bool, typer.Option("--build/--no-build", help="Tee lopuksi uusi koonti.")] = True,
    wait: Wait = None,
    home: Home = None,
) -> None:
    """Lukee, tarkistaa, kirjaa ja kokoaa. Jokainen tiedosto tuodaan kokonaan tai ei lainkaan."""
    settings = _settings(home, wait)
    if settings.synthetic:
        remarks.print("Huom.: tämä on demon koti, jota ei ole suojattu. Tuo ihmisten tiedot toiseen kotiin (--home).")
    with progress_bar() as notices:
        try:
            for file in files:
                day = as_of.date() if as_of else None
                reports = deliveries.deliver_all(settings, [file], source, day, notices, builds=False)
                print_report(reports[0])
        except UserError:
            # Files that came in before a bad one stay: the figures follow them.
            if build and settings.register_path.exists():
                deliveries.build_if_behind(settings, notices)
            raise
        if build:
            deliveries.build_if_behind(settings, notices)


def build(
    as_of_batch: Annotated[int | None, typer.Option(help="Kokoa siitä, mitä tiedettiin tämän erän jälkeen.")] = None,
    wait: Wait = None,
    home: Home = None,
) -> None:
    """Tekee uuden koonnin siitä, mitä rekisterissä on."""
    with progress_bar() as notices:
        generation = deliveries.build(_settings(home, wait), notices, as_of_batch)
    print(f"Koonti {generation.name} on valmis.")


@batch_app.command("list")
def batch_list(home: Home = None) -> None:
    """Tuodut erät, uusin ensin."""
    rows = deliveries.ledger(_settings(home))
    print_table(
        rows.select(
            "batch_id",
            "source",
            "table_name",
            "data_as_of",
            "state",
            "rows_in",
            "accepted_count",
            "quarantined_count",
            "unchanged_count",
            "warning_count",
            "file_label",
        )
    )


@batch_app.command("show")
def batch_show(batch: Annotated[int, typer.Argument(help="Erän numero.")], home: Home = None) -> None:
    """Yhden erän säännöt ja karanteeniin jääneiden rivien numerot."""
    settings = _settings(home)
    print_table(deliveries.rules_of(settings, batch))
    for rule in deliveries.quarantine_by_rule(settings, batch).iter_rows(named=True):
        print(f"{rule['rule']}: rivit {', '.join(map(str, rule['row_numbers']))}")


@batch_app.command("undo")
def batch_undo(
    batch: Annotated[int, typer.Argument(help="Erän numero.")], wait: Wait = None, home: Home = None
) -> None:
    """Ottaa erän takaisin ja tekee uuden koonnin."""
    with progress_bar() as notices:
        deliveries.undo(_settings(home, wait), batch, notices)
    print(f"Erä {batch} on otettu takaisin.")


@source_app.command("list")
def source_list(home: Home = None) -> None:
    """Lähteet: mukana tulevat ja kodin omat."""
    for name in deliveries.source_names(_settings(home)):
        print(name)


@source_app.command("draft")
def source_draft(
    file: Annotated[Path, typer.Argument(help="CSV- tai Parquet-tiedosto.")],
    output: Annotated[Path | None, typer.Option("--output", help="Uusi .toml-tiedosto; muuten tulostetaan.")] = None,
    home: Home = None,
) -> None:
    """Ehdottaa lähteen kuvausta tiedoston otsikoista ja arvoista. Yhtään solua ei näytetä."""
    text = deliveries.draft_source(_settings(home), file)
    if output is None:
        print(text, end="")
    else:
        deliveries.save_draft(text, output)
        print(f"Luonnos on kirjoitettu. Tarkista se ja koeta: tyokyky check TIEDOSTO --source {output}")
