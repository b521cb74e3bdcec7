"""Wilson's interval against R's prop.test (wilson.R made the numbers)."""

import json
from pathlib import Path

import numpy as np
import pytest

from tyokyky.domain.intervals import wilson

CASES = json.loads((Path(__file__).parent / "wilson.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['count']} of {case['total']}")
def test_as_prop_test_without_correction(case: dict[str, float]) -> None:
    lower, upper = wilson(np.array([float(case["count"])]), np.array([float(case["total"])]))
    assert lower[0] == pytest.approx(case["lower"], abs=1e-9)
    assert upper[0] == pytest.approx(case["upper"], abs=1e-9)
    assert lower[0] <= case["count"] / case["total"] <= upper[0]


def test_nothing_of_nothing_has_no_interval() -> None:
    lower, upper = wilson(np.array([0.0, 2.0]), np.array([0.0, 4.0]))
    assert np.isnan([lower[0], upper[0]]).all()
    assert 0 < lower[1] < 0.5 < upper[1] < 1
