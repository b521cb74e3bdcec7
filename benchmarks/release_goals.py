"""The goals of council releases over random counties: `python -m benchmarks.release_goals [--data-sets N] [--seed S]`.

Each county releases up to eight times, a quarter more each time; each release is protected and audited with all before.
Printed are the auditor's holes (the goal is none), the share of cells and of rates of n ≥ 20 that are hidden, and
seconds of processor. `--shard K/M` takes every M-th county from the K-th on, to run many apart.
`--jsonl FILE` adds a line for each county; `--sum FILE …` prints the table of such files and runs nothing.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.counted_tables import Counts
from benchmarks.successive_releases import (
    COUNTY,
    QUARTERS,
    SMALL,
    TINY,
    Release,
    Shape,
    by_engine,
    releases,
    small_county,
)
from tyokyky.domain.errors import UserError
from tyokyky.release.audit.audit import Audit
from tyokyky.release.folders import ShownTable

RATE_BASE = 20
SHAPES = {"county": COUNTY, "small": SMALL, "tiny": TINY}
RATES = {"joint × quarter": {"joint", "quarter"}, "municipality × quarter": {"municipality", "quarter"}}
"""A goal of rates → the dimensions that are named in the cells it counts."""


@dataclass
class Result:
    """What one county's releases came to; numbers of cells, rates and seconds are sums over its releases.

    Attributes:
        holes: What the auditor did not find proven: cells given away, too narrow, groups, intervals.
        refused: Releases the protector said it could not make.
        rates: Goal → rates of n ≥ 20, and how many of them are hidden.
    """

    seed: int
    release_count: int = 0
    holes: int = 0
    refused: int = 0
    cell_count: int = 0
    hidden_count: int = 0
    rates: dict[str, list[int]] = field(default_factory=lambda: {goal: [0, 0] for goal in RATES})
    protect_seconds: float = 0.0
    audit_seconds: float = 0.0


def hole_count(found: Audit) -> int:
    """Everything for which an audit does not pass."""
    narrow = sum(len(proof.failures) for proof in found.proofs)
    return narrow + len(found.given_away) + len(found.groups) + len(found.promises)


def rates_of(table: ShownTable, true: Counts, named: set[str]) -> tuple[int, int]:
    """Rates of drop-off of cells that name these dimensions and no other, and how many of them can not be worked out.

    As on the council's page: dropped of those of whom it is known what followed, twenty at least, from both counts.
    """
    dimensions = table.layout.dimensions
    places: list[Any] = [
        slice(None) if one.name == "outcome" else (slice(1, None) if one.name in named else 0) for one in dimensions
    ]
    axis = [one.name for one in dimensions if one.name == "outcome" or one.name in named].index("outcome")
    codes = next(one.codes for one in dimensions if one.name == "outcome")
    followed = [codes.index("continued"), codes.index("dropped")]
    counts, shown = true[tuple(places)].take(followed, axis), table.shown[tuple(places)].take(followed, axis)
    is_rate = counts.sum(axis=axis) >= RATE_BASE
    return int(is_rate.sum()), int((is_rate & ~shown.all(axis=axis)).sum())


def measured(seed: int, shape: Shape, release_count: int) -> Result:
    """The first releases of one county."""
    result, start = Result(seed), time.process_time()

    def timed(*given: Any) -> Any:  # noqa: ANN401 - passes on what the protector takes and gives
        before = time.process_time()
        made = by_engine(*given)
        result.protect_seconds += time.process_time() - before
        return made

    county = small_county(seed, shape)
    with tempfile.TemporaryDirectory() as folder:
        try:
            for number, one in enumerate(releases(Path(folder), county, timed, release_count), 1):
                _add(result, one, [*county.tables(number).values()])
        except UserError:
            result.refused += 1
    result.audit_seconds = time.process_time() - start - result.protect_seconds
    return result


def _add(result: Result, one: Release, true: Sequence[Counts]) -> None:
    result.release_count += 1
    result.holes += hole_count(one.audit)
    for table in one.tables:
        result.cell_count += table.shown.size
        result.hidden_count += int((~table.shown).sum())
    for goal, named in RATES.items():
        # The same rate stands in several tables: the first that has it speaks.
        at = next(at for at, table in enumerate(one.tables) if named <= {each.name for each in table.layout.dimensions})
        count, lost = rates_of(one.tables[at], true[at], named)
        result.rates[goal][0] += count
        result.rates[goal][1] += lost


def table(results: Sequence[Result]) -> Iterator[str]:
    """The goal table, a goal a line."""
    releases_made, sets = sum(one.release_count for one in results), len(results)
    whole = sum(not one.holes and not one.refused for one in results)
    yield f"data sets {sets}, of which every release is proven {whole}; releases audited {releases_made}"
    yield f"holes found by the auditor: {sum(one.holes for one in results)} (goal 0)"
    yield f"releases that could not be made: {sum(one.refused for one in results)}"
    cells, hidden = sum(one.cell_count for one in results), sum(one.hidden_count for one in results)
    yield f"cells {cells:,}, hidden {hidden / max(cells, 1):.1%}"
    for goal, least in (("municipality × quarter", 0.85), ("joint × quarter", 0.95)):
        count, lost = (sum(one.rates[goal][at] for one in results) for at in (0, 1))
        shown = 1 - lost / max(count, 1)
        yield f"rates of n ≥ {RATE_BASE} shown, {goal}: {shown:.1%} of {count:,} (goal {least:.0%})"
    seconds = [sum(getattr(one, f"{name}_seconds") for one in results) for name in ("protect", "audit")]
    yield f"processor: protecting {seconds[0]:.0f} s, counting, writing and auditing {seconds[1]:.0f} s"


def read(files: Iterable[Path]) -> list[Result]:
    """Results that shards have written, each county once."""
    lines = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    return [Result(**one) for one in {one["seed"]: one for one in lines}.values()]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.release_goals", description=__doc__)
    parser.add_argument("--data-sets", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0, help="of the first county; the next has the next number")
    parser.add_argument("--shard", default="1/1", help="K/M: every M-th county from the K-th on")
    parser.add_argument("--shape", choices=SHAPES, default="county")
    parser.add_argument("--releases", type=int, default=len(QUARTERS), help="of each county, eight at most")
    parser.add_argument("--jsonl", type=Path)
    parser.add_argument("--sum", type=Path, nargs="+", metavar="FILE")
    given = parser.parse_args()
    if given.sum:
        print(*table(read(given.sum)), sep="\n")
        return
    first, step = (int(part) for part in given.shard.split("/"))
    results = []
    for seed in range(given.seed + first - 1, given.seed + given.data_sets, step):
        results.append(measured(seed, SHAPES[given.shape], given.releases))
        if given.jsonl:
            with given.jsonl.open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(results[-1])) + "\n")
    print(*table(results), sep="\n")


if __name__ == "__main__":
    main()
