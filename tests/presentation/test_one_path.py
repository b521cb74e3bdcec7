"""One path in words and as a timeline."""

from typing import Any

import polars as pl
import pytest
from tests.presentation.sample_figures import NAMES

from tyokyky.presentation import one_path, texts
from tyokyky.presentation.charts.timeline import timeline

EMPTY = dict.fromkeys(
    ("end_day", "service_code", "moment_code", "touchpoint", "attended", "critical", "meaning", "participation_level",
     "answer_group", "handover")
)  # fmt: skip


def event(kind: str, day: int, **more: object) -> dict[str, Any]:
    return {"event": kind, "start_day": day, **EMPTY, **more}


EVENTS = pl.DataFrame(
    [
        event("moment", -3, moment_code="meeting", attended="yes", critical=True, meaning="lacked"),
        event("stay", 0, end_day=40, service_code="KTT"),
        event("moment", 7, service_code="KTT", moment_code="meeting", attended="no_show", touchpoint="=1+1"),
        event("answer", 9, service_code="KTT", participation_level="planning", answer_group="partly"),
        event("handover", 40, service_code="KTT", handover="escorted"),
        event("stay", 50, service_code="THV"),
        event("handover", 60, service_code="THV", handover="none"),
    ],
    infer_schema_length=None,
)


def test_every_event_stands_in_the_table_in_words() -> None:
    rows = one_path.table(EVENTS, NAMES).rows
    assert len(rows) == EVENTS.height
    assert [row[:2] for row in rows[:2]] == [("-3", ""), ("0", "40")]
    assert rows[0][3] == "Palvelua ei merkitty"
    assert rows[0][4].endswith("kriittinen piste, oli puutteita")
    assert rows[2][4].endswith("=1+1, ei tullut paikalle")
    assert rows[3][4].endswith(texts.say("group.partly"))
    assert rows[4][4] == "saattaen vaihto"
    assert rows[5][1] == "jatkuu"
    assert rows[6][4] == "ei siirtoa"


def test_the_finding_counts_what_the_table_holds() -> None:
    said = one_path.finding(EVENTS)
    assert said == "Polulla on 2 palvelussa oloa ja 5 tapahtumaa 64 päivän aikana; toteutumattomia tuokioita on 1."


def test_marks_are_told_apart_by_shape_and_name() -> None:
    traces = timeline(EVENTS, NAMES).data
    named = {trace.name: trace.marker.symbol for trace in traces if trace.name}
    assert set(named) == {
        "Kriittinen tai merkityksellinen tuokio", "Toteutumaton tuokio", "Vastaus", "Siirto eteenpäin"
    }  # fmt: skip
    assert len(set(named.values())) == len(named)


def test_a_stay_reaches_its_end_and_a_running_one_ends_in_an_arrow() -> None:
    bars = [trace for trace in timeline(EVENTS, NAMES).data if not trace.name]
    assert [list(bar.x) for bar in bars] == [[0, 40], [50, 60]]
    assert [bar.marker.symbol[1] for bar in bars] == ["line-ns", "arrow-right"]


def test_who_was_not_handed_on_gets_no_mark() -> None:
    marks = [trace for trace in timeline(EVENTS, NAMES).data if trace.name == "Siirto eteenpäin"]
    assert [list(trace.x) for trace in marks] == [[40]]


def test_every_service_has_a_lane_of_its_own() -> None:
    labels = timeline(EVENTS, NAMES).layout.yaxis.ticktext
    assert len(labels) == 3
    assert labels[0] == "Palvelua ei merkitty"


@pytest.mark.parametrize(("count", "words"), [(1, "1 palvelu: "), (2, "2 palvelua: ")])
def test_a_path_in_the_list_tells_its_services_in_order(count: int, words: str) -> None:
    said = one_path.step_words(["KTT", "THV"][:count], count, NAMES)
    assert said.startswith(words)
    assert said.count(" → ") == count - 1
