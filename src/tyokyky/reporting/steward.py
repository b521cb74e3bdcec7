"""The steward's check: exact numbers, on the command line only, to one named person, with a reason, logged first."""

from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import Figure
from tyokyky.domain.question import Question
from tyokyky.privacy import access_log
from tyokyky.privacy.stewards import is_steward, operating_user
from tyokyky.reporting.figures import exact_figure
from tyokyky.reporting.mart import Mart
from tyokyky.settings import Settings


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
