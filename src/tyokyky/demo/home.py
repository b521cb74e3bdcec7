"""Writes a synthetic county as a home with deliveries, to be imported through the same door as any other file."""

import json
from pathlib import Path
from typing import Final

import polars as pl

from tyokyky.demo.county import CONTROLLER, County
from tyokyky.domain.errors import UserError
from tyokyky.settings import SETTINGS_FILE, Settings

SOURCE: Final = "canonical_parquet"
"""Source by which the deliveries are to be imported."""
TRUTH_FILE: Final = "truth.json"
_DELIVERIES_FOLDER: Final = "deliveries"
_SETTINGS: Final = f"""# A synthetic county: no row is of a person.
county_code = "09"
synthetic = true
# Of nobody, so kept however old the demo gets; rows of people are kept five years and their comments one, unless a home
# says otherwise.
comment_kept_days = 36500
kept_days = {{ client = 36500, period = 36500, referral = 36500, moment = 36500, response = 36500 }}

[[link_groups]]
name = "{CONTROLLER}"
controllers = ["{CONTROLLER}"]
legal_basis = "Keksitty aineisto: riveillä ei ole ketään oikeaa ihmistä, joten lupaa ei tarvita."
"""


def write_home(settings: Settings, county: County) -> tuple[Path, ...]:
    """Makes `settings.home` a synthetic home with deliveries and `truth.json`.

    The settings file is new: read the settings of the home again before importing.

    Returns:
        The Parquet deliveries in the order in which they are to be imported, by source `SOURCE` with the county's
        `data_as_of`.

    Raises:
        UserError: the home is in use for something that is not synthetic, or can not be written.
    """
    if not settings.synthetic and ((settings.home / SETTINGS_FILE).exists() or settings.register_path.exists()):
        raise UserError("Kotikansio on jo muussa käytössä: anna esimerkkialueelle tyhjä kansio valinnalla --home.")
    try:
        folder = settings.home / _DELIVERIES_FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        (settings.home / SETTINGS_FILE).write_text(_SETTINGS, encoding="utf-8")
        truth = json.dumps(county.truth.as_dictionary(), ensure_ascii=False, indent=2)
        (settings.home / TRUTH_FILE).write_text(truth + "\n", encoding="utf-8")
        return tuple(_write(table, folder / f"{name}.parquet") for name, table in county.tables.items())
    except OSError:
        raise UserError("Kotikansioon ei voi kirjoittaa: tarkista levytila ja oikeudet.") from None


def _write(table: pl.DataFrame, path: Path) -> Path:
    """Dictionaries become plain text on the way, as other registers would send it."""
    table.lazy().with_columns(pl.col(pl.Enum).cast(pl.String)).sink_parquet(path)
    return path
