"""Small counties in the closed list of tables, released twice, as the auditor sees them."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.counted_tables import Counts, flat, with_totals
from benchmarks.successive_releases import (
    OUTCOMES,
    QUARTERS,
    Shape,
    SmallCounty,
    releases,
)

from tyokyky.domain.releases import TableLayout

DIMENSIONS = (("joint", False), ("municipality", False), ("age_band", False), ("experience_planning", True))


class ClosedCounty(SmallCounty):
    """One table for each dimension, by outcome and quarter."""

    def tables(self, quarter_count: int) -> dict[TableLayout, Counts]:
        common = (flat("outcome", list(OUTCOMES), discloses=True), flat("quarter", list(QUARTERS[:quarter_count])))
        found: dict[TableLayout, Counts] = {}
        for name, (codes, discloses) in self.shape.last.items():
            dimensions = (*common, flat(name, list(codes), discloses=discloses))
            layout = TableLayout(f"exits_by_{name}", "exits", "exit", dimensions)
            found[layout] = with_totals(self.leaves[name][:, :quarter_count], dimensions)
        return found


def closed_county(seed: int) -> ClosedCounty:
    """Few exits or many, with no open outcome or some, in units that are even or not."""
    random = np.random.default_rng(seed)
    size = float(np.exp(random.uniform(np.log(8), np.log(400))))
    dropped, opened = float(random.uniform(0.1, 0.5)), float(random.choice([0, 0.01, 0.05, 0.2]))
    share = np.array([1 - dropped - opened, dropped, opened])
    whole = np.stack([random.multinomial(random.poisson(size), share) for _ in range(2)], axis=1)
    last: dict[str, tuple[tuple[str, ...], bool]] = {}
    leaves: dict[str, Counts] = {}
    for name, discloses in DIMENSIONS:
        codes = tuple(f"{one:03}" for one in range(int(random.integers(2, 6))))
        last[name] = codes, discloses
        weights = random.dirichlet(np.full(len(codes), float(random.choice([0.7, 2, 8]))))
        leaves[name] = random.multinomial(whole, weights).astype(np.int64)
    people = {code: int(random.integers(1_500, 30_000)) for code in last["municipality"][0]}
    return ClosedCounty(Shape((), last, 0, 0), leaves, people)


@pytest.mark.parametrize("seed", [1, 5, 9, 10, 13, 14])
def test_two_releases_of_a_small_county_are_proven(seed: int, tmp_path: Path) -> None:
    assert closed_county(seed).leaves["joint"].any()
    found = [one.audit.proven for one in releases(tmp_path, closed_county(seed), count=2)]
    assert found == [True, True]
