"""The findings of figures of states and stages."""

from typing import Final

import polars as pl

from tyokyky.domain.messages import Message
from tyokyky.domain.occupation import NO_SERVICE_STATE
from tyokyky.domain.question import Clock

_A_YEAR: Final = 12


def of_occupation(shown: pl.DataFrame, clock: Clock) -> Message:
    """How many are in no service a year after the start (or as long as is known), or in the last calendar month."""
    known = shown.filter(pl.col("share").is_not_null() & (pl.col("state") == NO_SERVICE_STATE))
    if known.is_empty():
        return Message("finding.hidden" if (shown["observable_count"].fill_null(1) > 0).any() else "finding.none")
    if clock is Clock.CALENDAR:
        last = known.sort("month").row(-1, named=True)
        values = {"share": last["share"], "month": last["month"], "observable_count": last["observable_count"]}
        return Message("finding.occupation.calendar", values)
    early = known.filter(pl.col("month") <= _A_YEAR)
    chosen = (early if not early.is_empty() else known).sort("month").row(-1, named=True)
    values = {"share": chosen["share"], "months": chosen["month"], "observable_count": chosen["observable_count"]}
    return Message("finding.occupation.path", values)


def of_funnel(shown: pl.DataFrame) -> Message:
    """The stage that the smallest share of those who set out for it reach."""
    later = shown[1:].drop_nulls("share")
    if later.is_empty():
        return _nothing(shown)
    least = later.sort("share", maintain_order=True).row(0, named=True)
    values = {name: least[name] for name in ("stage", "share", "lower_share", "upper_share", "entered_count")}
    return Message("finding.funnel", values)


def of_bounces(shown: pl.DataFrame) -> Message:
    """The way by which most come back, in numbers."""
    known = shown.drop_nulls("share").filter(pl.col("bounce_count") > 0)
    if known.is_empty():
        return Message("finding.hidden" if shown["bounce_count"].null_count() else "finding.bounces.none")
    most = known.sort("bounce_count", descending=True, maintain_order=True).row(0, named=True)
    codes = {"service_code": most["service_code"], "to_code": most["via_service_code"]}
    return Message("finding.bounces", {**codes, "share": most["share"], "exit_count": most["exit_count"]})


def of_switches(shown: pl.DataFrame, all_services: str) -> Message:
    """How often people change services in a year, of all or of the one service asked."""
    whole = shown.filter(pl.col("service_code") == all_services)
    known = (whole if not whole.is_empty() else shown[:1]).drop_nulls("per_person_year_rate")
    if known.is_empty():
        return _nothing(shown)
    row = known.row(0, named=True)
    values = {"rate": row["per_person_year_rate"], "person_count": row["person_count"]}
    if row["service_code"] == all_services:
        return Message("finding.switches", values)
    return Message("finding.switches.one", {"service_code": row["service_code"], **values})


def _nothing(shown: pl.DataFrame) -> Message:
    if "state" in shown.columns and shown["state"].is_in(["not_yet"]).any():
        return Message("finding.funnel.not_yet")
    is_hidden = any(shown[column].null_count() for column in shown.columns if column.endswith("_count"))
    return Message("finding.hidden" if is_hidden else "finding.none")
