"""Pictures hold the numbers of their figure, never a withheld one, and words that are not cut."""

from itertools import product
from typing import Any

import plotly.graph_objects as go
from tests.presentation import sample_figures as samples

from tyokyky.domain.figures import State
from tyokyky.domain.participation import GROUPS, Level, Measure
from tyokyky.presentation import palette
from tyokyky.presentation.charts import curve, dots, levels, path
from tyokyky.presentation.states import state_text


def _marks(picture: go.Figure) -> list[Any]:
    return [trace for trace in picture.data if (trace.mode or "").startswith("markers")]


def _notes(picture: go.Figure) -> list[str]:
    return [note.text for note in picture.layout.annotations]


def test_ranking_is_from_the_largest_and_says_why_a_number_is_missing() -> None:
    picture = dots.ranking_of_joints(samples.drop_off(), samples.NAMES)
    [marks] = _marks(picture)
    assert list(marks.x) == [0.329, 0.21]
    assert state_text(State.HIDDEN) in _notes(picture)


def test_ranking_shows_both_intervals() -> None:
    picture = dots.ranking_of_joints(samples.drop_off(), samples.NAMES)
    drawn = {tuple(trace.x) for trace in picture.data if trace.mode == "lines"}
    assert drawn == {(0.303, 0.355), (0.15, 0.28), (0.14, 0.29)}


def test_breakdown_by_time_keeps_the_order_of_time() -> None:
    rows = [
        {"quarter": quarter, **samples.drop_off_row("KTT", drop_off=share, lower=share - 0.1, upper=share + 0.1)}
        for quarter, share in (("2025Q1", 0.2), ("2025Q2", 0.5), ("2025Q3", 0.3))
    ]
    picture = dots.breakdown(samples.figure_of("drop-off", rows), "quarter", 0.33, samples.NAMES)
    assert list(_marks(picture)[0].x) == [0.2, 0.5, 0.3]
    assert picture.layout.shapes[0].x0 == 0.33


def test_curve_ends_in_the_estimate_of_the_window() -> None:
    picture = curve.curve(samples.curve(), samples.drop_off_row("KTT"))
    line = next(trace for trace in picture.data if trace.mode == "lines+markers")
    assert (line.x[-1], line.y[-1]) == (90, 0.329)
    assert "vielä ikkunassa: 30" in _notes(picture)
    assert not picture.layout.shapes


def test_curve_shades_the_days_nobody_was_followed_to() -> None:
    row = samples.without_number("KTT", State.NOT_YET)
    figure = samples.curve()
    short = samples.figure_of("curve", figure.table.head(5).to_dicts())
    picture = curve.curve(short, row)
    assert (picture.layout.shapes[0].x0, picture.layout.shapes[0].x1) == (28, 90)


def test_levels_show_every_group_also_silence() -> None:
    figure = samples.participation()
    for measure in Measure:
        picture = levels.levels(figure, "KTT", measure, 0.4)
        labels = picture.layout.yaxis.ticktext
        assert len(labels) == len(Level) * len(GROUPS[measure])
    experience = levels.levels(figure, "KTT", Measure.EXPERIENCE, 0.4)
    assert sum("ei vastausta" in label for label in experience.layout.yaxis.ticktext) == len(Level)
    assert _notes(experience).count(state_text(State.HIDDEN)) == len(GROUPS[Measure.EXPERIENCE])


def test_silence_of_all_is_told_apart_from_protected_groups() -> None:
    figure = samples.participation()
    rows = [
        {**row, "exits": 120 if row["group"] == GROUPS[Measure(row["measure"])][-1] else 0}
        for row in figure.table.to_dicts()
    ]
    silent = samples.figure_of("participation", rows)
    for measure in Measure:
        assert levels.is_silent(silent, "KTT", measure)
        assert not levels.is_silent(figure, "KTT", measure)


def test_path_keeps_falls_apart_and_withheld_flows_out() -> None:
    flows = path.flows_of(samples.drop_off(), samples.destinations())
    assert flows.count_by_link["KTT", path.FELL] == 390
    assert flows.count_by_link["THV", path.ENDED_OTHERWISE] == 6
    assert ("THV", "KTT") not in flows.count_by_link
    assert flows.withheld_count == 2
    picture = path.path(flows, samples.NAMES)
    sankey = picture.data[0]
    falls = [i for i, target in enumerate(sankey.link.target) if "Putosi" in sankey.node.label[target]]
    red = palette.see_through(palette.FALL, 0.62)
    assert {sankey.link.color[i] for i in falls} == {red}
    assert sum(colour == red for colour in sankey.link.color) == len(falls)


def test_path_stays_readable_however_many_services_there_are() -> None:
    codes = [f"S{i:02}" for i in range(25)]
    rows = [
        {"service": one, "to": other, "kind": "next", "n": 10 + i, "share": 0.1, "lower": 0.0, "upper": 0.2}
        for i, (one, other) in enumerate(product(codes, codes))
    ]
    drop_off = samples.figure_of("drop-off", [samples.drop_off_row(code) for code in codes])
    flows = path.flows_of(drop_off, samples.figure_of("destinations", rows))
    assert len(flows.count_by_link) <= 100
    everyone = sum(10 + i for i in range(len(rows))) + 25 * (390 + 30)
    assert sum(flows.count_by_link.values()) == everyone
