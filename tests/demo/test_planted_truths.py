"""The planted truths hold in generated counties, found by a plain reader that shares nothing with the product."""

from datetime import date

import polars as pl
import pytest
from tests.demo.county_reader import (
    differences,
    estimate,
    excesses,
    exits,
    professional_difference,
    with_evidence,
    with_experience,
)

from tyokyky.demo import County, generate
from tyokyky.domain.participation import Level

LARGE = 40_000
OTHER_LEVELS = [level for level in Level if level != Level.PLANNING]
THREE_STANDARD_ERRORS = 3.3
"""A right county fails one comparison in a thousand; seeds are fixed, so that none does by chance from run to run."""


def of_rehabilitative(county: County) -> pl.DataFrame:
    return exits(county).filter(pl.col("service_code") == "KTT")


@pytest.fixture(scope="module")
def county() -> County:
    return generate(LARGE, seed=5)


@pytest.fixture(scope="module")
def left(county: County) -> pl.DataFrame:
    return of_rehabilitative(county)


@pytest.fixture(scope="module")
def null_county() -> County:
    return generate(LARGE, seed=4, null=True)


@pytest.fixture(scope="module")
def null_left(null_county: County) -> pl.DataFrame:
    return of_rehabilitative(null_county)


def near(of: pl.DataFrame, truth: float) -> bool:
    found = estimate(of)
    return bool(abs(found.drop_off - truth) < THREE_STANDARD_ERRORS * found.variance**0.5)


def test_the_weak_joint_drops_as_stated(county: County, left: pl.DataFrame) -> None:
    truth, weak = county.truth, pl.col("municipality_code").is_in(county.truth.weak_municipalities)
    assert near(left, truth.drop_off)
    assert near(left.filter(weak), truth.weak_drop_off)
    assert near(left.filter(~weak), truth.other_drop_off)
    assert truth.weak_drop_off - truth.other_drop_off == pytest.approx(0.22)


def test_planning_on_record_goes_together_with_dropping_off_as_stated(county: County, left: pl.DataFrame) -> None:
    found, variance = differences(with_evidence(county, left, Level.PLANNING), "evidence", ("no", "yes"))
    assert abs(found - county.truth.evidence_difference) < THREE_STANDARD_ERRORS * variance**0.5


def test_planning_in_answers_goes_together_with_dropping_off_as_stated(county: County, left: pl.DataFrame) -> None:
    found, variance = differences(with_experience(county, left, Level.PLANNING), "experience", ("not", "realised"))
    assert abs(found - county.truth.experience_difference) < THREE_STANDARD_ERRORS * variance**0.5


def test_answers_that_know_the_outcome_would_mislead(county: County, left: pl.DataFrame) -> None:
    too_long = left.with_columns((pl.col("end") + pl.duration(days=25)).alias("limit"))
    found, variance = differences(with_experience(county, too_long, Level.PLANNING), "experience", ("not", "realised"))
    assert found - county.truth.experience_difference > THREE_STANDARD_ERRORS * variance**0.5


def test_the_two_truths_of_planning_differ_because_of_silence(county: County) -> None:
    truth = county.truth
    assert truth.evidence_difference - truth.experience_difference > 0.02
    assert truth.experience_difference_of_all - truth.experience_difference > 0.05


def test_those_who_dropped_off_answer_least(county: County, left: pl.DataFrame) -> None:
    grouped = with_experience(county, left, Level.PLANNING)
    followed_long = grouped.filter((pl.col("time") > 90) | pl.col("followed"))
    dropped = pl.col("time") > 90
    answered = pl.col("experience") != "no_answer"
    for gone, truth in (
        (dropped, county.truth.answered_share_dropped),
        (~dropped, county.truth.answered_share_carried),
    ):
        rows = followed_long.filter(gone)
        standard_error = (truth * (1 - truth) / rows.height) ** 0.5
        assert abs(rows.select(answered.mean()).item() - truth) < THREE_STANDARD_ERRORS * standard_error
    assert near(grouped.filter(~answered), county.truth.no_answer_drop_off)


def test_professionals_rate_decision_higher_as_stated(county: County) -> None:
    found, variance = professional_difference(county.response, Level.DECISION)
    truth = county.truth.professional_decision_difference
    assert abs(found - truth) < THREE_STANDARD_ERRORS * variance**0.5
    assert truth == pytest.approx(0.58 * 0.50 * (4.11 - 2.35))


@pytest.mark.parametrize("level", [level for level in Level if level not in (Level.DECISION, Level.PLANNING)])
def test_professionals_see_what_clients_see_on_other_levels(county: County, level: Level) -> None:
    found, variance = professional_difference(county.response, level)
    assert abs(found - county.truth.professional_other_difference) < THREE_STANDARD_ERRORS * variance**0.5


def test_clients_who_answer_have_planned_more_often_than_those_professionals_see(county: County) -> None:
    found, _ = professional_difference(county.response, Level.PLANNING)
    assert -0.08 < found < 0


def test_the_improved_joint_drops_as_stated_before_and_after(county: County) -> None:
    truth, ended = county.truth, pl.col("end")
    of_joint = exits(county).filter(pl.col("service_code") == truth.improved_service)
    improved_on = date.fromisoformat(truth.improved_on)
    assert near(of_joint.filter(ended < improved_on), truth.drop_off_before_improvement)
    assert near(of_joint.filter(ended >= improved_on), truth.drop_off_after_improvement)
    assert truth.drop_off_before_improvement - truth.drop_off_after_improvement == pytest.approx(0.20)


def test_in_a_null_county_no_joint_improves(null_county: County) -> None:
    truth = null_county.truth
    assert truth.improved_on == ""
    assert truth.drop_off_before_improvement == truth.drop_off_after_improvement
    of_joint = exits(null_county).filter(pl.col("service_code") == truth.improved_service)
    assert near(of_joint.filter(pl.col("end") >= date(2025, 3, 1)), truth.drop_off_after_improvement)


@pytest.mark.parametrize("level", list(Level))
def test_in_a_null_county_professionals_differ_in_nothing(null_county: County, level: Level) -> None:
    found, variance = professional_difference(null_county.response, level)
    assert null_county.truth.professional_decision_difference == 0
    assert abs(found) < THREE_STANDARD_ERRORS * variance**0.5


@pytest.mark.parametrize("level", OTHER_LEVELS)
def test_other_levels_differ_in_nothing(county: County, left: pl.DataFrame, level: Level) -> None:
    by_record = differences(with_evidence(county, left, level), "evidence", ("no", "yes"))
    by_answer = differences(with_experience(county, left, level), "experience", ("not", "realised"))
    for found, variance in (by_record, by_answer):
        assert abs(found) < THREE_STANDARD_ERRORS * variance**0.5


@pytest.mark.parametrize("level", list(Level))
def test_in_a_null_county_no_level_differs(null_county: County, null_left: pl.DataFrame, level: Level) -> None:
    by_record = differences(with_evidence(null_county, null_left, level), "evidence", ("no", "yes"))
    by_answer = differences(with_experience(null_county, null_left, level), "experience", ("not", "realised"))
    silent = differences(with_experience(null_county, null_left, level), "experience", ("no_answer", "realised"))
    for found, variance in (by_record, by_answer, silent):
        assert abs(found) < THREE_STANDARD_ERRORS * variance**0.5


def test_in_a_null_county_no_joint_is_weak(null_county: County, null_left: pl.DataFrame) -> None:
    truth = null_county.truth
    assert truth.weak_municipalities == ()
    assert (truth.evidence_difference, truth.experience_difference) == pytest.approx((0, 0))
    assert near(null_left, truth.drop_off)
    for _, there in null_left.group_by("municipality_code"):
        assert near(there, truth.drop_off)


@pytest.mark.slow
def test_the_weak_joint_has_the_largest_excess_and_intervals_hold_the_truths() -> None:
    first = covered_by_record = covered_by_answer = 0
    for seed in range(1, 21):
        county = generate(seed=seed)
        all_left = exits(county)
        _, service, municipality = excesses(all_left)[0]
        first += service == "KTT" and municipality in county.truth.weak_municipalities
        left = all_left.filter(pl.col("service_code") == "KTT")
        by_record, spread = differences(with_evidence(county, left, Level.PLANNING), "evidence", ("no", "yes"))
        covered_by_record += abs(by_record - county.truth.evidence_difference) < 1.96 * spread**0.5
        answered = with_experience(county, left, Level.PLANNING)
        by_answer, spread = differences(answered, "experience", ("not", "realised"))
        covered_by_answer += abs(by_answer - county.truth.experience_difference) < 1.96 * spread**0.5
    assert (first >= 19, covered_by_record >= 17, covered_by_answer >= 17) == (True, True, True)
