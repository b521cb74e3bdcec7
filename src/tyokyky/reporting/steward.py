"""The steward's check: exact numbers, on the command line only, to one named person, with a reason, logged first."""

import getpass
import os

try:
    import pwd
except ImportError:  # not a POSIX system: there the login name is all there is
    pwd = None  # type: ignore[assignment]

from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.domain.question import Question
from tyokyky.privacy import access_log
from tyokyky.reporting.figures import exact_figure
from tyokyky.reporting.mart import Mart
from tyokyky.settings import Settings


def operating_user() -> str:
    """The operating system's word on who asks: environment variables can be set by anyone."""
    return pwd.getpwuid(os.getuid()).pw_name if pwd is not None else getpass.getuser()


def _may_check(settings: Settings, user: str) -> bool:
    """The steward named in the settings; where none is named, the owner of the home."""
    if settings.steward is not None:
        return user == settings.steward
    return hasattr(os, "getuid") and settings.home.stat().st_uid == os.getuid()


def steward_check(settings: Settings, mart: Mart, name: str, asked: Question, reason: str) -> Figure:
    """One figure with nothing withheld; who asked and why is in the access log before it is shown.

    Raises:
        UserError: no reason is given, or the user is not the steward.
    """
    if not reason.strip():
        raise UserError('Tarkistukselle tarvitaan syy: anna --reason, esimerkiksi --reason "toimituksen 3 tarkistus".')
    user = operating_user()
    allowed = _may_check(settings, user)
    figure = exact_figure(mart, name, asked.filters, asked.by, asked.options) if allowed else None
    access_log.record(
        settings.access_log_path,
        access_log.Access(
            who=f"{user} (steward)",
            kind=access_log.Opened.FIGURE,
            what=f"exact {name}",
            reason=reason.strip(),
            allowed=allowed,
            row_count=None if figure is None else figure.table.height,
        ),
    )
    if figure is None:
        raise UserError("Tarkistus on vain aineistovastaavalle: hänet nimetään asetuksessa steward.")
    return figure
