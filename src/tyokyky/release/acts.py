"""Acts on releases as the command line and the page do them: who may, written into the access log before they begin."""

from tyokyky.domain.errors import UserError
from tyokyky.privacy import access_log
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.stewards import is_steward, operating_user
from tyokyky.release.desk import Hand
from tyokyky.settings import Settings


def hand_on_command_line(settings: Settings, what: str, *, approving: bool = False) -> Hand:
    """The operating-system user who acts, once the log has the act: the steward, and where it approves, an approver.

    Raises:
        UserError: the user may not; that is in the log too.
    """
    user = operating_user()
    allowed = is_steward(settings, user) or (approving and user in settings.release_approvers)
    log(settings, f"{user} (command line)", what, "steward's work", allowed=allowed)
    if not allowed:
        raise UserError("Julkaisuja hoitaa aineistovastaava: hänet nimetään asetuksessa steward.")
    return Hand(user)


def opened(who: str, release: str, reason: str) -> Access:
    """What is logged where a release in the making is looked at."""
    return Access(who, Opened.RELEASE, f"open {release}", reason)


def log(settings: Settings, who: str, what: str, reason: str, *, allowed: bool = True) -> None:
    """One line of the access log for an act on a release."""
    access_log.record(settings.access_log_path, Access(who, Opened.RELEASE, what, reason, allowed))
