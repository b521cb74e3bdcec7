"""What one row of each table must be, whatever the other rows are: contracts whose filter finds the rows to refuse."""

from datetime import date
from typing import Final

import dataframely as dy
import polars as pl

from tyokyky.ingest.findings import Findings

_OLDEST_BIRTH_YEAR: Final = 1900
SMALLEST_GROUP: Final = 5
_MOST_RESPONDENTS: Final = 999_999_999
DATA_AS_OF: Final = "data_as_of"


class _Row(dy.Schema):
    row_number = dy.Int64(nullable=False)
    data_as_of = dy.Date(nullable=False)


class ClientRow(_Row):
    """A person."""

    client_id = dy.String(nullable=False)
    birth_year = dy.Int16(nullable=True)

    @dy.rule()
    def birth_year__out_of_range(self) -> pl.Expr:
        """Nobody in the registers was born before 1900 or after the extraction."""
        return pl.col("birth_year").is_between(_OLDEST_BIRTH_YEAR, pl.col(DATA_AS_OF).dt.year())


class PeriodRow(_Row):
    """A register period. An end after the extraction is no error: it is taken for open."""

    client_id = dy.String(nullable=False)
    service_code = dy.String(nullable=False)
    started_on = dy.Date(nullable=False)
    ended_on = dy.Date(nullable=True)

    @dy.rule()
    def ended_on__before_start(self) -> pl.Expr:
        """Ends are the last day in the service: a period of one day ends on its first."""
        return pl.col("ended_on") >= pl.col("started_on")

    @dy.rule()
    def started_on__after_data_as_of(self) -> pl.Expr:
        """What had not begun at the extraction was a plan."""
        return pl.col("started_on") <= pl.col(DATA_AS_OF)


class ReferralRow(_Row):
    """A referral, whether or not its person has a row of their own."""

    client_id = dy.String(nullable=False)
    to_service_code = dy.String(nullable=False)
    referred_on = dy.Date(nullable=False)

    @dy.rule()
    def referred_on__after_data_as_of(self) -> pl.Expr:
        """Nobody has been referred after the extraction."""
        return pl.col("referred_on") <= pl.col(DATA_AS_OF)


class MomentRow(_Row):
    """A service moment."""

    client_id = dy.String(nullable=False)
    occurred_at = dy.Datetime(nullable=False, time_unit="us")
    moment_code = dy.String(nullable=False)

    @dy.rule()
    def occurred_at__after_data_as_of(self) -> pl.Expr:
        """A booked moment has not been."""
        return pl.col("occurred_at").dt.date() <= pl.col(DATA_AS_OF)


class ResponseRow(_Row):
    """An answer to one item."""

    item_id = dy.String(nullable=False)
    answered_on = dy.Date(nullable=False)
    score = dy.Float64(nullable=True)
    not_applicable = dy.Bool(nullable=False)

    @dy.rule()
    def score__score_or_not_applicable(self) -> pl.Expr:
        """Exactly one of the two."""
        return pl.col("score").is_not_null() != pl.col("not_applicable")

    @dy.rule()
    def answered_on__after_data_as_of(self) -> pl.Expr:
        """Nobody answers after the extraction."""
        return pl.col("answered_on") <= pl.col(DATA_AS_OF)


class GroupScoreRow(_Row):
    """A group's mean by a measure. Never of fewer than five: such a mean may tell what one person answered."""

    measure_code = dy.String(nullable=False)
    period_start = dy.Date(nullable=False)
    period_end = dy.Date(nullable=False)
    respondent_count = dy.Float64(nullable=False)
    mean_score = dy.Float64(nullable=False)

    @dy.rule()
    def respondent_count__small_group(self) -> pl.Expr:
        """Groups of one to four; a count below one is no group at all."""
        return ~pl.col("respondent_count").is_between(1, SMALLEST_GROUP, closed="left")

    @dy.rule()
    def respondent_count__out_of_range(self) -> pl.Expr:
        """People are counted in whole numbers, and no county has a thousand million of them."""
        return (pl.col("respondent_count") % 1 == 0) & pl.col("respondent_count").is_between(1, _MOST_RESPONDENTS)

    @dy.rule()
    def period_end__before_start(self) -> pl.Expr:
        """The span ends on its last day."""
        return pl.col("period_end") >= pl.col("period_start")

    @dy.rule()
    def period_end__after_data_as_of(self) -> pl.Expr:
        """Nobody answers after the extraction."""
        return pl.col("period_end") <= pl.col(DATA_AS_OF)


class CommentRow(_Row):
    """An open comment."""

    response_id = dy.String(nullable=False)
    text = dy.String(nullable=False)


class InstrumentRow(_Row):
    """A questionnaire."""

    instrument_id = dy.String(nullable=False)
    name_fi = dy.String(nullable=False)


class ItemRow(_Row):
    """An item of a questionnaire."""

    item_id = dy.String(nullable=False)
    instrument_id = dy.String(nullable=False)
    text_fi = dy.String(nullable=False)
    level = dy.String(nullable=False)
    plane = dy.String(nullable=False)
    scale_min = dy.Float64(nullable=False)
    scale_max = dy.Float64(nullable=False)

    @dy.rule()
    def scale_max__out_of_range(self) -> pl.Expr:
        """A scale has two ends."""
        return pl.col("scale_max") > pl.col("scale_min")


_CONTRACTS: Final[dict[str, type[_Row]]] = {
    "client": ClientRow,
    "period": PeriodRow,
    "referral": ReferralRow,
    "moment": MomentRow,
    "response": ResponseRow,
    "comment": CommentRow,
    "instrument": InstrumentRow,
    "item": ItemRow,
    "group_score": GroupScoreRow,
}


def mark_broken_contracts(values: pl.DataFrame, table_name: str, data_as_of: date, findings: Findings) -> None:
    """Marks the rows that break the contract of their table, rule by rule.

    A cell that was there but unreadable is not said to be missing as well.
    """
    contract = _CONTRACTS[table_name]
    stated = values.with_columns(pl.lit(data_as_of).alias(DATA_AS_OF)).select(contract.column_names())
    _, failure = contract.filter(stated)
    if not failure.counts():
        return
    details = failure.details()
    for broken in failure.counts():
        rows = details.filter(pl.col(broken) == "invalid").get_column("row_number")
        marked = values.get_column("row_number").is_in(rows.implode())
        column, _, kind = broken.replace("__", "|").partition("|")
        if kind == "nullability":
            kind, marked = "missing", marked & ~findings.unreadable(column)
        findings.add(f"{column}|{kind}", marked)
