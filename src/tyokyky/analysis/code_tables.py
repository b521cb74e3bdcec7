"""Code lists and items as tables that the mart's steps join to."""

from typing import Final

import polars as pl

from tyokyky.domain.codes import Code, CodeBook
from tyokyky.domain.instruments import Instrument
from tyokyky.domain.trend_plan import TrendPlan

OPEN_JOB: Final = "TYO"
JOBSEEKER: Final = "REK"
"""Codes that the official register's own rule tells apart."""


def services(book: CodeBook) -> pl.DataFrame:
    """One row per service and validity: code, part, service_rank, chain_gap_days, usual_next_controller, dates."""
    return pl.DataFrame(
        [
            (s.code, str(s.part), s.rank, s.chain_gap_days, s.usual_next_controller, s.valid_from, s.valid_until)
            for s in book.services
        ],
        schema={
            "code": pl.String,
            "part": pl.String,
            "service_rank": pl.Int32,
            "chain_gap_days": pl.Int32,
            "usual_next_controller": pl.String,
            "valid_from": pl.Date,
            "valid_until": pl.Date,
        },
        orient="row",
    )


def end_reasons(book: CodeBook) -> pl.DataFrame:
    """One row per end reason, service it is limited to ('' = any) and validity: code, service_code, reason_group."""
    return pl.DataFrame(
        [(r.code, r.service_code, str(r.group), r.valid_from, r.valid_until) for r in book.end_reasons],
        schema={
            "code": pl.String,
            "service_code": pl.String,
            "reason_group": pl.String,
            "valid_from": pl.Date,
            "valid_until": pl.Date,
        },
        orient="row",
    )


def moment_codes(book: CodeBook) -> pl.DataFrame:
    """One row per kind of moment and validity: code, participation_level and plane (null where it names none)."""
    return pl.DataFrame(
        [
            (m.code, str(m.level) if m.level else None, str(m.plane) if m.plane else None, m.valid_from, m.valid_until)
            for m in book.moments
        ],
        schema={
            "code": pl.String,
            "participation_level": pl.String,
            "plane": pl.String,
            "valid_from": pl.Date,
            "valid_until": pl.Date,
        },
        orient="row",
    )


def items(instruments: tuple[Instrument, ...]) -> pl.DataFrame:
    """One row per item of the shipped and the home's own instruments: level, plane and scale."""
    return pl.DataFrame(
        [
            (item.item_id, str(item.level), str(item.plane), item.scale_min, item.scale_max, item.reversed)
            for instrument in instruments
            for item in instrument.items
        ],
        schema={
            "item_id": pl.String,
            "participation_level": pl.String,
            "plane": pl.String,
            "scale_min": pl.Float64,
            "scale_max": pl.Float64,
            "reversed": pl.Boolean,
        },
        orient="row",
    )


def code_names(book: CodeBook) -> pl.DataFrame:
    """Names of services, units, municipalities and moments in three languages: the newest row of a code names it."""
    lists: dict[str, tuple[Code, ...]] = {
        "service": book.services,
        "unit": book.units,
        "municipality": book.municipalities,
        "moment": book.moments,
    }
    rows = [
        (kind, code.code, code.name_fi, code.name_sv, code.name_en, code.valid_until)
        for kind, codes in lists.items()
        for code in codes
    ]
    columns = ["kind", "code", "name_fi", "name_sv", "name_en", "valid_until"]
    names = pl.DataFrame(rows, schema=columns, orient="row")
    newest = names.sort("kind", "code", "valid_until").unique(["kind", "code"], keep="last", maintain_order=True)
    return newest.drop("valid_until")


def trend_changes(plan: TrendPlan) -> pl.DataFrame:
    """One row per dated change: service_code, changed_on, name."""
    return pl.DataFrame(
        [(change.service, change.on, change.name) for change in plan.changes],
        schema={"service_code": pl.String, "changed_on": pl.Date, "name": pl.String},
        orient="row",
    )


def trend_targets(plan: TrendPlan) -> pl.DataFrame:
    """One row per target: service_code, drop_off_share (0–1)."""
    return pl.DataFrame(
        [(target.service, target.drop_off_share) for target in plan.targets],
        schema={"service_code": pl.String, "drop_off_share": pl.Float64},
        orient="row",
    )
