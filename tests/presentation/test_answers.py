"""What there is to show of a quarter: something, nothing but withheld numbers, or nothing at all."""

import polars as pl
import pytest

from tyokyky.domain.participation import Plane
from tyokyky.presentation import answers

TABLE = pl.DataFrame(
    [
        ("own", "2025Q1", 12, 0.5),
        ("own", "2025Q1", None, None),
        ("own", "2025Q2", 0, None),
        ("development", "2025Q1", None, None),
    ],
    schema=["plane", "quarter", "responses", "mean"],
    orient="row",
)


@pytest.mark.parametrize(
    ("plane", "quarter", "are_on", "are_shown"),
    [
        (Plane.OWN, "2025Q1", True, True),
        (Plane.OWN, "2025Q2", False, False),
        (Plane.DEVELOPMENT, "2025Q1", True, False),
        (Plane.DEVELOPMENT, "2025Q2", False, False),
    ],
)
def test_what_there_is_to_show(plane: Plane, quarter: str, *, are_on: bool, are_shown: bool) -> None:
    assert answers.are_on(TABLE, plane, quarter) is are_on
    assert answers.are_shown(TABLE, plane, quarter) is are_shown
