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
        "exits_before",
        "exits_after",
        "recorded",
        "with_no_show",
        "ended",
        "in_service",
        "unemployed",
    ]
)
DROP_OFFS: Final = frozenset({"drop_off", "drop_off_realised", "drop_off_not", "drop_off_before", "drop_off_after"})
SHARES: Final = DROP_OFFS | {
    "share",
    "dropped_share",
    "adjusted_covered_share",
    "answered_share",
    "no_answer_share",
    "in_service_share",
    "unemployed_share",
}
PEOPLE: Final = frozenset({"lost", "excess"})
"""Estimated numbers of people: said in whole ones, an excess with its sign."""
OF_REGISTER: Final = frozenset({"ended", "in_service", "in_service_share", "unemployed", "unemployed_share"})
"""Of official figures and ours beside them: a missing one is withheld, not published or not joined (the state)."""
POINTS: Final = frozenset({"difference", "adjusted_difference"})
INTERVALS: Final[dict[str, tuple[str, str]]] = {
    "interval": ("lower", "upper"),
    "interval_clustered": ("lower_clustered", "upper_clustered"),
    "difference_interval": ("difference_lower", "difference_upper"),
    "adjusted_interval": ("adjusted_lower", "adjusted_upper"),
    "silence_interval": ("lower", "upper"),
    "mean_interval": ("lower", "upper"),
    "lost_interval": ("lost_lower", "lost_upper"),
    "change_interval": ("lower", "upper"),
}
INTERVALS_IN_POINTS: Final = frozenset(
    {"difference_interval", "adjusted_interval", "silence_interval", "change_interval"}
)
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
    "gaps": ("service", "@by", "exits", "drop_off", "lost", "lost_interval", "excess", "weakest_level"),
    "change": (
        "service",
        "exits_before",
        "drop_off_before",
        "exits_after",
        "drop_off_after",
        "difference",
        "change_interval",
    ),
    "no-shows": ("service", "outcome", "exits", "recorded", "with_no_show", "share", "interval"),
    "official": (
        "service",
        "year",
        "rule",
        "ended",
        "in_service",
        "in_service_share",
        "unemployed",
        "unemployed_share",
        "source",
    ),
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
    "quality": ("batch", "rule", "severity", "rows"),
}
