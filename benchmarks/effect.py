"""How often the interval of an effect holds the planted truth: `python -m benchmarks.effect [--first N] [--seeds N]`.

Each seed is a synthetic county of its own, of which only clients and periods are imported. The action is that of the
demo's finished work: at the joint that is planted to get better, on the planted day.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import mean, stdev

from tyokyky.demo.calibration import Knobs
from tyokyky.demo.county import generate
from tyokyky.demo.home import SOURCE, write_home
from tyokyky.domain.filters import Filters
from tyokyky.reporting.deliveries import build, deliver_all
from tyokyky.reporting.effect import effect
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings


def differences(seed: int, clients: int) -> tuple[float, float, float, float]:
    """Measured difference with its ends, and the planted one."""
    with tempfile.TemporaryDirectory() as folder:
        county = generate(clients, seed)
        files = write_home(Settings.of_home(Path(folder)), county)
        settings = Settings.of_home(Path(folder))
        kept = [file for file in files if file.stem in {"client", "period"}]
        deliver_all(settings, kept, SOURCE, county.data_as_of, builds=False)
        build(settings)
        knobs, truth = Knobs.shipped(), county.truth
        found = effect(current_mart(settings), Filters(), knobs.improved_service, knobs.improved_on)
        row = found.table.filter("is_joint").row(0, named=True)
        planted = truth.drop_off_after_improvement - truth.drop_off_before_improvement
        return row["difference"], row["lower"], row["upper"], planted


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=50)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--clients", type=int, default=6_000)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    found = [differences(seed, asked.clients) for seed in seeds]
    planted = found[0][3]
    covered = sum(lower <= planted <= upper for _, lower, upper, _ in found)
    seen = sum(upper < 0 for _, _, upper, _ in found)
    print(f"planted {planted:+.3f}, mean of {asked.seeds} seeds {mean(one[0] for one in found):+.3f}")
    errors = [(one[0] - planted) / ((one[2] - one[1]) / (2 * 1.96)) for one in found]
    print(f"width of the interval {mean(one[2] - one[1] for one in found):.3f}")
    print(f"spread of the differences, in standard errors of their intervals {stdev(errors):.2f}")
    print(f"interval holds the planted difference: {covered}/{asked.seeds}; wholly under nought: {seen}/{asked.seeds}")


if __name__ == "__main__":
    main()
