"""What figures say of themselves: no sentence ever holds a placeholder for a number where a number was withheld."""

import polars as pl
import pytest

from tyokyky.domain.messages import Message
from tyokyky.domain.names import CodeNames
from tyokyky.presentation.sentences import sentence
from tyokyky.reporting.findings import of_persons, of_quality

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
