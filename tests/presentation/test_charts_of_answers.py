"""Pictures of answers hold the numbers of their figure, never a withheld one, and silence has a place of its own."""

from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from tests.presentation import sample_figures as samples

from tyokyky.domain.figures import State
from tyokyky.domain.names import CodeNames
from tyokyky.domain.participation import GROUPS, Level, Measure, Plane
from tyokyky.presentation import palette, tables
from tyokyky.presentation.charts import means, quarters, shares
from tyokyky.presentation.states import state_text

VIEWS = ("client", "professional")
CHANNELS = ("survey", "interview", "message")


def _marks(picture: go.Figure) -> list[Any]:
    return [trace for trace in picture.data if trace.mode == "markers"]


def _notes(picture: go.Figure) -> list[str]:
    return [note.text for note in picture.layout.annotations]


def test_clients_and_professionals_have_rows_and_marks_of_their_own() -> None:
    picture = means.means(samples.feedback("respondent", VIEWS), "respondent", "2025Q2", samples.NAMES)
    marks = _marks(picture)
    assert [mark.x[0] for mark in marks] == [0.5, 0.6] * 4
    assert {mark.marker.symbol for mark in marks} == {"circle", "diamond"}
    labels = [label.partition(" ")[0] for label in picture.layout.yaxis.ticktext]
    assert labels == ["asiakas", "ammattilainen"] * 5
    assert _notes(picture).count(state_text(State.NONE)) == 2


def test_withheld_mean_is_told_and_not_drawn() -> None:
    picture = means.means(samples.feedback("respondent", VIEWS), "respondent", "2025Q1", samples.NAMES)
    assert len(_marks(picture)) == 8
    assert _notes(picture).count(state_text(State.HIDDEN)) == 2


def test_other_plane_is_another_picture() -> None:
    rows = [{"channel": "survey", **samples.feedback_row("planning", "2025Q2", 9, 0.3, plane="development")}]
    rows += samples.feedback("channel", CHANNELS).table.to_dicts()
    figure = samples.figure_of("feedback", rows)
    picture = means.means(figure, "channel", "2025Q2", samples.NAMES, Plane.DEVELOPMENT)
    assert [mark.x[0] for mark in _marks(picture)] == [0.3]
    labels = {label.partition(" ")[0] for label in picture.layout.yaxis.ticktext}
    assert labels == {"kysely"}, "a channel nobody used on this plane has no row"


def test_trend_has_a_panel_a_level_and_a_gap_where_nothing_is_known() -> None:
    picture = quarters.trend(samples.feedback())
    lines = {trace.yaxis: list(trace.y) for trace in picture.data if trace.mode == "lines+markers"}
    assert list(lines.values()) == [[0.5, 0.5], [0.5, 0.5], [0.5, 0.5], [None, 0.5], [0.5, None]]
    assert len(lines) == len(Level)
    bands = [tuple(trace.y) for trace in picture.data if trace.mode == "lines"]
    assert len(bands) == 8
    domains = sorted(picture.layout[f"yaxis{number}"].domain for number in range(1, 6))
    assert all(one[1] < other[0] for one, other in pairwise(domains))


def test_volume_leaves_out_what_is_withheld() -> None:
    picture = quarters.volume(samples.feedback("channel", CHANNELS), Level.DECISION, samples.NAMES)
    assert [list(bar.y) for bar in picture.data] == [[None, 40], [None, 41], [None, 42]]
    assert [bar.name for bar in picture.data] == ["kysely", "haastattelu", "tekstiviesti"]
    assert picture.data[0].hovertext[0] == "kysely: alle 5 tai suojattu"
    assert len({bar.marker.pattern.shape for bar in picture.data}) == 3


@pytest.mark.parametrize("measure", Measure)
def test_bars_hold_every_group_and_end_in_silence(measure: Measure) -> None:
    picture = shares.groups(samples.participation(), measure)
    assert len(picture.data) == len(GROUPS[measure])
    decision = [*Level].index(Level.DECISION)
    assert {bar.x[decision] for bar in picture.data} == {None}
    assert picture.data[-1].x[0] == 100 + len(GROUPS[measure]) - 1
    assert picture.data[-1].name in ("ei vastausta", "yksikkö ei kirjaa")
    assert len({(bar.marker.color, bar.marker.pattern.shape) for bar in picture.data}) == len(GROUPS[measure])


def test_grid_of_silence_says_every_share_and_what_is_withheld() -> None:
    figure = samples.feedback("municipality", ("398", "111"))
    newest = shares.silence(figure, "municipality", "2025Q2", samples.NAMES)
    assert [list(row) for row in newest.data[0].z] == [[0.1, 0.1, 0.1, 0.1, 0.0], [0.2, 0.2, 0.2, 0.2, 0.0]]
    assert list(newest.layout.yaxis.ticktext) == ["Lahti", "Heinola"]
    assert _notes(newest).count("0,0\N{NO-BREAK SPACE}%") == 2
    older = shares.silence(figure, "municipality", "2025Q1", samples.NAMES)
    assert _notes(older).count(state_text(State.HIDDEN)[0]) == 2


def test_places_of_the_same_long_name_do_not_become_one() -> None:
    long = "järjestön ja seurakunnan yhteinen toiminta, "
    names = CodeNames({("unit", "U1"): (f"{long}pohjoinen", "", ""), ("unit", "U2"): (f"{long}etelä", "", "")})
    picture = shares.silence(samples.feedback("unit", ("U1", "U2")), "unit", "2025Q2", names)
    assert len(picture.data[0].z) == 2
    assert len(set(picture.layout.yaxis.tickvals)) == 2


def test_numbers_are_read_on_every_shade() -> None:
    assert palette.contrast(palette.INK, palette.DARKEST_SHADE) >= 4.5
    colours = [colour for colour, _ in palette.ANSWER_LOOK] + [colour for colour, _ in palette.GROUP_BARS.values()]
    assert all(palette.contrast(colour, palette.PAPER) >= 3 for colour in colours)
    assert len(set(palette.ANSWER_LOOK)) == len(palette.PATTERNS)


def test_table_of_answers_as_people_read_it() -> None:
    table = tables.table_of(samples.feedback("channel", CHANNELS), "channel", samples.NAMES)
    row = dict(zip(table.headings, table.rows[0], strict=True))
    assert row["Kanava"] == "kysely"
    assert row["Vuosineljännes"] == "2025, 1. neljännes"
    assert (row["Vastauksia"], row["Keskiarvo (0–1)"]) == ("40", "0,50")
    assert row["Keskiarvon 95\N{NO-BREAK SPACE}%:n väli"] == "0,45–0,55"
    withheld = next(cells for cells in table.rows if cells[0] == "päätösosallisuus")
    assert state_text(State.HIDDEN) in withheld
