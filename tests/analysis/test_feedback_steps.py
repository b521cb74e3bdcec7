"""The mart's steps of what is said: every answer once, nobody told apart, and the anonymous by place and time."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.homes import built, stay
from tests.reference.world import Answer, Client, Delivery, Item

from tyokyky.store import generations
from tyokyky.store.connection import Connection, open_locked_down

ITEMS = (Item("PLAN", "planning"), Item("TURNED", "planning", reversed=True), Item("DEV", "decision", "development"))
PERIOD = stay("a", "STEP", "2025-01-01", "2025-06-30", unit="U1")
DAY = date(2025, 2, 1)


def said(form: str, item: str, score: int | None, **changes: object) -> Answer:
    values = {"person": "a", "service": "STEP", "unit": "U1", "answered_on": DAY, "channel": "survey"}
    return Answer(form, item, score=score, not_applicable=score is None, **{**values, **changes})  # type: ignore[arg-type]


ANSWERS = (
    said("1", "PLAN", 4),
    said("1", "TURNED", 1),
    said("2", "PLAN", 2, person=None),
    said("2", "TURNED", None, person=None),
    said("3", "PLAN", 5, person=None),
    said("4", "DEV", 3, person=None, channel=None, unit=None, service=None),
    said("5", "PLAN", 1, person=None, respondent="professional"),
    said("6", "TURNED", None, person=None, answered_on=date(2025, 4, 1)),
)


@pytest.fixture(scope="module")
def mart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    home: Path = tmp_path_factory.mktemp("answers") / "koti"
    delivery = Delivery("county", date(2025, 12, 31), (PERIOD,), (Client("a", 1985),), answers=ANSWERS)
    current = generations.current(built(home, deliveries=(delivery,), items=ITEMS).marts_folder)
    assert current is not None
    connection = open_locked_down(current.path)
    yield connection
    connection.close()


def test_every_answer_stands_once_scaled_and_without_a_person(mart: Connection) -> None:
    rows = mart.table("feedback_answer").pl()
    assert rows.height == len(ANSWERS)
    assert not {"person_key", "client_id", "response_id"} & set(rows.columns)
    assert rows["response_key"].n_unique() == 6
    linked = rows.filter("is_linked").sort("scaled_score")
    assert linked["scaled_score"].to_list() == [0.75, 1.0]
    assert rows["scaled_score"].null_count() == 2
    developing = rows.filter(pl.col("plane") == "development").to_dicts()[0]
    assert {developing[name] for name in ("channel", "unit_code", "service_code", "phase")} == {"unknown"}


def test_own_linked_answers_are_as_they_were(mart: Connection) -> None:
    assert mart.table("answer").pl()["scaled_score"].sort().to_list() == [0.75, 1.0]
