"""Scores of other makers' measures: means of groups alone, never of a few, never with a person."""

from datetime import date

import pytest
from tests.ingest.deliveries import AS_OF, GROUP_SCORE, Home, Row, changed, rules_of

from tyokyky.analysis.mart import build
from tyokyky.domain.errors import UserError
from tyokyky.ingest import ledger
from tyokyky.ingest.rules import reason_of
from tyokyky.store.codebook import shipped_code_book
from tyokyky.store.connection import open_locked_down
from tyokyky.store.tables import TABLES

PERSONAL = {"client_id", "birth_year", "gender", "person_key", "item_id", "response_id"}
WITHOUT_ID: Row = {column: cell for column, cell in GROUP_SCORE.items() if column != "score_id"}


def test_a_group_score_is_held_as_delivered(home: Home) -> None:
    report = home.deliver([GROUP_SCORE])
    assert (report.accepted, report.quarantined) == (1, 0)
    held = home.live("group_score").row(0, named=True)
    assert (held["measure_code"], held["respondent_count"], held["mean_score"]) == ("THL_OSALLISUUS", 12, 63.5)
    assert (held["period_start"], held["period_end"]) == (date(2025, 1, 1), date(2025, 3, 31))
    assert (held["unit_code"], held["municipality_code"], held["service_code"]) == (None, "111", "KTT")


def test_neither_register_nor_mart_has_a_column_of_a_person_for_it(home: Home) -> None:
    home.deliver([GROUP_SCORE])
    assert not PERSONAL & set(TABLES["group_score"].columns)
    assert not PERSONAL & set(home.live("group_score").columns)
    connection = open_locked_down(build(home.settings).path)
    table = connection.sql("SELECT * FROM group_score").pl()
    connection.close()
    assert not PERSONAL & set(table.columns)
    assert table.select("controller", "measure_code", "respondent_count", "mean_score").rows() == [
        ("hyvinvointialue", "THL_OSALLISUUS", 12, 63.5)
    ]


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"respondent_count": "4"}, "respondent_count|small_group"),
        ({"respondent_count": "1"}, "respondent_count|small_group"),
        ({"respondent_count": "0"}, "respondent_count|out_of_range"),
        ({"respondent_count": "-5"}, "respondent_count|out_of_range"),
        ({"respondent_count": "5.5"}, "respondent_count|out_of_range"),
        ({"respondent_count": "99999999999"}, "respondent_count|out_of_range"),
        ({"respondent_count": "monta"}, "respondent_count|unreadable_number"),
        ({"respondent_count": ""}, "respondent_count|missing"),
        ({"mean_score": ""}, "mean_score|missing"),
        ({"mean_score": "100.1"}, "mean_score|outside_measure_scale"),
        ({"mean_score": "-0.1"}, "mean_score|outside_measure_scale"),
        ({"measure_code": "3X10D_ELAMA", "mean_score": "63.5"}, "mean_score|outside_measure_scale"),
        ({"measure_code": "OMA"}, "measure_code|unknown_code"),
        ({"measure_code": ""}, "measure_code|missing"),
        ({"service_code": "XYZ"}, "service_code|unknown_code"),
        ({"municipality_code": "999"}, "municipality_code|unknown_code"),
        ({"unit_code": "PH000XX9"}, "unit_code|unknown_code"),
        ({"period_end": "2024-12-31"}, "period_end|before_start"),
        ({"period_end": "2026-07-01"}, "period_end|after_data_as_of"),
        ({"period_start": "tammikuu"}, "period_start|unreadable_date"),
        ({"score_id": "P-131052-308T"}, "score_id|identity_code"),
        ({"measure_code": "131052-308T"}, "measure_code|identity_code"),
    ],
)
def test_a_mistaken_row_is_refused_with_its_reason(home: Home, cells: dict[str, str], rule: str) -> None:
    wrong = changed({**GROUP_SCORE, "unit_code": ""}, **cells)
    right = changed(wrong, **{**GROUP_SCORE, "unit_code": "", "score_id": "P-2"})
    report = home.deliver([wrong, right])
    assert (report.accepted, report.quarantined) == (1, 1)
    assert rule in rules_of(report)
    assert reason_of(rule).partition(": ")[2]
    assert home.live("group_score")["score_id"].to_list() == ["P-2"]


@pytest.mark.parametrize(("count", "mean"), [("5", "0"), ("5", "100"), ("5.0", "50")])
def test_the_smallest_group_and_the_ends_of_the_scale_are_accepted(home: Home, count: str, mean: str) -> None:
    assert home.deliver([changed(GROUP_SCORE, respondent_count=count, mean_score=mean)]).accepted == 1


def test_a_score_without_an_id_is_known_by_measure_span_and_place(home: Home) -> None:
    home.deliver([WITHOUT_ID])
    assert home.deliver([WITHOUT_ID, changed(WITHOUT_ID, municipality_code="398")]).unchanged == 1
    corrected = home.deliver([changed(WITHOUT_ID, mean_score="64.0")])
    assert (corrected.accepted, corrected.unchanged) == (1, 0)
    held = home.live("group_score").sort("municipality_code")
    assert held.select("municipality_code", "mean_score").rows() == [("111", 64.0), ("398", 63.5)]


def test_two_different_means_of_one_group_are_both_refused(home: Home) -> None:
    report = home.deliver([WITHOUT_ID, changed(WITHOUT_ID, mean_score="70")])
    assert (report.accepted, rules_of(report)) == (0, {"score_id|same_id_different_content": 2})


def test_a_delivery_of_scores_can_be_taken_back(home: Home) -> None:
    report = home.deliver([GROUP_SCORE])
    ledger.undo_batch(home.settings, int(report.batch_id or 0))
    assert home.live("group_score").is_empty()


def test_a_full_delivery_closes_what_it_lacks(home: Home) -> None:
    full = home.source(delivery="full")
    home.deliver([GROUP_SCORE, changed(GROUP_SCORE, score_id="P-2", municipality_code="398")], source=full)
    home.deliver([GROUP_SCORE], as_of=AS_OF, source=full, name="y.csv")
    assert home.live("group_score")["score_id"].to_list() == ["P-1"]


def test_measures_of_other_makers_are_shipped_by_name_and_scale_with_the_reason_for_no_items() -> None:
    measures = {measure.code: measure for measure in shipped_code_book().group_measures}
    assert {code.split("_")[0] for code in measures} == {"THL", "KYKYVIISARI", "3X10D"}
    assert all(measure.scale_min < measure.scale_max for measure in measures.values())
    assert all(measure.reason_fi and measure.name_sv and measure.name_en for measure in measures.values())
    assert (measures["3X10D_ELAMA"].scale_min, measures["3X10D_ELAMA"].scale_max) == (0, 10)


def test_a_home_adds_a_measure_of_its_own(home: Home) -> None:
    folder = home.settings.home / "codes"
    folder.mkdir(parents=True, exist_ok=True)
    text = "code,name_fi,scale_min,scale_max\nOMA,Oma mittari,-1.5,1.5\n"
    (folder / "group_measures.csv").write_text(text, encoding="utf-8")
    own = changed(GROUP_SCORE, measure_code="OMA", mean_score="-1.25")
    assert home.deliver([own, changed(own, score_id="P-2", mean_score="2")]).accepted == 1


@pytest.mark.parametrize("cell", ["nan", "inf", "iso"])
def test_a_scale_that_is_no_number_is_told_by_file_row_and_column(home: Home, cell: str) -> None:
    folder = home.settings.home / "codes"
    folder.mkdir(parents=True, exist_ok=True)
    text = f"code,name_fi,scale_min,scale_max\nOMA,Oma mittari,0,{cell}\n"
    (folder / "group_measures.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"group_measures\.csv rivillä 2 sarakkeen scale_max arvo ei kelpaa: anna luku"):
        home.deliver([GROUP_SCORE])
