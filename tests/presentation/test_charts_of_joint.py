"""The pictures of one joint: order, lines, bases, and a reason where there is no number."""

from typing import Any

import plotly.graph_objects as go
import pytest
from tests.presentation.sample_figures import NAMES, figure_of

from tyokyky.domain.figures import State
from tyokyky.presentation import tables
from tyokyky.presentation.charts import joint
from tyokyky.presentation.states import state_of

REFERRALS: list[dict[str, Any]] = [
    {"from": "THV", "to": "KTT", "referrals": 40, "not_started": 0.1, "lower": 0.05, "upper": 0.2},
    {"from": "unknown", "to": "KTT", "referrals": 90, "not_started": 0.6, "lower": 0.5, "upper": 0.7},
    {"from": "TYO", "to": "KTT", "referrals": 80, "not_started": 0.3, "lower": 0.2, "upper": 0.4},
    {"from": "ELAKE", "to": "KTT", "referrals": None, "not_started": None, "lower": None, "upper": None},
]
_REST: dict[str, Any] = {"started_share": 0.5, "other_share": 0.1, "still_in_window": 7, "window_days": 90}


def _words(picture: go.Figure) -> list[str]:
    return [str(note.text) for note in picture.layout.annotations]


def _dots(picture: go.Figure) -> list[float]:
    return [x for trace in picture.data if trace.mode == "markers" for x in trace.x]


def _units(**shares: float | None) -> list[dict[str, Any]]:
    return [
        {"service": "KTT", "unit": unit, "exits": 50, "interrupted": 10, "share": share, "lower": 0.1, "upper": 0.5}
        for unit, share in shares.items()
    ]


def test_door_stands_largest_first_and_the_unknown_last() -> None:
    picture = joint.door(figure_of("referrals", [row | _REST for row in REFERRALS]), NAMES)
    assert _dots(picture) == [0.3, 0.1, 0.6]
    words = _words(picture)
    names = ("työ avoimilla", "tuettu työhönvalmennus", "eläke", "ei tiedossa")
    places = [next(i for i, text in enumerate(words) if name in text.lower()) for name in names]
    assert places == sorted(places)
    assert any("suojattu" in text for text in words)
    assert any("n = 80" in text for text in words)


def test_units_stand_by_name_beside_the_whole() -> None:
    picture = joint.inside(figure_of("interruptions", _units(b=0.4, a=0.2, unknown=0.9, c=None)), 0.25, NAMES)
    assert _dots(picture) == [0.2, 0.4, 0.9]
    assert [line.x0 for line in picture.layout.shapes] == [0.25]
    assert not joint.inside(figure_of("interruptions", _units(a=0.2)), None, NAMES).layout.shapes
    drop_offs = [{**row, "drop_off": row["share"], "at_start": 50} for row in _units(b=0.4, a=0.2)]
    assert _dots(joint.units(figure_of("drop-off", drop_offs), 0.3, NAMES)) == [0.2, 0.4]


def test_destinations_leave_out_those_that_followed_nobody() -> None:
    rows = [
        {"service": "KTT", "to": to, "kind": "next", "n": n, "share": share, "lower": 0.0, "upper": 0.6}
        for to, n, share in (("THV", 9, 0.1), ("TYO", 40, 0.5), ("ELAKE", 0, 0.0))
    ]
    assert _dots(joint.destinations(figure_of("destinations", rows), NAMES)) == [0.5, 0.1]


def test_early_signs_set_interrupted_beside_completed() -> None:
    rows = [
        {"service": "KTT", "exit_group": group, "exits": 50, "no_show_share": share, "lower": 0.1, "upper": 0.4}
        for group, share in (("interrupted", 0.3), ("completed", 0.15))
    ]
    picture = joint.early_signs(figure_of("early-signs", rows))
    assert _dots(picture) == [0.3, 0.15]
    assert any("keskeytyi" in text for text in _words(picture))


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"referrals": 0, "still_in_window": 0}, State.NOT_LINKED),
        ({"referrals": 8, "still_in_window": 8}, State.NOT_YET),
        ({"referrals": 8, "still_in_window": 0}, State.HIDDEN),
        ({"referrals": None, "still_in_window": None}, State.HIDDEN),
    ],
)
def test_why_a_referral_row_has_no_number(row: dict[str, int | None], state: State) -> None:
    assert state_of(row) is state


def test_tables_say_every_column_in_words() -> None:
    made = tables.table_of(figure_of("referrals", [row | _REST for row in REFERRALS]), None, NAMES)
    assert made.headings[:3] == ("Mistä", "Mitä seurasi", "Ei aloittanut")
    assert made.rows[1][0] == "ei tiedossa"
    assert made.rows[3][2] == "◍ suojattu"
    signs = {"service": "KTT", "exit_group": "completed", "exits": 50, "no_show_share": None, "lower": None}
    rest = {"upper": None, "with_no_show": None, "planned": 40, "early_ended": 9, "median_early_days": 14.5}
    made = tables.table_of(figure_of("early-signs", [signs | rest]), None, NAMES)
    assert made.rows[0][1] == "päättyi muusta syystä"
    assert made.rows[0][-1] == "14,5"
