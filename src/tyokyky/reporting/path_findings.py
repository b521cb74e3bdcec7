"""The findings of paths in one sentence, and what must be known to read them: keys and values, no language yet."""

from typing import Final

import polars as pl

from tyokyky.domain.messages import Message, MessageValue

_FLOWS: Final = {
    "service": ("finding.flows.service", "finding.flows.service.no_days", "finding.flows.service.within_day"),
    "moment": ("finding.flows.moment", "finding.flows.moment.no_days", "finding.flows.moment.within_day"),
}
_VARIANTS: Final = {"service": "finding.variants.service", "moment": "finding.variants.moment"}


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
    usual, without_days, within_day = _FLOWS[grain]
    if most["median_days"] is None:
        return Message(without_days, values)
    if 0 < most["median_days"] < 1:
        return Message(within_day, values)
    return Message(usual, {**values, "median_days": float(most["median_days"])})


def of_variants(shown: pl.DataFrame) -> Message:
    """The commonest whole path."""
    named = shown.drop_nulls("path")
    if named.is_empty():
        return Message("finding.none" if shown.is_empty() else "finding.hidden")
    most = named.row(0, named=True)
    values: dict[str, MessageValue] = {f"path_{most['grain']}": most["path"], "share": most["share"]}
    return Message(_VARIANTS[most["grain"]], values)


def of_focus(table: pl.DataFrame, focus: str) -> Message:
    """From where people come most to a step and where they go on to most; `table` is that of the figure `flows`.

    A step followed or preceded by itself is told like any other.
    """
    around = table.filter((pl.col("from") == focus) | (pl.col("to") == focus))
    known = around.drop_nulls("n").sort("n", descending=True, maintain_order=True)
    if known.is_empty():
        return Message("finding.none" if around.is_empty() else "finding.hidden")
    grain = str(table["grain"][0])
    values: dict[str, MessageValue] = {f"path_{grain}": focus}
    told = []
    for end, side, other in (("from", "before", "to"), ("to", "after", "from")):
        row = known.filter(pl.col(other) == focus).head(1).to_dicts()
        if row:
            told.append(side)
            values |= {f"{end}_{grain}": row[0][end], f"{side}_count": row[0]["n"]}
    return Message(_FOCUS[grain][tuple(told)], values)


_FOCUS: Final = {
    "service": {
        ("before", "after"): "finding.path_map.service",
        ("before",): "finding.path_map.service.before",
        ("after",): "finding.path_map.service.after",
    },
    "moment": {
        ("before", "after"): "finding.path_map.moment",
        ("before",): "finding.path_map.moment.before",
        ("after",): "finding.path_map.moment.after",
    },
}
