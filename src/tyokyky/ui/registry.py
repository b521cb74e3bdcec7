"""The pages: file, what it asks for, and in which order the menu shows them. A page is here or it does not exist.

No icons: Streamlit fetches a page's icon from an outside host to make the browser's tab picture.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tyokyky.privacy.roles import WHOLE_COUNTY, Permission, Role, decide
from tyokyky.settings import shipped_folder


@dataclass(frozen=True)
class PageEntry:
    """One page. Its file is `pages/<name>.py`, its address `/<name>` and its texts `page.<name>.…`."""

    name: str
    permission: Permission

    @property
    def file(self) -> Path:
        """Absolute, so that it does not matter where the server was started."""
        return shipped_folder() / "pages" / f"{self.name}.py"


PAGES: Final = (
    PageEntry("overview", Permission.SEE_FIGURES),
    PageEntry("drop_off", Permission.SEE_FIGURES),
    PageEntry("transition", Permission.SEE_FIGURES),
    PageEntry("participation", Permission.SEE_FIGURES),
    PageEntry("feedback", Permission.SEE_FIGURES),
    PageEntry("journeys", Permission.SEE_FIGURES),
    PageEntry("trends", Permission.SEE_FIGURES),
    PageEntry("codevelopment", Permission.READ_CODEVELOPMENT),
    PageEntry("data", Permission.SEE_DELIVERY_COUNTS),
    PageEntry("releases", Permission.MANAGE_RELEASES),
    PageEntry("access_log", Permission.READ_ACCESS_LOG),
    PageEntry("council", Permission.READ_RELEASES),
    PageEntry("about", Permission.READ_ABOUT),
)


def pages_for(role: Role | None) -> tuple[PageEntry, ...]:
    """Pages that the menu shows to a role; none without one."""
    return tuple(page for page in PAGES if decide(role, page.permission, WHOLE_COUNTY).allowed)
