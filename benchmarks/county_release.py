"""Exits of a made-up county as the tables of a council release."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tyokyky.domain.releases import TOTAL, Dimension, Policy, TableLayout
from tyokyky.release.protect import Surroundings, protect

Counts = npt.NDArray[np.int64]
JOINTS, MUNICIPALITIES, GROUPS, AGES, LEVELS = 8, 8, 3, 3, 5
MEAN_EXITS = 150


def flat(name: str, codes: list[str], *, discloses: bool = False) -> Dimension:
    return Dimension(name, (TOTAL, *codes), dict.fromkeys(codes, (TOTAL,)), discloses)


def municipalities() -> Dimension:
    groups = [f"G{at}" for at in range(GROUPS)]
    parents = {f"{at:03}": (groups[at % GROUPS],) for at in range(MUNICIPALITIES)}
    return Dimension("municipality", (TOTAL, *groups, *parents), {**parents, **dict.fromkeys(groups, (TOTAL,))})


def with_totals(leaves: Counts, dimensions: tuple[Dimension, ...]) -> Counts:
    """Counts of the innermost codes, in their order, added up to every other code."""
    found = leaves
    for axis, dimension in enumerate(dimensions):
        children = dimension.children
        inner = [code for code in dimension.codes if code not in children]
        parts = [
            [at for at, code in enumerate(inner) if code == one or one in dimension.ancestors(code)]
            for one in dimension.codes
        ]
        found = np.stack([found.take(places, axis).sum(axis=axis) for places in parts], axis=axis)
    return found


def county_tables(quarters: list[str], seed: int, mean_exits: float = MEAN_EXITS) -> Mapping[TableLayout, Counts]:
    """Tables joint × outcome × quarter × one of municipality, age band and the experience of each level."""
    random = np.random.default_rng(seed)
    common = (
        flat("joint", [f"J{at}" for at in range(JOINTS)]),
        flat("outcome", ["continued", "dropped", "open"], discloses=True),
    )
    last = [
        municipalities(),
        flat("age_band", ["u30", "30_49", "50o"]),
        *(flat(f"level_{at}", ["low", "high", "none"]) for at in range(LEVELS)),
    ]
    weights = [random.dirichlet(np.full(len(one.codes) - len(one.children), 3.0)) for one in last]
    joints = random.gamma(3.0, mean_exits / 3.0, JOINTS)
    tables: dict[TableLayout, Counts] = {}
    margins = [_margin(quarter, joints, seed) for quarter in quarters]
    for at, (dimension, weight) in enumerate(zip(last, weights, strict=True)):
        dimensions = (*common, flat("quarter", quarters), dimension)
        drawn = [
            _drawn(margin, weight, (seed, at, int(quarter[:4]), int(quarter[-1])))
            for margin, quarter in zip(margins, quarters, strict=True)
        ]
        leaves = np.stack(drawn, axis=2)
        layout = TableLayout(f"exits_by_{dimension.name}", "exits", "exit", dimensions)
        tables[layout] = with_totals(leaves, dimensions)
    return tables


def _margin(quarter: str, joints: npt.NDArray[np.float64], seed: int) -> Counts:
    random = np.random.default_rng((seed, int(quarter[:4]), int(quarter[-1])))
    drawn: Counts = random.poisson(joints[:, None] * np.array([0.6, 0.3, 0.1])).astype(np.int64)
    return drawn


def _drawn(margin: Counts, weight: npt.NDArray[np.float64], seed: tuple[int, ...]) -> Counts:
    random = np.random.default_rng(seed)
    return np.stack([[random.multinomial(count, weight) for count in line] for line in margin]).astype(np.int64)


@dataclass(frozen=True)
class Measured:
    """One protection."""

    cell_count: int
    hidden_share: float
    hidden_rate_share: float
    seconds: float


def measured(quarters: list[str], seed: int, mean_exits: float = MEAN_EXITS) -> Measured:
    """Protects one release of the county by elimination; cells of a table are counted where they stand."""
    tables, around = county_tables(quarters, seed, mean_exits), Surroundings("r", dict.fromkeys(quarters, 1))
    start = time.perf_counter()
    losses = protect(tables, Policy(), around).losses
    seconds = time.perf_counter() - start
    cells, rates = sum(one.cell_count for one in losses), sum(one.rate_count for one in losses)
    hidden, lost = sum(one.hidden_count for one in losses), sum(one.hidden_rate_count for one in losses)
    return Measured(cells, hidden / cells, lost / max(rates, 1), seconds)
