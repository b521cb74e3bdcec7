"""Control charts and funnels agree with R, written from the papers, and with a published example of NHSRplotthedots."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tyokyky.domain.control_charts import mean_chart, share_chart
from tyokyky.domain.unit_funnel import Z_95, Z_998, unit_funnel

NUMBERS: dict[str, Any] = json.loads((Path(__file__).parent / "control_charts.json").read_text(encoding="utf-8"))
TOLERANCE = 1e-12


def array(name: str, key: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array(NUMBERS[name][key], dtype=np.float64)


@pytest.mark.parametrize("name", ["published", "with_outlier"])
def test_xmr_is_that_of_r(name: str) -> None:
    chart = mean_chart(array(name, "points")[None, :])
    found = chart.centre[0, 0], chart.lower[0, 0], chart.upper[0, 0]
    expected = [array(name, key)[0] for key in ("centre", "lower", "upper")]
    assert found == pytest.approx(expected, abs=TOLERANCE)


def test_xmr_is_the_published_example() -> None:
    chart = mean_chart(array("published", "points")[None, :])
    assert round(chart.centre[0, 0], 3) == 0.142
    assert round(chart.lower[0, 0], 2) == -3.01
    assert round(chart.upper[0, 0], 2) == 3.29


def test_a_range_that_a_signal_made_does_not_widen_the_limits() -> None:
    chart = mean_chart(array("with_outlier", "points")[None, :])
    ranges = np.abs(np.diff(array("with_outlier", "points")))
    assert chart.upper[0, 0] < chart.centre[0, 0] + 2.66 * ranges.mean()
    assert chart.points[0, 14] > chart.upper[0, 14]


@pytest.mark.parametrize("name", ["calm", "wild"])
def test_p_charts_are_those_of_r(name: str) -> None:
    chart = share_chart(array(name, "dropped")[None, :], array(name, "n")[None, :])
    assert chart.centre[0, 0] == pytest.approx(array(name, "centre")[0], abs=TOLERANCE)
    assert chart.lower[0] == pytest.approx(array(name, "lower"), abs=TOLERANCE)
    assert chart.upper[0] == pytest.approx(array(name, "upper"), abs=TOLERANCE)


def test_the_sets_hold_both_a_p_and_a_p_prime_chart() -> None:
    assert array("calm", "sigma_z")[0] < 1.2
    assert array("wild", "sigma_z")[0] > 1.5


@pytest.mark.parametrize("name", ["alike", "apart"])
def test_funnels_are_those_of_r(name: str) -> None:
    funnel = unit_funnel(array(name, "dropped"), array(name, "n"))
    found = funnel.centre, funnel.overdispersion, funnel.between
    assert found == pytest.approx([array(name, key)[0] for key in ("centre", "phi", "tau")], abs=TOLERANCE)
    for z, limit in ((Z_95, "95"), (Z_998, "998")):
        lower, upper = funnel.limits(z)
        assert lower == pytest.approx(array(name, f"lower_{limit}"), abs=TOLERANCE)
        assert upper == pytest.approx(array(name, f"upper_{limit}"), abs=TOLERANCE)


def test_the_sets_hold_units_that_differ_and_units_that_do_not() -> None:
    assert array("alike", "tau")[0] == 0
    assert array("apart", "tau")[0] > 0.02
