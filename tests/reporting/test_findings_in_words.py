"""What figures say of themselves: no sentence ever holds a placeholder for a number where a number was withheld."""

import polars as pl
import pytest

from tyokyky.domain.filters import Filters
from tyokyky.domain.messages import Message
from tyokyky.domain.names import CodeNames
from tyokyky.domain.participation import Assumption
from tyokyky.presentation.sentences import sentence
from tyokyky.reporting.findings import of_persons, of_quality, of_silence, of_unit_feedback

RULES = {"batch": pl.Int64, "rule": pl.String, "severity": pl.String, "rows": pl.Int64}
COUNTS = {"exit_count": pl.Int64, "person_count": pl.Int64, "lower_clustered_share": pl.Float64}


def said(message: Message) -> str:
    return sentence(message, CodeNames())


def counts(exit_count: int | None, person_count: int | None, lower: float | None = 0.2) -> pl.DataFrame:
    return pl.DataFrame([(exit_count, person_count, lower)], schema=COUNTS, orient="row")


def test_nothing_refused_and_nothing_remarked_is_said_in_words() -> None:
    assert said(of_quality(pl.DataFrame(schema=RULES))) == "Yhtään riviä ei hylätty, eikä huomautuksia tullut."


@pytest.mark.parametrize(
    ("severity", "start"), [("warning", "Yhtään riviä ei hylätty. Huomautuksia"), ("error", "Rivejä hylättiin")]
)
def test_remarks_are_not_refusals(severity: str, start: str) -> None:
    rules = pl.DataFrame([(1, "ended_on|before_start", severity, 9)], schema=RULES, orient="row")
    assert said(of_quality(rules)).startswith(start)


def test_exits_per_person_are_said_where_both_counts_are_shown() -> None:
    shown = counts(30, 20)
    assert [said(message) for message in of_persons(shown, shown)] == [
        "Samalla ihmisellä on keskimäärin 1,5 päättymistä: rinnalla on luottamusväli, joka ottaa sen huomioon."
    ]


@pytest.mark.parametrize("shown", [counts(None, 20), counts(30, None), counts(None, None)])
def test_exits_per_person_are_not_hinted_at_where_a_count_is_withheld(shown: pl.DataFrame) -> None:
    (message,) = of_persons(shown, counts(30, 20))
    assert message.key == "caveat.clustered.withheld"
    assert not any(character.isdigit() for character in said(message))
    assert "alle 5" not in said(message)


def test_one_exit_a_person_needs_no_word() -> None:
    once = counts(30, 30, None)
    assert of_persons(once, once) == []


def silent(level: str, *differences: float | None, state: str = "") -> list[dict[str, object]]:
    """One level's rows in the order of the assumptions, with intervals of five points to each side."""
    return [
        {
            "service_code": "KTT",
            "level": level,
            "assumption": assumption.value,
            "difference_share": difference,
            "lower_share": None if difference is None else difference - 0.05,
            "upper_share": None if difference is None else difference + 0.05,
            "state": state,
        }
        for assumption, difference in zip(Assumption, differences, strict=True)
    ]


def of_rows(*levels: list[dict[str, object]]) -> Message:
    return of_silence(pl.DataFrame([row for rows in levels for row in rows], infer_schema_length=None), Filters())


def test_silence_that_cannot_turn_the_difference_is_told_from_one_that_can() -> None:
    same = of_rows(silent("planning", 0.3, 0.1, 0.4), silent("action", 0.2, -0.3, 0.3))
    assert (same.key, same.values["level"], same.values["all_realised_share"]) == (
        "finding.silence.same",
        "planning",
        0.1,
    )
    below = of_rows(silent("planning", -0.3, -0.1, -0.4))
    assert below.key == "finding.silence.same"
    turned = of_rows(silent("planning", 0.3, -0.1, 0.4))
    assert turned.key == "finding.silence.open"
    within_chance = of_rows(silent("planning", 0.3, 0.04, 0.4))
    assert within_chance.key == "finding.silence.open"
    assert "+30,0 prosenttiyksikköä" in said(turned)
    assert "−10,0, ja jos ei kukaan heistä, +40,0" in said(turned)


def test_levels_without_all_three_differences_are_not_spoken_of() -> None:
    known = silent("planning", 0.1, 0.1, 0.2)
    assert of_rows(silent("action", 0.9, None, None), known).values["level"] == "planning"
    assert of_rows(silent("action", None, None, None, state="hidden")).key == "finding.hidden"
    assert of_rows(silent("action", None, None, None, state="none")).key == "finding.none"
    assert of_silence(pl.DataFrame(known).clear(), Filters()).key == "finding.none"


def bands(level: str, low: float | None, high: float | None) -> list[dict[str, object]]:
    """Low and high scores of one level, with intervals of five points to each side."""
    return [
        {
            "service_code": "KTT",
            "level": level,
            "breakdown_value": band,
            "drop_off_share": share,
            "lower_share": None if share is None else share - 0.05,
            "upper_share": None if share is None else share + 0.05,
        }
        for band, share in (("low", low), ("high", high))
    ]


def test_scores_of_units_are_always_said_to_be_of_units() -> None:
    far = bands("planning", 0.4, 0.2) + bands("action", 0.2, 0.35)
    near = bands("planning", 0.25, 0.2) + bands("action", None, 0.9)
    found = of_unit_feedback(pl.DataFrame(far))
    assert (found.key, found.values["level"], found.values["low_share"]) == ("finding.unit_feedback", "planning", 0.4)
    assert of_unit_feedback(pl.DataFrame(bands("action", 0.2, 0.35))).key == "finding.unit_feedback"
    assert of_unit_feedback(pl.DataFrame(near)).key == "finding.unit_feedback.similar"
    for rows in (far, near):
        assert "Yksikkötason tieto: ei kerro yksittäisistä ihmisistä." in said(of_unit_feedback(pl.DataFrame(rows)))
    assert of_unit_feedback(pl.DataFrame(bands("action", None, 0.9))).key == "finding.unit_feedback.nothing"
