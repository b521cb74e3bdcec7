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


def is_steward(settings: Settings, user: str) -> bool:
    """The steward named in the settings; where none is named, the owner of the home."""
    if settings.steward is not None:
        return user == settings.steward
    return hasattr(os, "getuid") and settings.home.stat().st_uid == os.getuid()


def act_as_steward(
    settings: Settings, kind: access_log.Opened, what: str, reason: str, concerns: str | None = None
) -> None:
    """Writes down what the steward is about to do; nobody else may, and that is written down too.

    Raises:
        UserError: no reason is given, the user is not the steward, or the log can not be written.
    """
    if not reason.strip():
        raise UserError('Tähän tarvitaan syy: anna --reason, esimerkiksi --reason "asiakkaan pyyntö 12.3.".')
    user = operating_user()
    allowed = is_steward(settings, user)
    access_log.record(
        settings.access_log_path,
        access_log.Access(
            f"{user} (steward)", kind, what, " ".join(reason.split()), allowed=allowed, concerns=concerns
        ),
    )
    if not allowed:
        raise UserError("Tämä on vain aineistovastaavalle: hänet nimetään asetuksessa steward.")


def steward_check(settings: Settings, mart: Mart, name: str, asked: Question, reason: str) -> Figure:
    """One figure with nothing withheld; who asked and why is in the access log before it is shown.

    Raises:
        UserError: no reason is given, or the user is not the steward.
    """
    if not reason.strip():
        raise UserError('Tarkistukselle tarvitaan syy: anna --reason, esimerkiksi --reason "toimituksen 3 tarkistus".')
    user = operating_user()
    allowed = is_steward(settings, user)
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
