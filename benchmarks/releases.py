"""The audit of generated releases: `python -m benchmarks.releases [--small] [--large]` prints cells and seconds.

Tables like a county's: joint × outcome × quarter crossed with municipality, age band and group of experience in turn.
Hidden are every other joint's counts by municipality and outcome: one large block, with all its totals shown.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tests.release_audit.written import Axis, Counts, Made, Written, flat, full, write

from tyokyky.release.audit.audit import audit

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class County:
    """Counts of joints, quarters, groups of municipalities, municipalities in each, age bands; exits of a place."""

    joints: int = 5
    quarters: int = 6
    groups: int = 3
    municipalities: int = 3
    bands: int = 4
    mean: float = 45.0


SMALL = County(joints=3, quarters=3, groups=2, municipalities=2, mean=45.0)
LARGE = County(joints=14, quarters=28, groups=4, municipalities=5, bands=4, mean=45.0)


def axes_of(county: County) -> dict[str, Axis]:
    places = {f"G{group}": "_total" for group in range(county.groups)}
    for group in range(county.groups):
        places.update({f"M{group}{number}": f"G{group}" for number in range(county.municipalities)})
    return {
        "joint": flat("joint", *(f"J{number}" for number in range(county.joints))),
        "outcome": flat("outcome", "continued", "dropped", "open", discloses=True),
        "quarter": flat("quarter", *(f"Q{number:02}" for number in range(county.quarters))),
        "municipality": Axis("municipality", ("_total", *places), places),
        "age_band": flat("age_band", *(f"A{number}" for number in range(county.bands))),
        "experience": flat("experience", "realised", "not_realised", "unknown"),
    }


def true_tables(county: County, seed: int) -> list[Counts]:
    """Counts of persons drawn into all dimensions at once, so that the tables agree."""
    axes, random = axes_of(county), np.random.default_rng(seed)
    sizes = [sum(code not in one.parents.values() and code != "_total" for code in one.codes) for one in axes.values()]
    count = int(county.joints * county.quarters * county.groups * county.municipalities * county.mean)
    drawn = [random.choice(size, count, p=random.dirichlet(np.full(size, 8.0))) for size in sizes]
    names, found = list(axes), []
    for name in ("municipality", "age_band", "experience"):
        kept = [0, 1, 2, names.index(name)]
        leaves = np.zeros([sizes[at] for at in kept], dtype=np.int64)
        np.add.at(leaves, tuple(drawn[at] for at in kept), 1)
        used = tuple(axes[names[at]] for at in kept)
        counts = full(used, leaves)
        found.append(Counts(f"exits_by_{name}", used, counts, np.zeros(counts.shape, dtype=bool)))
    return found


def first_quarters(table: Counts, count: int) -> Counts:
    """The table as an earlier release had it: the first quarters, and their total."""
    at = [axis.name for axis in table.axes].index("quarter")
    axis = flat("quarter", *table.axes[at].codes[1 : count + 1])
    kept = np.take(table.counts, range(1, count + 1), axis=at)
    counts = np.concatenate([kept.sum(axis=at, keepdims=True), kept], axis=at)
    axes = tuple(axis if number == at else one for number, one in enumerate(table.axes))
    return Counts(table.name, axes, counts, np.zeros(counts.shape, dtype=bool), table.measure)


def made_of(axes: Sequence[Axis]) -> Made:
    """Versions of the quarters, and every place large."""
    quarters = next(one for one in axes if one.name == "quarter").codes[1:]
    places = [code for one in axes if one.name == "municipality" for code in one.codes[1:]]
    return Made(quarter_versions=dict.fromkeys(quarters, 1), populations=dict.fromkeys(places, 9000))


def hidden_in(table: Counts) -> Mask:
    """Every other joint's counts by municipality and outcome hidden, all their totals shown: one large block."""
    names = [axis.name for axis in table.axes]
    hidden = np.full(table.counts.shape, "municipality" in names)
    for at, axis in enumerate(table.axes):
        inner = [code not in axis.parents.values() and code != "_total" for code in axis.codes]
        if axis.name == "joint":
            inner = [one and number % 2 == 1 for number, one in enumerate(inner)]
        hidden &= np.asarray(inner).reshape([-1 if other == at else 1 for other in range(hidden.ndim)])
    return hidden


def releases(folder: Path, county: County, earlier: int, seed: int = 1) -> list[Written]:
    """A release and those before it, each a quarter shorter."""
    written: list[Written] = []
    for number in range(earlier + 1):
        shorter = [first_quarters(table, county.quarters - earlier + number) for table in true_tables(county, seed)]
        tables = [replace(table, hidden=hidden_in(table)) for table in shorter]
        written.append(write(folder / f"r{number}", number + 1, tables, written, made_of(tables[0].axes)))
    return written


def measure(county: County, earlier: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        written = releases(Path(name), county, earlier)
        start, own = time.perf_counter(), time.process_time()
        found = audit(written[-1].folder, [one.folder for one in written[:-1]])
        seconds, own = time.perf_counter() - start, time.process_time() - own
    cells = sum(table.counts.size for table in found.problem.releases[-1].tables)
    unknown = sum(system.size for system in found.problem.systems)
    greatest = max((system.size for system in found.problem.systems), default=0)
    failures = sum(len(proof.failures) for proof in found.proofs)
    asked = sum(proof.asked_count for proof in found.proofs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"audit of {cells:,} cells with {earlier} earlier releases: {seconds:.1f} s ({own:.1f} s of processor), "
        f"{memory:,.0f} MB; unknown {unknown:,}, greatest system {greatest:,}, asked of solvers {asked:,}, "
        f"proven: {found.proven}, unproven demands {failures}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.releases", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few hundred cells")
    parser.add_argument("--large", action="store_true", help="about 50,000 cells with 20 earlier releases")
    given = parser.parse_args()
    for county, earlier in [(SMALL, 1)] if given.small else [(County(), 0), (County(), 2)]:
        measure(county, earlier)
    if given.large:
        measure(LARGE, 20)


if __name__ == "__main__":
    main()
