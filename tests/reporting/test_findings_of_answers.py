"""What is said of answers: the newest quarter, ends that truly differ, and nothing of what is withheld."""

from typing import Any

import polars as pl
import pytest
from tests.presentation.sample_figures import NAMES, figure_of

from tyokyky.domain.figures import latest_quarter
from tyokyky.domain.filters import Breakdown, Key
from tyokyky.domain.participation import GROUPS, Level, Measure
from tyokyky.presentation.sentences import sentence
from tyokyky.reporting.answer_findings import of_feedback, of_groups, of_silence

COLUMNS = {
    "participation_level": pl.String,
    "plane": pl.String,
    "breakdown_value": pl.String,
    "quarter": pl.String,
    "response_count": pl.Int64,
    "mean_score": pl.Float64,
    "lower_score": pl.Float64,
    "upper_score": pl.Float64,
}


def row(level: str, mean: float | None, **changes: object) -> dict[str, Any]:
    known = {"lower_score": mean - 0.05, "upper_score": mean + 0.05} if mean is not None else {}
    values: dict[str, Any] = dict.fromkeys(COLUMNS) | {"plane": "own", "breakdown_value": "", "quarter": "2025Q2"}
    return {**values, "participation_level": level, "mean_score": mean, "response_count": 40, **known, **changes}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS)


def test_weakest_and_strongest_level_of_the_newest_quarter() -> None:
    old = row("action", 0.1, quarter="2024Q4")
    other_plane = row("evaluation", 0.05, plane="development")
    message = of_feedback(frame(row("information", 0.71), row("decision", 0.46), old, other_plane), None)
    assert sentence(message, NAMES).startswith(
        "Asiakkaat kokevat, että heikoimmin toteutuu päätösosallisuus: keskiarvo 0,46 asteikolla 0–1"
    )
    assert "tieto-osallisuus: 0,71 (2025, 2. neljännes)" in sentence(message, NAMES)


def test_levels_whose_intervals_meet_are_not_called_different() -> None:
    message = of_feedback(frame(row("information", 0.5), row("decision", 0.46)), None)
    assert message.key == "finding.feedback.similar"
    alone = of_feedback(frame(row("information", 0.9, lower_score=None), row("decision", 0.4)), None)
    assert alone.key == "finding.feedback.similar"


def test_clients_and_professionals_where_they_differ_most() -> None:
    rows = [
        row("information", 0.7, breakdown_value="client"),
        row("information", 0.85, breakdown_value="professional"),
        row("decision", 0.45, breakdown_value="client"),
        row("decision", 0.75, breakdown_value="professional"),
    ]
    message = of_feedback(frame(*rows), Breakdown(Key.RESPONDENT))
    said = sentence(message, NAMES)
    assert message.key == "finding.feedback.views"
    assert "päätösosallisuus: ammattilainen 0,75, asiakas 0,45" in said


def test_where_only_clients_are_known_their_levels_are_told() -> None:
    rows = [row("information", 0.71), row("decision", 0.46)]
    of_clients = [{**one, "breakdown_value": "client"} for one in rows]
    of_professionals = [{**one, "breakdown_value": "professional"} for one in rows]
    assert of_feedback(frame(*of_clients), Breakdown(Key.RESPONDENT)).key == "finding.feedback"
    assert of_feedback(frame(*of_professionals), Breakdown(Key.RESPONDENT)).key == "finding.feedback.by_single"


@pytest.mark.parametrize(("values", "ending"), [(("survey", "interview"), "similar"), (("survey",), "single")])
def test_no_difference_is_made_up(values: tuple[str, ...], ending: str) -> None:
    rows = [row("action", 0.5, breakdown_value=value) for value in values]
    assert of_feedback(frame(*rows), Breakdown(Key.CHANNEL)).key == f"finding.feedback.by_{ending}"


def test_no_mean_says_why() -> None:
    assert of_feedback(frame(), None).key == "finding.feedback.none"
    assert of_feedback(frame(row("action", None, response_count=0)), None).key == "finding.feedback.none"
    assert of_feedback(frame(row("action", None, response_count=None)), None).key == "finding.hidden"


def silence_row(unit: str, level: str, share: float | None, quarter: str = "2025Q2") -> dict[str, Any]:
    return {"unit": unit, "level": level, "quarter": quarter, "answered_share": share}


def test_silence_is_judged_by_the_level_that_most_answered() -> None:
    rows = [
        silence_row("U1", "planning", 0.0),
        silence_row("U1", "decision", 0.3),
        silence_row("U2", "planning", 0.1),
        silence_row("U2", "decision", 0.12),
        silence_row("U3", "decision", None),
        silence_row("U4", "decision", 0.01, "2025Q1"),
    ]
    message = of_silence(figure_of("feedback", rows), "unit")
    assert (message.values["low_value"], message.values["low_share"]) == ("U2", 0.12)
    assert (message.values["high_value"], message.values["high_share"]) == ("U1", 0.3)
    assert of_silence(figure_of("feedback", rows[:2]), "unit").key == "finding.silence.single"
    assert of_silence(figure_of("feedback", rows[4:5]), "unit").key == "finding.silence.none"


def test_where_nobody_answered_it_is_said_so() -> None:
    rows = [silence_row("U1", "planning", 0.0), silence_row("U2", "planning", 0.1)]
    message = of_silence(figure_of("feedback", rows), "unit")
    assert (message.key, message.values["low_value"]) == ("finding.silence.nobody_there", "U1")
    assert of_silence(figure_of("feedback", rows[:1]), "unit").key == "finding.silence.nobody"


def groups(measure: Measure, counts: dict[Level, list[int | None]]) -> list[dict[str, Any]]:
    return [
        {"level": level, "measure": str(measure), "group": group, "exits": count}
        for level, of_level in counts.items()
        for group, count in zip(GROUPS[measure], of_level, strict=True)
    ]


def test_groups_share_is_of_those_who_answered_or_record() -> None:
    rows = groups(Measure.EVIDENCE, {Level.PLANNING: [30, 70, 900], Level.DECISION: [40, 10, 0]})
    rows += groups(Measure.EXPERIENCE, {Level.PLANNING: [8, 1, 1, 50, 900], Level.ACTION: [None, 10, 10, 5, 5]})
    figure = figure_of("participation", rows)
    evidence, experience = of_groups(figure, Measure.EVIDENCE), of_groups(figure, Measure.EXPERIENCE)
    assert evidence.values == {"level": "planning", "share": 0.3, "base_count": 100}
    assert experience.values == {"level": "planning", "share": 0.8, "base_count": 10}


def test_groups_without_a_base_say_why() -> None:
    silent = figure_of("participation", groups(Measure.EXPERIENCE, {Level.ACTION: [0, 0, 0, 5, 90]}))
    hidden = figure_of("participation", groups(Measure.EXPERIENCE, {Level.ACTION: [None, None, 9, 5, 90]}))
    assert of_groups(silent, Measure.EXPERIENCE).key == "finding.groups.experience.none"
    assert of_groups(hidden, Measure.EXPERIENCE).key == "finding.groups.hidden"


def test_latest_quarter_is_of_what_is_known() -> None:
    table = pl.DataFrame({"quarter": ["2025Q1", "2025Q2"], "mean": [0.5, None]}, schema_overrides={"mean": pl.Float64})
    assert latest_quarter(table, "mean") == "2025Q1"
    assert latest_quarter(table.tail(1), "mean") is None
