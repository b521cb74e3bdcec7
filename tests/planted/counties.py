"""Synthetic counties taken through the whole product, many seeds side by side in processes of their own."""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Final, TypeVar
from unittest.mock import patch

import polars as pl
from tests.demo.county_reader import professional_difference

from tyokyky.demo.county import County, generate
from tyokyky.demo.home import SOURCE, write_home
from tyokyky.demo.truth import Truth
from tyokyky.domain.chart_rules import false_signal_share
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.participation import Level, Measure
from tyokyky.reporting.deliveries import deliver_all
from tyokyky.reporting.figures import exact_figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.register import open_register

T = TypeVar("T")

# Each county stays open in its process until the process ends, so pools are renewed. Not with max_tasks_per_child: on
# Python 3.11 an executor that renews its workers itself can wait for ever on one that has ended.
SEEDS_PER_POOL = 40


@dataclass(frozen=True)
class Found:
    """What the product says of one county, beside what was planted in it."""

    largest_excess: tuple[str, str]
    """Service and municipality whose exits × (drop-off − the area's) is the largest."""
    covers_evidence: bool
    covers_experience: bool
    covers_professionals: bool
    """Whether the means of professionals and clients in the imported answers differ as stated, within 95 %."""
    sees_improvement: bool
    """Whether the improved joint has a signal of improvement in months of the first half year after the day, as known
    when that half year has been followed."""
    truth: Truth


@dataclass(frozen=True)
class NullFound:
    """What the product says of a small county where nothing differs."""

    differs: bool
    """Whether any level of participation is Holm-significant."""
    tested_count: int
    signalled_count: int
    """Series of months with a false signal, of so many."""
    series_count: int
    expected_count: float
    """False signals that the rules give in series of binomial months of the same sizes, simulated."""


_HALF_A_YEAR: Final = date(2025, 8, 31)


def _sees_improvement(mart: Mart, truth: Truth) -> bool:
    asked = Filters(service=truth.improved_service, until=_HALF_A_YEAR)
    months = exact_figure(mart, "trend", asked).table
    after = months.filter(pl.col("month") >= date.fromisoformat(truth.improved_on))
    return bool((after["direction"] == "improvement").any())


def _largest_excess(mart: Mart) -> tuple[str, str]:
    area = exact_figure(mart, "drop-off", Filters()).table.select("service", area_drop_off="drop_off")
    places = exact_figure(mart, "drop-off", Filters(), Breakdown.parse("municipality")).table
    excess = pl.col("exits") * (pl.col("drop_off") - pl.col("area_drop_off"))
    top = places.join(area, on="service").sort(excess, descending=True, nulls_last=True).row(0, named=True)
    return top["service"], top["municipality"]


def _covers(mart: Mart, truth: Truth, measure: Measure, value: float) -> bool:
    table = exact_figure(mart, "participation", Filters(service=truth.service)).table
    row = table.filter((pl.col("level") == Level.PLANNING) & (pl.col("measure") == measure)).row(0, named=True)
    return bool(row["difference_lower"] <= value <= row["difference_upper"])


def _covers_professionals(settings: Settings, truth: Truth) -> bool:
    """By the rows that hold in the register: nothing but a difference of means is taken of them."""
    known = {"as_of_batch": None, "closed": False}
    with open_register(settings.register_path, settings.wait_seconds) as register:
        answers = query.frame(register, "tyokyky.store", "register/live_response", known)
    found, variance = professional_difference(answers, Level.DECISION)
    return bool(abs(found - truth.professional_decision_difference) < 1.96 * variance**0.5)


def find_planted(seed: int) -> Found:
    """One county of the default size, from generator to figures."""
    with tempfile.TemporaryDirectory() as folder:
        county = generate(6000, seed)
        settings = _delivered(Path(folder) / "home", county)
        mart, truth = current_mart(settings), county.truth
        return Found(
            largest_excess=_largest_excess(mart),
            covers_evidence=_covers(mart, truth, Measure.EVIDENCE, truth.evidence_difference),
            covers_experience=_covers(mart, truth, Measure.EXPERIENCE, truth.experience_difference),
            covers_professionals=_covers_professionals(settings, truth),
            sees_improvement=_sees_improvement(mart, truth),
            truth=truth,
        )


def ask_null(seed: int) -> NullFound:
    """A small county where nothing differs: levels of participation, and months of each of its larger joints."""
    with tempfile.TemporaryDirectory() as folder:
        mart = current_mart(_delivered(Path(folder) / "home", generate(500, seed, null=True)))
        p_holm = exact_figure(mart, "participation", Filters()).table["p_holm"].drop_nulls()
        charts = _larger_charts(mart)
        return NullFound(
            differs=bool((p_holm < 0.05).any()),
            tested_count=p_holm.len(),
            signalled_count=sum((chart["signal"] != "").any() for chart in charts),
            series_count=len(charts),
            expected_count=sum(_expected(chart) for chart in charts),
        )


def _delivered(home: Path, county: County) -> Settings:
    """A home with the tables of a county that are asked of here, imported and built."""
    files = write_home(Settings.of_home(home), county)
    settings = Settings.of_home(home)
    deliver_all(settings, [file for file in files if file.stem in _ASKED_OF], SOURCE, county.data_as_of)
    return settings


def _larger_charts(mart: Mart) -> list[pl.DataFrame]:
    months = exact_figure(mart, "trend", Filters()).table.drop_nulls(["drop_off", "centre"])
    return [chart for chart in months.partition_by("service") if (chart["exits"].mean() or 0) >= _LEAST_MEAN_EXITS]  # type: ignore[operator]


def _expected(chart: pl.DataFrame) -> float:
    return false_signal_share(chart["exits"].to_numpy(), chart["centre"][0], _SIMULATED_COUNT)


_ASKED_OF: Final = ("client", "period", "moment", "response")
_LEAST_MEAN_EXITS: Final = 3
_SIMULATED_COUNT: Final = 150


def per_seed(ask: Callable[[int], T], seeds: Sequence[int]) -> list[T]:
    """Answers in the order of the seeds, one process a core."""
    batches = [seeds[first : first + SEEDS_PER_POOL] for first in range(0, len(seeds), SEEDS_PER_POOL)]
    return [answer for batch in batches for answer in _side_by_side(ask, batch)]


def _side_by_side(ask: Callable[[int], T], seeds: Sequence[int]) -> list[T]:
    """Answers of one pool: workers begin by importing the main module, and tests of pages leave a page in its place."""
    with (
        patch.dict(sys.modules, {"__main__": sys.modules[__name__]}),
        ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool,
    ):
        return list(pool.map(ask, seeds))
