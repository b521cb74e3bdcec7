"""Pictures of months, stages and ways back hold the numbers of their figure and say what is missing."""

from itertools import pairwise
from typing import Any

from tests.presentation import sample_figures as samples

from tyokyky.domain.figures import Figure
from tyokyky.presentation import palette, tables
from tyokyky.presentation.charts import occupation, stages


def months(names: list[Any], observable: list[int]) -> Figure:
    rows: list[dict[str, Any]] = []
    for month, base in zip(names, observable, strict=True):
        shares = {"TYO": 0.25, "KTT": None, "neutral": 0.25, "no_service": 0.5}
        for state, share in shares.items():
            known = share is not None and base > 0
            n = int(base * share) if share is not None else None
            rows.append({"month": month, "state": state, "n": n, "observable": base, "share": share if known else None})
    return samples.figure_of("occupation", rows)


def funnel() -> Figure:
    first: dict[str, Any] = {"stage": "KTT", "entered": 100, "reached": 100, "share": 1.0}
    second: dict[str, Any] = {"stage": "THV|TYO", "entered": 100, "reached": 40, "share": 0.42}
    third: dict[str, Any] = {"stage": "TYO", "entered": None, "reached": None, "share": None}
    ends = [(None, None, None), (0.33, 0.51, 120.0), (None, None, None)]
    rows = [
        {**row, "lower": lower, "upper": upper, "median_days": days}
        for row, (lower, upper, days) in zip((first, second, third), ends, strict=True)
    ]
    return samples.figure_of("funnel", rows)


def bounces() -> Figure:
    rows = [("KTT", "THV", 12, 0.012), ("THV", "KTT", 30, 0.11), ("KTT", "TYO", None, None), ("THV", "TYO", 0, 0.0)]
    keys = ("service", "via", "n", "share")
    return samples.figure_of("bounces", [{**dict(zip(keys, row, strict=True)), "exits": 300} for row in rows])


def test_states_are_stacked_and_a_withheld_one_leaves_its_room_empty() -> None:
    picture = occupation.occupation(months([0, 1, 2], [80, 60, 40]), samples.NAMES)
    assert picture.layout.barmode == "stack"
    drawn = {bar.name: list(bar.y) for bar in picture.data}
    assert set(drawn) == {"työ avoimilla markkinoilla", "päättynyt neutraalisti", "ei missään palvelussa"}
    assert drawn["ei missään palvelussa"] == [0.5] * 3
    assert picture.data[0].marker.color == palette.service_colour("TYO")
    assert picture.data[-1].marker.color == palette.FALL
    assert not picture.layout.shapes


def test_months_that_nobody_has_reached_are_shaded() -> None:
    picture = occupation.occupation(months([0, 1, 2], [80, 60, 0]), samples.NAMES)
    [shade] = picture.layout.shapes
    assert (shade.x0, shade.x1) == (1.5, 2.5)
    assert "ei vielä havaittavissa" in picture.layout.annotations[0].text


def test_calendar_months_are_named_and_no_service_is_not_red() -> None:
    picture = occupation.occupation(months(["2026-01", "2026-02"], [80, 80]), samples.NAMES)
    assert list(picture.data[0].x) == ["1/2026", "2/2026"]
    assert picture.data[-1].marker.color == palette.OTHERS


def test_neighbours_in_a_bar_differ_by_pattern() -> None:
    rows = [
        {"month": 0, "state": state, "n": 20, "observable": 60, "share": 1 / 3}
        for state in ("TYO", "KTT", "no_service")
    ]
    picture = occupation.occupation(samples.figure_of("occupation", rows), samples.NAMES)
    shapes = [bar.marker.pattern.shape for bar in picture.data]
    assert all(one != next_one for one, next_one in pairwise(shapes))


def test_funnel_has_shares_intervals_and_words_for_what_is_withheld() -> None:
    picture = stages.funnel(funnel(), samples.NAMES)
    [bars] = picture.data
    assert list(bars.x) == [1.0, 0.42, None]
    assert [round(reach, 9) for reach in bars.error_x.array] == [0.0, 0.09, 0.0]
    assert [round(reach, 9) for reach in bars.error_x.arrayminus] == [0.0, 0.09, 0.0]
    notes = [note.text for note in picture.layout.annotations]
    assert "42,0" in notes[1]
    assert "40 / 100" in notes[1]
    assert "suoj" in notes[2].lower()


def test_ways_back_are_the_largest_first_and_only_those_shown() -> None:
    picture = stages.bounces(bounces(), samples.NAMES)
    dots = picture.data[-1]
    assert list(dots.x) == [0.11, 0.012]
    assert "11,0" in picture.layout.annotations[0].text


def test_tables_name_states_stages_and_ways() -> None:
    rows = tables.table_of(months(["2026-01"], [80]), None, samples.NAMES).rows
    assert [row[:2] for row in rows][-2:] == [
        ("1/2026", "päättynyt neutraalisti"),
        ("1/2026", "ei missään palvelussa"),
    ]
    assert tables.table_of(funnel(), None, samples.NAMES).rows[1][0] == (
        "tuettu työhönvalmennus / työ avoimilla markkinoilla"
    )
    changes = {"service": "all", "persons": 90, "person_years": 60.04, "switches": 42, "per_person_year": 0.7}
    [row] = tables.table_of(samples.figure_of("switches", [changes]), None, samples.NAMES).rows
    assert row == ("kaikki polun palvelut", "90", "60,0", "42", "0,70")
