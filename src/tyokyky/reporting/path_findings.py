"""The findings of paths in one sentence, and what must be known to read them: keys and values, no language yet."""

import polars as pl

from tyokyky.domain.messages import Message, MessageValue


def of_flows(shown: pl.DataFrame) -> Message:
    """The commonest step from one to another, and how long it takes in the middle."""
    known = shown.drop_nulls("pair_count")
    if known.is_empty():
        return Message("finding.none" if shown.is_empty() else "finding.hidden")
    most = known.row(0, named=True)
    grain = most["grain"]
    values: dict[str, MessageValue] = {
        f"from_{grain}": most["from_code"],
        f"to_{grain}": most["to_code"],
        "pair_count": most["pair_count"],
    }
    if most["median_days"] is None:
        return Message(f"finding.flows.{grain}.no_days", values)
    if 0 < most["median_days"] < 1:
        return Message(f"finding.flows.{grain}.within_day", values)
    return Message(f"finding.flows.{grain}", {**values, "median_days": float(most["median_days"])})


def of_variants(shown: pl.DataFrame) -> Message:
    """The commonest whole path."""
    named = shown.drop_nulls("path")
    if named.is_empty():
        return Message("finding.none" if shown.is_empty() else "finding.hidden")
    most = named.row(0, named=True)
    values: dict[str, MessageValue] = {f"path_{most['grain']}": most["path"], "share": most["share"]}
    return Message(f"finding.variants.{most['grain']}", values)
