"""Colours. Red is kept for people who fall; a service has one colour everywhere; colour never tells anything alone.

Every colour here has a contrast of at least 3:1 on white, and text colours 4.5:1 (tested).
"""

import zlib
from typing import Final

from tyokyky.domain.chart_rules import Direction
from tyokyky.domain.participation import EvidenceGroup, ExperienceGroup

PAPER: Final = "#ffffff"
INK: Final = "#1d2a32"
QUIET_INK: Final = "#45545d"
GRID: Final = "#e3e8eb"
FALL: Final = "#b3341f"
STILL_IN_WINDOW: Final = "#7b8890"
OUTCOME: Final = "#2d6a4f"
NEUTRAL: Final = "#546a7b"
OTHERS: Final = "#6f7c84"

_SERVICE_COLOURS: Final[dict[str, str]] = {
    "KTT": "#1f5a7a",
    "THV": "#6a4c93",
    "IPS": "#8e4585",
    "TYV": "#0b7fab",
    "VAL": "#4a6fa5",
    "KOK": "#9a6b00",
    "TKT": "#1b7f79",
    "SOSK": "#7a5230",
    "SOSO": "#5b7a1d",
    "MON": "#5a55c2",
    "TYO": "#2d6a4f",
    "PT": "#3a7d44",
    "KOUL": "#2f7f6b",
    "ELAKE": "#546a7b",
    "MUUTTO": "#5f7382",
    "KUOLLUT": "#4b5b66",
    "VAPAA": "#66788a",
}
_OTHER_SERVICE_COLOURS: Final = (
    "#1f5a7a",
    "#8e4585",
    "#5b7a1d",
    "#9a6b00",
    "#1b7f79",
    "#5a55c2",
    "#7a5230",
    "#0b7fab",
    "#6a4c93",
    "#3a7d44",
    "#4a6fa5",
    "#7d6270",
    "#86703a",
)

GROUP_LOOK: Final[dict[str, tuple[str, str]]] = {
    ExperienceGroup.REALISED: ("#1b7f79", "circle"),
    ExperienceGroup.PARTLY: ("#4a6fa5", "diamond"),
    ExperienceGroup.NOT: ("#9a6b00", "square"),
    ExperienceGroup.NOT_APPLICABLE: ("#7b8890", "x-thin-open"),
    ExperienceGroup.NO_ANSWER: ("#1d2a32", "circle-open"),
    EvidenceGroup.YES: ("#1b7f79", "circle"),
    EvidenceGroup.NO: ("#9a6b00", "square"),
    EvidenceGroup.NOT_RECORDED: ("#1d2a32", "circle-open"),
}
"""Colour and mark of a group; the mark alone tells the groups apart."""

SIGNAL_LOOK: Final[dict[str, tuple[str, str]]] = {
    "": ("#546a7b", "circle"),
    Direction.IMPROVEMENT: ("#1b7f79", "diamond"),
    Direction.CONCERN: ("#9a6b00", "square"),
}
"""Colour and mark of a point of a control chart; the mark alone tells what its signal means."""

GROUP_BARS: Final[dict[str, tuple[str, str]]] = {
    ExperienceGroup.REALISED: ("#1b7f79", ""),
    ExperienceGroup.PARTLY: ("#4a6fa5", "/"),
    ExperienceGroup.NOT: ("#9a6b00", "x"),
    ExperienceGroup.NOT_APPLICABLE: ("#7b8890", "."),
    ExperienceGroup.NO_ANSWER: ("#7b8890", ""),
    EvidenceGroup.YES: ("#1b7f79", ""),
    EvidenceGroup.NO: ("#9a6b00", "x"),
    EvidenceGroup.NOT_RECORDED: ("#7b8890", ""),
}
"""Colour and pattern of a group in a bar; the pattern and the order tell the groups apart."""

DARKEST_SHADE: Final = "#7fb0c9"
"""The darkest shade that numbers stand on: text in ink is read on all lighter ones too."""
ANSWER_LOOK: Final = (
    ("#1b7f79", "circle"),
    ("#6a4c93", "diamond"),
    ("#9a6b00", "square"),
    ("#4a6fa5", "triangle-up"),
    ("#8e4585", "cross"),
    ("#5b7a1d", "x"),
    ("#546a7b", "circle-open"),
)
"""Colour and mark of those who answer, or of channels, in the order of their rows."""
PATTERNS: Final = ("", "/", "x", ".", "\\", "-", "+")
"""Patterns of bar pieces in the same order."""


def service_colour(code: str) -> str:
    """The colour of a service; one that a home has added gets its own by its code, the same in every session."""
    own = _SERVICE_COLOURS.get(code)
    return own or _OTHER_SERVICE_COLOURS[zlib.crc32(code.encode()) % len(_OTHER_SERVICE_COLOURS)]


def see_through(colour: str, opacity: float) -> str:
    """`#rrggbb` with an opacity 0–1, as CSS `rgba`."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2, 1.4.3): 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
