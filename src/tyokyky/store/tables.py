"""The register's tables: grain, key and the columns a source may fill, in the words of the design (data.md)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Table:
    """One register table.

    `key` names what one live row is unique by, together with the controller; `required` columns may not be empty.
    Every table also carries `row_id` (batch and row number), `batch_id` and `controller`.
    """

    name: str
    grain: str
    key: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns a source may fill, in the order of the store."""
        return self.required + self.optional


CLIENT: Final = Table(
    name="client",
    grain="person within a controller",
    key=("client_id",),
    required=("client_id",),
    optional=("birth_year", "gender", "municipality_code", "language"),
    numbers=("birth_year",),
)
PERIOD: Final = Table(
    name="period",
    grain="register period",
    key=("period_id",),
    required=("period_id", "client_id", "service_code", "started_on"),
    optional=(
        "ended_on",
        "planned_end_on",
        "end_reason_code",
        "unit_code",
        "municipality_code",
        "handover",
        "professional_role",
    ),
    dates=("started_on", "ended_on", "planned_end_on"),
)
REFERRAL: Final = Table(
    name="referral",
    grain="referral (ohjaus)",
    key=("referral_id",),
    required=("referral_id", "client_id", "to_service_code", "referred_on"),
    optional=("from_service_code", "unit_code", "municipality_code"),
    dates=("referred_on",),
)
MOMENT: Final = Table(
    name="moment",
    grain="service moment (palvelutuokio)",
    key=("moment_id",),
    required=("moment_id", "client_id", "occurred_at", "moment_code"),
    optional=(
        "service_code",
        "touchpoint",
        "channel",
        "attended",
        "participation_level",
        "plane",
        "critical",
        "meaning",
    ),
    moments=("occurred_at",),
    flags=("critical",),
)
RESPONSE: Final = Table(
    name="response",
    grain="answer to one item",
    key=("response_id", "item_id"),
    required=("response_id", "item_id", "answered_on"),
    optional=(
        "score",
        "not_applicable",
        "client_id",
        "service_code",
        "unit_code",
        "municipality_code",
        "channel",
        "respondent",
        "phase",
    ),
    dates=("answered_on",),
    numbers=("score",),
    flags=("not_applicable",),
)
COMMENT: Final = Table(
    name="comment",
    grain="open comment",
    # A source with one open question need not name it: the question is then the empty text, never null.
    key=("response_id", "question"),
    required=("response_id", "text"),
    optional=("question",),
)
INSTRUMENT: Final = Table(
    name="instrument",
    grain="questionnaire",
    key=("instrument_id",),
    required=("instrument_id", "name_fi"),
    optional=("name_sv", "name_en", "licence", "validated"),
    flags=("validated",),
)
ITEM: Final = Table(
    name="item",
    grain="item of a questionnaire",
    key=("item_id",),
    required=("item_id", "instrument_id", "text_fi", "level", "plane", "scale_min", "scale_max"),
    optional=("text_sv", "text_en", "reversed"),
    numbers=("scale_min", "scale_max"),
    flags=("reversed",),
)
GROUP_SCORE: Final = Table(
    name="group_score",
    grain="group's score by one measure",
    key=("score_id",),
    required=("score_id", "measure_code", "period_start", "period_end", "respondent_count", "mean_score"),
    optional=("unit_code", "municipality_code", "service_code"),
    dates=("period_start", "period_end"),
    numbers=("respondent_count", "mean_score"),
)

TABLES: Final[dict[str, Table]] = {
    table.name: table for table in (CLIENT, PERIOD, REFERRAL, MOMENT, RESPONSE, COMMENT, INSTRUMENT, ITEM, GROUP_SCORE)
}
