"""Control charts and funnels hold the numbers of their figure, name what is a signal, and never a withheld number."""

from datetime import date
from typing import Any

import plotly.graph_objects as go
import pytest
from tests.presentation import sample_figures as samples

from tyokyky.domain.figures import Figure
from tyokyky.domain.names import CodeNames
from tyokyky.domain.participation import Level
from tyokyky.presentation import palette, signals, tables
from tyokyky.presentation.charts import control, experience, funnel
from tyokyky.reporting import trend_marks

UNITS = CodeNames(
    {("unit", f"U{number}"): (f"yksikkö {number}", "", "") for number in range(4)}
    | {("service", "KTT"): ("kuntouttava työtoiminta", "", "")}
)


def month_row(number: int, **changes: object) -> dict[str, Any]:
    row = {
        "service": "KTT",
        "month": date(2024 + number // 12, number % 12 + 1, 1),
        "exits": 50,
        "drop_off": 0.3,
        "centre": 0.25,
        "lower_limit": 0.05,
        "upper_limit": 0.45,
        "signal": "",
        "direction": "",
        "phase": "",
        "state": "",
    }
    return {**row, **changes}


def trend() -> Figure:
    rows = [month_row(number) for number in range(24)]
    rows[3] |= {"drop_off": None, "state": "hidden"}
    rows[4] |= {"drop_off": 0.5, "signal": "beyond_limit", "direction": "concern"}
    for number in range(10, 17):
        rows[number] |= {"drop_off": 0.1, "signal": "shift", "direction": "improvement"}
    for number in range(18, 24):
        rows[number] |= {"phase": "uusi tapa", "centre": 0.12}
    for number in (22, 23):
        changes: dict[str, Any] = {"drop_off": None, "lower_limit": None, "upper_limit": None, "state": "not_yet"}
        rows[number] |= changes
    return samples.figure_of("trend", rows)


def drawn(marks: control.Marks | None = None) -> go.Figure:
    figure = trend()
    return control.control(figure, figure.table.to_dicts(), marks or control.Marks())


def trace(picture: go.Figure, name: str) -> Any:  # noqa: ANN401 - traces of many kinds
    return next(one for one in picture.data if one.name == name)


def notes(picture: go.Figure) -> list[str]:
    return [note.text for note in picture.layout.annotations]


def test_points_are_those_of_the_figure_and_marks_tell_signals_apart() -> None:
    points = trace(drawn(), "points")
    assert list(points.y) == trend().table["drop_off"].to_list()
    assert points.marker.symbol[4] == "square"
    assert set(points.marker.symbol[10:17]) == {"diamond"}
    assert points.marker.symbol[0] == "circle"
    assert points.marker.size[4] > points.marker.size[0]
    assert "rajan ulkopuolella" in points.hovertext[4]
    assert points.hovertext[3] == ""


def test_a_withheld_month_is_marked_and_not_drawn() -> None:
    hidden = trace(drawn(), "hidden")
    assert list(hidden.x) == [date(2024, 4, 1)]
    assert "4/2024" in hidden.hovertext[0]


def test_each_run_of_a_signal_is_named_once() -> None:
    said = notes(drawn())
    assert said.count("◆ parempaan") == 1
    assert said.count("■ huonompaan") == 1


def test_limits_break_at_a_named_change() -> None:
    picture = drawn()
    centres = [list(one.y) for one in picture.data if one.name == "centre"]
    assert centres == [[0.25] * 18, [0.12] * 6]
    assert "uusi tapa" in notes(picture)


def test_both_ends_of_the_data_are_marked() -> None:
    picture = drawn(control.Marks(covered_from=date(2024, 1, 1)))
    said = notes(picture)
    assert "◔ vielä ikkunassa" in said
    assert "aineisto alkaa 1.1.2024" in said
    shaded = [shape for shape in picture.layout.shapes if shape.type == "rect"]
    assert [shape.x0 for shape in shaded] == ["2025-11-01"] or shaded[0].x0 == date(2025, 11, 1)


@pytest.mark.parametrize("target", [None, 0.2])
def test_a_target_is_a_line_with_its_share(target: float | None) -> None:
    picture = drawn(control.Marks(target_share=target))
    said = [note for note in notes(picture) if note.startswith("tavoite")]
    assert len(said) == (0 if target is None else 1)
    assert all("20,0" in note for note in said)


def test_a_joint_without_limits_has_points_alone() -> None:
    rows = [month_row(number, centre=None, lower_limit=None, upper_limit=None) for number in range(5)]
    figure = samples.figure_of("trend", rows)
    picture = control.control(figure, figure.table.to_dicts(), control.Marks())
    assert list(trace(picture, "points").y) == [0.3] * 5
    assert not any("keskitaso" in note for note in notes(picture))


def units() -> Figure:
    rows = [
        {
            "service": "KTT",
            "unit": f"U{number}",
            "exits": exits,
            "drop_off": share,
            "centre": 0.3,
            "lower_95": 0.2,
            "upper_95": 0.4,
            "lower_998": 0.1,
            "upper_998": 0.5,
            "overdispersion": 1.2,
            "outside": outside,
        }
        for number, (exits, share, outside) in enumerate(
            [(90, 0.31, ""), (40, 0.55, "above_998"), (None, None, ""), (60, 0.15, "below_95")]
        )
    ]
    return samples.figure_of("units", rows)


def test_units_stand_by_their_exits_and_only_those_outside_are_named() -> None:
    picture = funnel.funnel(units(), UNITS)
    points = trace(picture, "units")
    assert list(points.x) == [40, 60, 90]
    assert list(points.text) == ["yksikkö 1", "yksikkö 3", ""]
    assert len(set(points.marker.symbol)) == 3
    assert list(trace(picture, "upper_998").y) == [0.5] * 3
    assert "yksikkö 2" not in " ".join(points.hovertext)


def test_limits_of_a_single_unit_are_strokes_since_no_line_can_be() -> None:
    figure = units()
    alone = funnel.funnel(samples.figure_of("units", figure.table.head(1).to_dicts()), UNITS)
    for name in ("lower_95", "upper_95", "lower_998", "upper_998", "centre"):
        assert trace(funnel.funnel(figure, UNITS), name).mode == "lines"
        stroke = trace(alone, name)
        assert (stroke.mode, stroke.marker.symbol, len(stroke.y)) == ("markers", "line-ew", 1)


def test_tables_of_units_say_where_each_lies_and_keep_their_order() -> None:
    table = tables.table_of(units(), None, UNITS)
    place = table.headings.index("Rajoihin nähden")
    assert [row[1] for row in table.rows] == [f"yksikkö {number}" for number in range(4)]
    assert [row[place] for row in table.rows][1] == "99,8\N{NO-BREAK SPACE}%:n rajan yläpuolella"
    assert "suojattu" in " ".join(table.rows[2])


def test_table_of_months_as_people_read_it() -> None:
    table = tables.table_of(trend(), None, UNITS)
    row = dict(zip(table.headings, table.rows[4], strict=True))
    assert row["Kuukausi"] == "5/2024"
    assert row["Suunta"] == "■ huonompaan"
    assert row["Rajat"] == "5,0–45,0\N{NO-BREAK SPACE}%"
    assert row["Merkki"] == "rajan ulkopuolella"


def test_experience_has_a_panel_a_level_and_limits_where_they_are_known() -> None:
    rows = [
        {
            "level": str(level),
            "quarter": quarter,
            "responses": 40,
            "mean": None if (level, quarter) == (Level.DECISION, "2025Q2") else 0.5,
            "mean_centre": 0.55,
            "lower_limit": 0.4,
            "upper_limit": 0.7,
            "signal": "shift" if level is Level.ACTION else "",
            "direction": "concern" if level is Level.ACTION else "",
            "state": "",
        }
        for level in Level
        for quarter in ("2025Q1", "2025Q2", "2025Q3")
    ]
    picture = experience.experience(samples.figure_of("experience-trend", rows))
    points = [one for one in picture.data if one.name == "points"]
    assert len(points) == len(Level)
    assert [None in one.y for one in points].count(True) == 1
    assert sum(set(one.marker.symbol) == {"square"} for one in points) == 1
    assert len([one for one in picture.data if one.name == "upper_limit"]) == len(Level)


def test_signals_in_words_come_in_the_order_of_the_figure() -> None:
    row = {
        "service": "KTT",
        "rank": 1,
        "signal": "shift",
        "direction": "improvement",
        "first_month": date(2025, 3, 1),
        "last_month": date(2026, 3, 1),
        "months": 13,
        "drop_off": 0.14,
        "centre": 0.25,
        "chance": 0.0002,
        "phase": "",
    }
    older = {**row, "rank": 1, "direction": "concern", "signal": "near_limit", "first_month": date(2024, 5, 1)}
    rows = [older | {"last_month": date(2024, 5, 1)}, {**row, "rank": 2}]
    first, second = signals.signal_lines(samples.figure_of("signals", rows), None, UNITS)
    assert first.startswith("**3/2025–3/2026 ◆ parempaan: kuntouttava työtoiminta.** Putoaminen")
    assert "(vähintään seitsemän" in first
    assert second.startswith("**5/2024 ■ huonompaan: "), "the older one stands below, and its one month is named once"
    assert "kaksi kolmesta" in second
    assert signals.signal_lines(samples.figure_of("signals", []), None, UNITS) == []


def test_the_newest_signal_comes_first_and_of_two_as_new_the_least_chance_like() -> None:
    rows = [
        {"rank": rank, "service": service, "last_month": date(2026, month, 1), "chance": chance}
        for rank, service, month, chance in ((1, "KTT", 1, 0.001), (2, "THV", 3, 0.01), (3, "TYV", 3, 0.005))
    ]
    assert trend_marks.newest_signal_service(samples.figure_of("signals", rows)) == "TYV"
    assert trend_marks.newest_signal_service(samples.figure_of("signals", rows[:2])) == "THV"
    assert trend_marks.newest_signal_service(samples.figure_of("signals", [])) is None


def test_marks_and_colours_tell_signals_apart() -> None:
    looks = list(palette.SIGNAL_LOOK.values())
    assert len({symbol for _, symbol in looks}) == len(looks)
    assert all(palette.contrast(colour, palette.PAPER) >= 3 for colour, _ in looks)
