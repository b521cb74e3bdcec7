"""Pictures of paths hold the numbers of their figure, never a withheld one, and stay readable when there are many."""

from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from tests.presentation.sample_figures import NAMES, figure_of

from tyokyky.domain.figures import Figure
from tyokyky.presentation import tables
from tyokyky.presentation.charts.path_map import OTHERS, path_map, sides
from tyokyky.presentation.charts.variants import MOST_ROWS, variants
from tyokyky.presentation.charts.waits import waits

NBSP = "\N{NO-BREAK SPACE}"


def pair(one: str, other: str, count: int | None, days: float | None = 7.0, grain: str = "service") -> dict[str, Any]:
    return {"grain": grain, "from": one, "to": other, "n": count, "persons": count, "median_days": days}


def path(rank: int | None, steps: str | None, count: int | None, grain: str = "service") -> dict[str, Any]:
    return {"grain": grain, "rank": rank, "path": steps, "n": count, "share": (count or 0) / 1000, "median_days": 9.0}


FLOWS = figure_of(
    "flows",
    [
        pair("KTT", "TYO", 204),
        pair("THV", "KTT", 100, 0.0),
        pair("KTT", "KTT", 61, None),
        pair("KTT", "ELAKE", None, None),
        pair("THV", "TYO", 999),
    ],
)


def links(picture: go.Figure) -> list[tuple[str, str, int]]:
    [sankey] = picture.data
    texts = list(sankey.link.customdata)
    return [
        (*text.rsplit(": ", 1)[0].split(" → "), count) for text, count in zip(texts, sankey.link.value, strict=True)
    ]


def labels(picture: go.Figure) -> list[str]:
    return [note.text for note in picture.layout.annotations]


def test_the_map_shows_what_comes_straight_before_and_after() -> None:
    before, after = sides(FLOWS, "KTT")
    assert before.counts == (("THV", 100), ("KTT", 61))
    assert after.counts == (("TYO", 204), ("KTT", 61))
    assert (before.withheld_count, after.withheld_count) == (0, 1)
    assert links(path_map(FLOWS, "KTT", NAMES)) == [
        ("tuettu työhönvalmennus", "kuntouttava työtoiminta", 100),
        ("kuntouttava työtoiminta", "kuntouttava työtoiminta", 61),
        ("kuntouttava työtoiminta", "työ avoimilla markkinoilla", 204),
        ("kuntouttava työtoiminta", "kuntouttava työtoiminta", 61),
    ]


@pytest.mark.parametrize("many", [3, 12, 400])
def test_the_map_is_no_hairball_and_loses_no_pair(many: int) -> None:
    rows = [pair("KTT", f"S{at:03}", 500 - at) for at in range(many)]
    rows += [pair(f"S{at:03}", "KTT", 5 if at else 9000) for at in range(many)]
    figure = figure_of("flows", rows)
    before, after = sides(figure, "KTT")
    assert len(before.counts) + len(after.counts) <= 20
    assert after.total == sum(500 - at for at in range(many))
    assert before.total == 9000 + 5 * (many - 1)
    assert [code for code, _ in after.counts][-1:] == ([OTHERS] if many > 9 else ["S002"])
    [sankey] = path_map(figure, "KTT", NAMES).data
    for x in (0.001, 0.999):
        heights = [y for y, at in zip(sankey.node.y, sankey.node.x, strict=True) if at == x]
        assert heights == sorted(heights)
        assert all(later - earlier > 0.05 for earlier, later in pairwise(heights))


def test_a_step_that_nothing_led_to_has_an_empty_side() -> None:
    before, after = sides(FLOWS, "THV")
    assert (before.counts, before.total) == ((), 0)
    assert after.total == 1099
    assert len(links(path_map(FLOWS, "THV", NAMES))) == 2
    assert path_map(FLOWS, "NOBODY", NAMES).data[0].link.value == ()


def test_variants_are_rows_of_named_steps_with_their_numbers() -> None:
    figure = figure_of("variants", [path(1, "KTT → TYO", 148), path(2, "THV", 40), path(None, None, 812)])
    picture = variants(figure, NAMES)
    said = labels(picture)
    assert said[0].replace("<br>", " ") == "kuntouttava työtoiminta"
    assert f"<b>14,8{NBSP}%</b><br>148 ihmistä" in said
    assert f"<b>4,0{NBSP}%</b><br>40 ihmistä" in said
    assert not any("812" in text for text in said)
    assert len(picture.layout.shapes) == 2 * 3
    assert "kuntouttava työtoiminta" in picture.data[0].hovertext[0]


def test_long_and_many_variants_are_cut_and_say_so() -> None:
    rows = [path(at + 1, " → ".join(["KTT"] * (at + 1)), 100 - at) for at in range(20)]
    said = labels(variants(figure_of("variants", rows), NAMES))
    assert sum("ihmistä" in text for text in said) == MOST_ROWS
    assert "+ 6 askelta" in said
    assert "+ 2 askelta" in said
    assert "+ 1 askelta" not in said


def test_variants_without_a_named_path_draw_nothing() -> None:
    figure = figure_of("variants", [path(None, None, 12)])
    assert labels(variants(figure, NAMES)) == []


def test_waits_have_a_dot_for_each_known_median() -> None:
    picture = waits(FLOWS, NAMES)
    dots = picture.data[-1]
    assert list(dots.x) == [7.0, 0.0, 7.0]
    assert list(dots.text) == ["7", "0", "7"]
    assert picture.layout.xaxis.title.text.startswith("Päiviä")
    assert any("kuntouttava työtoiminta → työ avoimilla markkinoilla" in text for text in labels(picture))


@pytest.mark.parametrize(
    ("days", "unit", "said"), [(1.5, "Tunteja", "36"), (0.05, "Minuutteja", "72"), (40.0, "Päiviä", "40")]
)
def test_waits_are_told_in_a_unit_that_is_read(days: float, unit: str, said: str) -> None:
    figure = figure_of("flows", [pair("a", "b", 9, days, "moment"), pair("b", "a", 9, 0.00001, "moment")])
    picture = waits(figure, NAMES)
    assert picture.layout.xaxis.title.text.startswith(unit)
    assert list(picture.data[-1].text) == [said, "alle 0,1"]


def cells(figure: Figure) -> list[tuple[str, ...]]:
    return list(tables.table_of(figure, None, NAMES).rows)


def test_tables_say_steps_by_their_names_and_what_is_withheld() -> None:
    rows = cells(FLOWS)
    assert rows[0] == ("kuntouttava työtoiminta", "työ avoimilla markkinoilla", "204", "204", "7,0")
    assert rows[3][2] == rows[3][3] == tables.count_or_withheld(None)
    [named, others] = cells(figure_of("variants", [path(1, "KTT → TYO", 148), path(None, None, 812)]))
    assert named[1] == "kuntouttava työtoiminta → työ avoimilla markkinoilla"
    assert others[1] == "muut polut yhteensä"
    [odd] = cells(figure_of("variants", [path(1, "T02 Check → KTT", 5, "moment")]))
    assert odd[1] == "T02 Check → KTT", "a moment is never called by a service's name"
