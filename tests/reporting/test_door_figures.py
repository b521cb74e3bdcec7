"""What the figures of the door and the inside say, and that the demo's planted share is found again."""

from datetime import date

import polars as pl
import pytest

from tyokyky.demo.calibration import Knobs
from tyokyky.demo.truth import truth_of
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.messages import Message
from tyokyky.domain.names import CodeNames
from tyokyky.presentation.sentences import sentence
from tyokyky.reporting import door_findings
from tyokyky.reporting.figures import exact_figure, figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

SIGNS = {
    "service_code": pl.String,
    "exit_group": pl.String,
    "share": pl.Float64,
    "lower_share": pl.Float64,
    "upper_share": pl.Float64,
}


@pytest.fixture(scope="module")
def mart(demo_settings: Settings) -> Mart:
    return current_mart(demo_settings)


def referrals(*rows: tuple[str, int | None, float | None], state: str = "") -> pl.DataFrame:
    """Rows of referring service, count and share."""
    made = [
        {
            "from_service_code": name,
            "to_service_code": "THV",
            "breakdown_value": "398",
            "referral_count": count,
            "not_started_share": share,
            "lower_share": share,
            "upper_share": share,
            "state": state if share is None else "",
        }
        for name, count, share in rows
    ]
    return pl.DataFrame(made, schema_overrides={"not_started_share": pl.Float64, "referral_count": pl.Int64})


def test_the_door_where_most_are_lost_is_told() -> None:
    found = door_findings.of_referrals(referrals(("KTT", 100, 0.2), ("TYV", 10, 0.9)), Filters(), None)
    assert (found.key, found.values["from_code"], found.values["referral_count"]) == ("finding.referrals", "KTT", 100)
    unknown = door_findings.of_referrals(referrals(("unknown", 100, 0.2)), Filters(), None)
    assert unknown.key == "finding.referrals.from_unknown"
    by = door_findings.of_referrals(referrals(("KTT", 9, 0.2)), Filters(), Breakdown.parse("municipality"))
    assert (by.key, by.values["high_value"]) == ("finding.referrals.by", "398")


@pytest.mark.parametrize(
    ("state", "key"),
    [("hidden", "finding.hidden"), ("not_yet", "finding.not_yet"), ("not_linked", "finding.not_linked")],
)
def test_why_nothing_is_known_of_a_door_is_told_apart(state: str, key: str) -> None:
    assert door_findings.of_referrals(referrals(("KTT", 9, None), state=state), Filters(), None).key == key


def test_without_referrals_that_is_said_calmly() -> None:
    found = door_findings.of_referrals(referrals(("KTT", 9, 0.1)).clear(), Filters(), None)
    assert sentence(found, CodeNames()) == "Ohjauksia ei ole aineistossa, joten ovella putoamista ei voi nähdä."


def test_without_a_known_reason_that_is_said_and_not_that_nothing_ended() -> None:
    schema = {"service_code": pl.String, "exit_count": pl.Int64, "share": pl.Float64}
    no_reason = pl.DataFrame([("KTT", 0, None)], schema=schema, orient="row")
    assert door_findings.of_interruptions(no_reason, None).key == "finding.interruptions.no_reason"
    hidden = pl.DataFrame([("KTT", None, None)], schema=schema, orient="row")
    assert door_findings.of_interruptions(hidden, None).key == "finding.hidden"
    assert door_findings.of_interruptions(no_reason.clear(), None).key == "finding.none"


def test_early_signs_are_told_only_where_intervals_are_apart() -> None:
    def found(lower: float) -> Message:
        rows = [("KTT", "interrupted", 0.4, lower, 0.5), ("KTT", "completed", 0.1, 0.05, 0.2)]
        return door_findings.of_early_signs(pl.DataFrame(rows, schema=SIGNS, orient="row"))

    assert found(0.3).values["interrupted_share"] == 0.4
    assert found(0.15).key == "finding.early_signs.similar"
    assert door_findings.of_early_signs(pl.DataFrame(schema=SIGNS)).key == "finding.early_signs.none"


def test_the_planted_share_lies_within_the_figures_interval(mart: Mart) -> None:
    planted = truth_of(Knobs.shipped(), null=False).referrals_not_started
    rows = {(row["from"], row["to"]): row for row in exact_figure(mart, "referrals", Filters()).table.to_dicts()}
    for joint in ("KTT-TYV", "TYV-KTT"):
        row = rows[tuple(joint.split("-"))]  # type: ignore[index]
        assert row["lower"] < planted[joint] < row["upper"]


def test_service_is_the_referred_one_and_days_are_of_referral(mart: Mart) -> None:
    since = date(2025, 1, 1)
    whole = exact_figure(mart, "referrals", Filters(service="TYV")).table
    later = exact_figure(mart, "referrals", Filters(service="TYV", since=since)).table
    assert set(whole["to"]) == {"TYV"}
    assert 0 < later["referrals"].sum() < whole["referrals"].sum()
    by_year = exact_figure(mart, "referrals", Filters(service="TYV"), Breakdown.parse("year")).table
    assert by_year.filter(pl.col("year") >= "2025")["referrals"].sum() == later["referrals"].sum()


def test_interruptions_are_those_of_the_table_by_end_reason(mart: Mart) -> None:
    by_reason = exact_figure(mart, "drop-off", Filters(service="KTT"), Breakdown.parse("end_reason")).table
    exits = dict(zip(by_reason["end_reason"], by_reason["exits"], strict=True))
    row = exact_figure(mart, "interruptions", Filters(service="KTT")).table.to_dicts()[0]
    assert row["interrupted"] == exits.get("interrupted", 0) + exits.get("lost", 0) > 0
    assert row["exits"] == sum(exits.values()) - exits["unknown"]
    signs = exact_figure(mart, "early-signs", Filters(service="KTT")).table
    assert dict(zip(signs["exit_group"], signs["exits"], strict=True)) == {
        "interrupted": row["interrupted"],
        "completed": row["exits"] - row["interrupted"],
    }
    keys = [caveat.key for caveat in figure(mart, "interruptions", Filters(service="KTT")).caveats]
    assert "caveat.unknown_reason" in keys


@pytest.mark.parametrize(
    ("name", "by"), [("interruptions", "end_reason"), ("referrals", "handover"), ("early-signs", "unit")]
)
def test_breakdowns_that_make_no_sense_are_refused(mart: Mart, name: str, by: str) -> None:
    with pytest.raises(UserError):
        figure(mart, name, Filters(), Breakdown.parse(by))
