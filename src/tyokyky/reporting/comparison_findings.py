"""The findings of two groups side by side, and what must be known to read them."""

import polars as pl

from tyokyky.domain.messages import Message, MessageValue
from tyokyky.reporting import comparison


def of_destinations(both: pl.DataFrame) -> Message:
    """The destination in which two groups differ most, if any difference is clear."""
    found = comparison.clear(both)
    if found.is_empty():
        return _no_difference(both, "finding.compare.none")
    row = found.row(0, named=True)
    codes = {"service_code": row["service_code"], "to_code": row["successor_service_code"]}
    return Message("finding.compare", {**codes, **_values(both, found)})


def of_months(both: pl.DataFrame) -> Message:
    """The month and place in which two groups differ most, if any difference is clear."""
    found = comparison.clear(both)
    if found.is_empty():
        return _no_difference(both, "finding.compare_months.none")
    row = found.row(0, named=True)
    return Message("finding.compare_months", {"months": row["month"], "place": row["place"], **_values(both, found)})


def _values(both: pl.DataFrame, found: pl.DataFrame) -> dict[str, MessageValue]:
    row = found.row(0, named=True)
    high, low = comparison.SIDES if row["difference_share"] > 0 else comparison.SIDES[::-1]
    return {
        "by_key": row["compared_by"],
        "high_value": row[f"{high}_value"],
        "high_share": row[f"{high}_share"],
        "low_value": row[f"{low}_value"],
        "low_share": row[f"{low}_share"],
        "clear_count": found.height,
        "all_count": both["difference_share"].count(),
    }


def _no_difference(both: pl.DataFrame, key: str) -> Message:
    """Compared, and nothing clear; or why nothing could be compared."""
    compared_count = both["difference_share"].count()
    if compared_count:
        return Message(key, {"all_count": compared_count})
    reasons = set(both["state"])
    why = next((state for state in ("hidden", "not_yet", "not_linked") if state in reasons), "none")
    return Message({"hidden": "finding.hidden"}.get(why, "finding.compare.nothing"))


def caveats(exact: pl.DataFrame) -> list[Message]:
    """That many rows were looked at, and of groups of experience that they are of those who answered."""
    own = [Message("caveat.compare")]
    of_experience = exact.height > 0 and str(exact["compared_by"][0]).startswith("experience")
    return [*own, Message("caveat.compare_experience"), Message("caveat.association")] if of_experience else own
