"""One release protected and audited: `python -m benchmarks.releases [--small] [--large]`; cells, seconds, hidden share.

Counties release the closed list: outcome × quarter by joint, by municipality, by age band and by each level's
experience. Earlier releases end a quarter before one another. Only the last release is timed.
"""

import argparse
import resource
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.successive_releases import Shape, next_release, small_county
from tyokyky.domain.participation import Level
from tyokyky.release.audit.audit import audit

_ANSWERS: Final = ("realised", "partly", "not", "not_applicable", "no_answer")
_AGES: Final = ("-24", "25-34", "35-44", "45-54", "55+", "unknown")


@dataclass(frozen=True)
class County:
    """Numbers of joints, municipalities and quarters, and of releases before the one that is timed."""

    joints: int
    municipalities: int
    quarters: int
    earlier: int

    def shape(self) -> Shape:
        """The county as releases are drawn for it: mean exits of a joint in a quarter from 20 to 300."""
        return Shape(
            tuple(f"J{number:03}" for number in range(self.joints)),
            {
                "municipality": (tuple(f"{number:03}" for number in range(self.municipalities)), False),
                "age_band": (_AGES, False),
                **{f"experience_{level}": (_ANSWERS, True) for level in Level},
            },
            20.0,
            300.0,
            crosses_joints=False,
            evenness=2.0,
            quarters=tuple(f"{2015 + at // 4}Q{at % 4 + 1}" for at in range(self.quarters)),
        )


SMALL: Final = County(joints=8, municipalities=6, quarters=4, earlier=1)
USUAL: Final = County(joints=40, municipalities=20, quarters=8, earlier=0)
FOLLOWING: Final = County(joints=40, municipalities=20, quarters=8, earlier=4)
LARGE: Final = County(joints=280, municipalities=100, quarters=28, earlier=20)


def measure(county: County, seed: int = 1) -> None:
    """Protects and writes a release after those before it, audits it, and prints what came of it."""
    drawn = small_county(seed, county.shape())
    with tempfile.TemporaryDirectory() as name:
        before: list[Path] = []
        for number in range(county.earlier):
            path, _ = next_release(Path(name), drawn, before, quarter_count=county.quarters - county.earlier + number)
            before.append(path)
        start, own = time.perf_counter(), time.process_time()
        path, tables = next_release(Path(name), drawn, before, quarter_count=county.quarters)
        protecting, own_protecting = time.perf_counter() - start, time.process_time() - own
        start, own = time.perf_counter(), time.process_time()
        found = audit(path, before)
        seconds, own = time.perf_counter() - start, time.process_time() - own
    cells = sum(one.shown.size for one in tables)
    hidden = sum(int((~one.shown).sum()) for one in tables)
    greatest = max((system.size for system in found.problem.systems), default=0)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{cells:,} cells with {county.earlier} earlier releases, hidden {hidden / cells:.1%}: counting, protecting "
        f"and writing {protecting:.1f} s ({own_protecting:.1f} s of processor), audit {seconds:.1f} s ({own:.1f} s of "
        f"processor), {memory:,.0f} MB; systems {len(found.problem.systems):,}, greatest {greatest:,}, "
        f"proven: {found.proven}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.releases", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a few hundred cells")
    parser.add_argument("--large", action="store_true", help="about 50,000 cells with 20 earlier releases")
    given = parser.parse_args()
    for county in [SMALL] if given.small else [USUAL, FOLLOWING]:
        measure(county)
    if given.large:
        measure(LARGE)


if __name__ == "__main__":
    main()
