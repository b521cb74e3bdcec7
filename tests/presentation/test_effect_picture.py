"""The picture of an action's effect holds the months of its figure, the two levels, and no level while it is early."""

from datetime import date

import pytest
from tests.presentation.test_charts_of_trends import trend

from tyokyky.presentation.charts.effect import Side, around

BEGUN = date(2025, 1, 15)


def test_months_levels_and_the_day_are_drawn() -> None:
    before, after = Side(date(2024, 1, 16), date(2025, 1, 14), 0.31), Side(BEGUN, date(2025, 9, 1), 0.12)
    picture = around(trend(), BEGUN, before, after)
    points, first, second = picture.data
    assert list(points.y) == trend().table["drop_off"].drop_nulls().to_list()
    assert (list(first.x), list(first.y)) == ([before.first_on, before.last_on], [0.31, 0.31])
    assert (list(second.x), list(second.y)) == ([after.first_on, after.last_on], [0.12, 0.12])
    said = [one.text for one in picture.layout.annotations]
    assert any("15.1.2025" in one for one in said)
    assert any(one.startswith("ennen 31,0") for one in said)
    assert any(one.startswith("jälkeen 12,0") for one in said)
    assert any(shape.x0 == BEGUN for shape in picture.layout.shapes)


def test_while_it_is_early_only_the_months_and_the_day_are_drawn() -> None:
    picture = around(trend(), BEGUN, None, None)
    assert [one.name for one in picture.data] == ["points"]
    assert len(picture.layout.shapes) == 2


@pytest.mark.parametrize(("begun_on", "anchor"), [(date(2024, 2, 1), "left"), (date(2025, 11, 1), "right")])
def test_the_words_of_the_day_stay_inside_the_picture(begun_on: date, anchor: str) -> None:
    noted = next(one for one in around(trend(), begun_on, None, None).layout.annotations if "alkoi" in one.text)
    assert noted.xanchor == anchor


def test_a_withheld_level_is_not_drawn() -> None:
    picture = around(trend(), BEGUN, Side(date(2024, 1, 16), date(2025, 1, 14), None), None)
    assert [one.name for one in picture.data] == ["points"]


@pytest.mark.parametrize(("begun_on", "anchor"), [(date(2024, 3, 1), "left"), (date(2025, 11, 15), "right")])
def test_the_name_of_a_level_stays_inside_the_picture(begun_on: date, anchor: str) -> None:
    after = Side(begun_on, date(2025, 12, 1), 0.4)
    named = next(one for one in around(trend(), begun_on, None, after).layout.annotations if "jälkeen" in one.text)
    assert (named.xanchor, named.x) == (anchor, after.first_on if anchor == "left" else after.last_on)
