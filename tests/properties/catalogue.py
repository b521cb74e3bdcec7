"""The codes and settings of a generated store: few services with every part, tied ranks and different tolerances."""

from typing import Final

from tests.reference.world import Item, Service

COUNTY: Final = "county"
EMPLOYMENT: Final = "employment"
ASSOCIATION: Final = "association"
LINK_GROUPS: Final[dict[str, tuple[str, ...]]] = {"joined": (COUNTY, EMPLOYMENT)}
"""The association is joined with nobody."""

SERVICES: Final = (
    Service("STEP30", "path", 17, 30),
    Service("STEP14", "path", 11, 14),
    Service("STEP0", "path", 11, 0),
    Service("TOEMPLOYMENT", "path", 20, 30, usual_next_controller=EMPLOYMENT),
    Service("TONOWHERE", "path", 21, 30, usual_next_controller="pensions"),
    Service("JOB", "outcome", 1, 0),
    Service("SCHOOL", "outcome", 3, 30),
    Service("PENSION", "neutral", 5, 0),
    Service("REGISTERED", "background", 90, 30),
)
UNITS: Final = ("U1", "U2", "U3")
MUNICIPALITIES: Final = ("016", "081", "398")
GENDERS: Final = ("female", "male")
HANDOVERS: Final = ("none", "referral", "escorted")
CHANNELS: Final = ("survey", "interview", "message")
PHASES: Final = ("start", "during", "end", "after")
END_REASON_GROUPS: Final = {"01": "open_job", "08": "education", "12": "next_service", "06": "unknown"}

ITEMS: Final = (
    Item("PLAN1", "planning"),
    Item("PLAN2", "planning", reversed=True),
    Item("PLAN3", "planning", scale_min=0, scale_max=10),
    Item("PLANDEV", "planning", plane="development"),
    Item("DECIDE1", "decision"),
)
MOMENT_CODES: Final[dict[str, tuple[str | None, str | None]]] = {
    "plain": (None, None),
    "plan_made": ("planning", "own"),
    "plan_developed": ("planning", "development"),
    "choice_made": ("decision", "own"),
}
