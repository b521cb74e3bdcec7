"""Clients beside professionals as staff see them: what the county plants is said in one sentence."""

import polars as pl
import pytest
from tests.presentation.sample_figures import NAMES

from tyokyky.demo.calibration import Knobs
from tyokyky.demo.truth import truth_of
from tyokyky.domain.filters import Filters
from tyokyky.presentation.sentences import sentence
from tyokyky.reporting import answer_findings
from tyokyky.reporting.figures import exact_figure, figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

POINTS_OF_SCALE = 4


@pytest.fixture(scope="module")
def mart(demo_settings: Settings) -> Mart:
    return current_mart(demo_settings)


def of_level(table: pl.DataFrame, level: str) -> dict[str, float]:
    is_own = (pl.col("plane") == "own") & (pl.col("level") == level) & (pl.col("respondent") == "professional")
    return table.filter(is_own).row(0, named=True)


def test_the_planted_difference_is_found_on_decision_and_on_no_other_level(mart: Mart) -> None:
    table = exact_figure(mart, "views", Filters()).table
    truth = truth_of(Knobs.shipped(), null=False)
    decision = of_level(table, "decision")
    planted = truth.professional_decision_difference / POINTS_OF_SCALE
    assert decision["score_difference_lower"] < planted < decision["score_difference_upper"]
    assert decision["score_difference_lower"] > 0
    for level in ("information", "action", "planning", "evaluation"):
        row = of_level(table, level)
        assert row["score_difference_lower"] < 0.02
        assert row["score_difference_upper"] < decision["score_difference_upper"]


def test_the_page_says_it(mart: Mart) -> None:
    shown = figure(mart, "views", Filters())
    assert shown.finding.key == "finding.views.higher"
    assert shown.finding.values["level"] == "decision"
    words = sentence(shown.finding, NAMES)
    assert "päätösosallisuus" in words
    assert "korkeammaksi" in words


def row(respondent: str, mean: float, difference: float | None, lower: float | None) -> dict[str, object]:
    upper = None if difference is None or lower is None else 2 * difference - lower
    return {
        "participation_level": "action",
        "plane": "own",
        "respondent": respondent,
        "mean_score": mean,
        "difference_score": difference,
        "difference_lower_score": lower,
        "difference_upper_score": upper,
    }


@pytest.mark.parametrize(
    ("difference", "lower", "key"),
    [
        (0.2, 0.1, "finding.views.higher"),
        (-0.2, -0.3, "finding.views.lower"),
        (0.1, -0.1, "finding.views.similar"),
        (0.1, 0.005, "finding.views.similar"),
        (None, None, "finding.views.none"),
    ],
)
def test_what_is_said(difference: float | None, lower: float | None, key: str) -> None:
    rows = pl.DataFrame(
        [row("client", 0.5, difference, lower), row("professional", 0.5 + (difference or 0), difference, lower)],
        schema_overrides=dict.fromkeys(
            ("difference_score", "difference_lower_score", "difference_upper_score"), pl.Float64
        ),
    )
    message = answer_findings.of_views(rows)
    assert message.key == key
    assert "{" not in sentence(message, NAMES)
    if lower is not None and key != "finding.views.similar":
        assert message.values["lower_score"] < message.values["upper_score"]  # type: ignore[operator]


def test_quarters_left_out_are_said(mart: Mart) -> None:
    """Somewhere in the county one quarter of few answers stands alone: there it is left out, and that is said."""
    both = [
        (exact_figure(mart, "views", filters), figure(mart, "views", filters))
        for filters in (Filters(municipality=code) for code in Knobs.shipped().municipality_codes)
    ]
    left_out = [
        (exact, shown) for exact, shown in both if exact.table["responses"].sum() > shown.table["responses"].sum()
    ]
    assert left_out
    for exact, shown in left_out:
        assert "caveat.views_few" in [caveat.key for caveat in shown.caveats]
        assert "caveat.views_few" not in [caveat.key for caveat in exact.caveats]
