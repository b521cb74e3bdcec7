"""A synthetic home from nothing: generated, delivered through the same door as any file, built."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from tyokyky.demo.county import DELIVERED, County, generate
from tyokyky.demo.development import record_development
from tyokyky.demo.home import SOURCE, write_home
from tyokyky.domain.errors import UserError
from tyokyky.feedback.theme_codings import record_codings
from tyokyky.reporting.deliveries import QUIET, Notices, build, deliver_all, ledger
from tyokyky.settings import Settings
from tyokyky.store.codevelopment import remove_codevelopment
from tyokyky.store.register import remove_register
from tyokyky.store.themes import shipped_themes


def open_county(
    home: Path | None,
    *,
    clients: int,
    seed: int,
    null: bool = False,
    data_as_of: date | None = None,
    notices: Notices = QUIET,
    on_laid_out: Callable[[Settings], None] = lambda _: None,
) -> tuple[Settings, County]:
    """Makes a home synthetic and fills it; an earlier synthetic county in it gives way.

    `on_laid_out` is called once the home has its settings, before the long work of importing and building.

    Raises:
        UserError: the home holds something that is not synthetic, or can not be written; the day is in the future; or
            as in `generate`.
    """
    if data_as_of is not None and data_as_of > datetime.now(UTC).astimezone().date():
        raise UserError("Esimerkkialueen aineisto ei voi päättyä tulevaisuudessa: anna aikaisempi päivä (--as-of).")
    settings = Settings.of_home(home)
    _refuse_foreign(settings)
    county = generate(clients, seed, null, data_as_of)
    files = write_home(settings, county)
    settings = Settings.of_home(home)
    on_laid_out(settings)
    remove_register(settings.register_path, settings.wait_seconds, notices.on_wait)
    # Codings know their comments by response: those of an earlier county would be of other comments here. What its team
    # wrote down goes too, so that it does not stand here twice.
    remove_codevelopment(settings.codevelopment_path, settings.wait_seconds, notices.on_wait)
    deliver_all(settings, files, SOURCE, county.data_as_of, notices, builds=False)
    record_codings(settings, county.codings, shipped_themes())
    record_development(settings)
    # A new register counts its changes from nothing again: only a build makes the mart show this county.
    build(settings, notices)
    return settings, county


def _refuse_foreign(settings: Settings) -> None:
    """A delivery that someone else brought is not thrown away, whatever the home calls itself."""
    if not settings.register_path.exists():
        return
    own = {f"{table}.parquet" for table in DELIVERED}
    if not set(ledger(settings)["file_label"]) <= own:
        raise UserError("Kodissa on muutakin kuin synteettinen alue: anna alueelle tyhjä kansio valinnalla --home.")
