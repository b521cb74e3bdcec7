"""Open periods past their usual length, for the steward: listed, and closed by rule with a reason."""

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.ingest import stale_periods
from tyokyky.privacy.access_log import Opened
from tyokyky.privacy.path_opening import LONGEST_REASON_CHARACTERS, fault_of_reason
from tyokyky.reporting.deliveries import QUIET, Notices, build_if_behind
from tyokyky.reporting.steward import act_as_steward
from tyokyky.settings import Settings
from tyokyky.store.connection import transaction
from tyokyky.store.register import open_register


def stale_list(settings: Settings, reason: str) -> pl.DataFrame:
    """Stale periods by delivery and row (columns of `ingest.stale_periods.stale_list`); logged, for the steward alone.

    Raises:
        UserError: there is no register, no reason is given, or the user is not the steward.
    """
    _refuse_without_register(settings)
    act_as_steward(settings, Opened.QUARANTINE, "stale periods", reason)
    with open_register(settings.register_path, settings.wait_seconds) as register:
        return stale_periods.stale_list(register, settings)


def close_stale(settings: Settings, service_code: str, reason: str, notices: Notices = QUIET) -> list[tuple[int, int]]:
    """Closes a service's stale periods by rule and builds; gives each delivery's number and how many it closed.

    Raises:
        UserError: there is no register, the reason is too short or names somebody, or the user is not the steward.
    """
    _refuse_without_register(settings)
    if fault_of_reason(reason):
        raise UserError(
            f"Syy ei kelpaa: kirjoita vähintään kolme sanaa ja enintään {LONGEST_REASON_CHARACTERS} merkkiä ilman"
            " henkilötunnuksia ja yhteystietoja."
        )
    told = " ".join(reason.split())
    act_as_steward(settings, Opened.IMPORT, f"close stale periods {service_code}", told)
    with (
        open_register(settings.register_path, settings.wait_seconds, notices.on_wait) as register,
        transaction(register),
    ):
        made = stale_periods.close_stale(register, settings, service_code, told)
    build_if_behind(settings, notices)
    return made


def _refuse_without_register(settings: Settings) -> None:
    if not settings.register_path.exists():
        raise UserError("Kodissa ei ole rekisteriä: tarkista --home.")
