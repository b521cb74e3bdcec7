"""Which columns a readable table of each figure has, and how each is said: a count, a share, points or an interval."""

from typing import Final

COUNTS: Final = frozenset(
    [
        "periods",
        "spells",
        "persons",
        "exits",
        "at_start",
        "dropped",
        "still_in_window",
        "not_yet_observable",
        "may_be_renewed",
        "n",
        "at_risk",
        "rows",
        "no_answer",
        "responses",
    ]
)
DROP_OFFS: Final = frozenset({"drop_off", "drop_off_realised", "drop_off_not"})
SHARES: Final = DROP_OFFS | {"share", "dropped_share", "adjusted_covered_share", "answered_share", "no_answer_share"}
POINTS: Final = frozenset({"difference", "adjusted_difference"})
INTERVALS: Final[dict[str, tuple[str, str]]] = {
    "interval": ("lower", "upper"),
    "interval_clustered": ("lower_clustered", "upper_clustered"),
    "difference_interval": ("difference_lower", "difference_upper"),
    "adjusted_interval": ("adjusted_lower", "adjusted_upper"),
    "silence_interval": ("lower", "upper"),
    "mean_interval": ("lower", "upper"),
}
INTERVALS_IN_POINTS: Final = frozenset({"difference_interval", "adjusted_interval", "silence_interval"})
SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "drop-off": (
        "service",
        "@by",
        "drop_off",
        "interval",
        "interval_clustered",
        "exits",
        "persons",
        "at_start",
        "dropped",
        "still_in_window",
        "not_yet_observable",
        "may_be_renewed",
        "spells",
        "periods",
    ),
    "destinations": ("service", "@by", "to", "kind", "n", "share", "interval"),
    "curve": ("service", "@by", "day", "at_risk", "dropped_share", "interval"),
    "participation": (
        "service",
        "measure",
        "level",
        "group",
        "exits",
        "drop_off",
        "interval",
        "difference",
        "difference_interval",
        "p_holm",
        "adjusted_difference",
        "adjusted_interval",
        "adjusted_covered_share",
        "answered_share",
    ),
    "silence": (
        "service",
        "level",
        "assumption",
        "drop_off_realised",
        "drop_off_not",
        "difference",
        "silence_interval",
        "no_answer",
        "no_answer_share",
        "exits",
    ),
    "unit-feedback": ("service", "level", "score_band", "drop_off", "interval", "exits"),
    "feedback": ("level", "plane", "@by", "quarter", "responses", "mean", "mean_interval", "answered_share"),
    "flows": ("from", "to", "n", "persons", "median_days"),
    "variants": ("rank", "path", "n", "share", "median_days"),
    "quality": ("batch", "rule", "severity", "rows"),
}
