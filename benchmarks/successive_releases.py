"""Small random counties that release quarter after quarter: protected, written, and audited with all before."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.counted_tables import Counts, flat, with_totals
from tyokyky.domain.releases import Policy, TableLayout
from tyokyky.release.audit.audit import Audit, audit
from tyokyky.release.audit.prove import Proof
from tyokyky.release.bounds import GREATEST_COUNT
from tyokyky.release.engine_input import bounds_of, counts_of, people_of
from tyokyky.release.folders import (
    FORMAT,
    MANIFEST,
    PACKAGE_FILE,
    TEXTS,
    ShownTable,
    data_package,
    read_folder,
    sha256,
    table_facts,
    write_json,
    write_tables,
)
from tyokyky.release.protect import EarlierRelease, ProtectedTable, Surroundings, protect

QUARTERS: Final = tuple(f"{2024 + at // 4}Q{at % 4 + 1}" for at in range(8))
OUTCOMES: Final = ("continued", "dropped", "open")
Protector = Callable[[Mapping[TableLayout, Counts], Policy, Surroundings], Sequence[ProtectedTable]]


@dataclass(frozen=True)
class Shape:
    """How large counties are.

    Attributes:
        joints: Their codes.
        last: Dimension that a table crosses with outcome and quarter → its codes, and whether it discloses.
        fewest: Mean exits of a joint in a quarter, of the smallest county.
        most: The same of the largest; sizes between are drawn evenly on a scale of logarithms.
        crosses_joints: Whether every table names the joint as well; else joints have a table of their own, as in the
            list that a county releases (ADR 37).
        quarters: Their names, in order of time.
        evenness: Of joints, places, ages and experiences: the smaller the number, the greater their differences.
    """

    joints: tuple[str, ...]
    last: Mapping[str, tuple[tuple[str, ...], bool]]
    fewest: float
    most: float
    crosses_joints: bool = True
    evenness: float = 6.0
    quarters: tuple[str, ...] = QUARTERS


TINY: Final = Shape(
    ("KTT", "TYV"),
    {"municipality": (("049", "091"), False), "age_band": (("-29", "30+"), False)},
    30.0,
    120.0,
)
SMALL: Final = Shape(
    ("KTT", "TYV", "VAL"),
    {
        "municipality": (("049", "091", "092"), False),
        "age_band": (("-29", "30-49", "50+"), False),
        "experience_planning": (("realised", "not", "no_answer"), True),
    },
    100.0,
    900.0,
)
COUNTY: Final = Shape(
    ("KTT-KTT", "KTT-TYV", "KTT-VAL", "TYV-KTT", "TYV-VAL", "VAL-KTT"),
    {
        "municipality": (("049", "091", "092", "186", "235"), False),
        "age_band": (("-29", "30-49", "50+"), False),
        "experience_planning": (("realised", "partly", "not", "no_answer"), True),
    },
    20.0,
    300.0,
    crosses_joints=False,
    evenness=2.0,
)
"""As a county's release: no table names a path service and a place, an age or an experience at once."""


@dataclass(frozen=True)
class SmallCounty:
    """Exits by joint and outcome of each quarter, and how they divide by place, age or experience.

    `leaves`: table's dimension → counts by joint (where it crosses them), outcome, quarter and its codes.
    `people`: inhabitants by place.
    """

    shape: Shape
    leaves: Mapping[str, Counts]
    people: Mapping[str, int]

    def tables(self, quarter_count: int) -> dict[TableLayout, Counts]:
        """Tables of a release with the first quarters."""
        outcome, quarter = (
            flat("outcome", list(OUTCOMES), discloses=True),
            flat("quarter", list(self.shape.quarters[:quarter_count])),
        )
        joint = flat("joint", list(self.shape.joints))
        shared = (joint, outcome, quarter) if self.shape.crosses_joints else (outcome, quarter)
        last = {name: flat(name, list(codes), discloses=told) for name, (codes, told) in self.shape.last.items()}
        if not self.shape.crosses_joints:
            last = {"joint": joint} | last
        found: dict[TableLayout, Counts] = {}
        for name, dimension in last.items():
            layout = TableLayout(f"exits_by_{name}", "exits", "exit", (*shared, dimension))
            found[layout] = with_totals(self.leaves[name][..., :quarter_count, :], layout.dimensions)
        return found


def small_county(seed: int, shape: Shape = TINY) -> SmallCounty:
    """A county drawn by its seed: few exits or many, unevenly divided."""
    random = np.random.default_rng(seed)
    size = float(np.exp(random.uniform(np.log(shape.fewest), np.log(shape.most))))
    joints = random.gamma(shape.evenness, size / shape.evenness, len(shape.joints))
    open_weight = 5.0 if shape.crosses_joints else float(random.choice((0.02, 5.0)))
    whole = _by_joint(random, joints, len(shape.quarters), open_weight)
    divided = whole if shape.crosses_joints else whole.sum(axis=0)
    leaves = {
        name: random.multinomial(divided, random.dirichlet(np.full(len(codes), shape.evenness))).astype(np.int64)
        for name, (codes, _) in shape.last.items()
    }
    if not shape.crosses_joints:
        leaves["joint"] = np.moveaxis(whole, 0, -1)
    places = shape.last["municipality"][0]
    exits = leaves["municipality"].reshape(-1, len(places)).sum(axis=0)
    people = {code: max(int(random.integers(1_500, 30_000)), int(own)) for code, own in zip(places, exits, strict=True)}
    return SmallCounty(shape, leaves, people)


def _by_joint(
    random: np.random.Generator, joints: NDArray[np.float64], quarter_count: int, open_weight: float
) -> Counts:
    share = random.dirichlet([9.0, 7.0, open_weight])
    mean = joints[:, None, None] * share[None, :, None]
    drawn: Counts = random.poisson(mean, (len(joints), len(OUTCOMES), quarter_count))
    return drawn


def by_engine(tables: Mapping[TableLayout, Counts], policy: Policy, around: Surroundings) -> Sequence[ProtectedTable]:
    """The protector as it is."""
    return protect(tables, policy, around).tables


@dataclass(frozen=True)
class Release:
    """One release of a chain, its true counts, and what the auditor says of it."""

    folder: Path
    tables: tuple[ShownTable, ...]
    audit: Audit


def releases(
    folder: Path, county: SmallCounty, protector: Protector = by_engine, count: int = len(QUARTERS)
) -> Iterator[Release]:
    """Releases of a county, each with a quarter more, all before it frozen; ends with one that is not proven."""
    before, done = list[Path](), dict[bytes, Proof]()
    for _ in range(count):
        path, shown = next_release(folder, county, before, protector)
        found = Release(path, shown, audit(path, before, done))
        yield found
        if not found.audit.proven:
            return
        before.append(path)


def next_release(
    folder: Path,
    county: SmallCounty,
    before: Sequence[Path],
    protector: Protector = by_engine,
    quarter_count: int | None = None,
) -> tuple[Path, tuple[ShownTable, ...]]:
    """The folder of the release after those before, not audited, and what it shows; by its number as many quarters."""
    quarter_count = quarter_count or len(before) + 1
    tables, facts = county.tables(quarter_count), _facts(len(before) + 1, county, before, quarter_count)
    made = protector(tables, policy_of(facts), _around(facts, before))
    shown = tuple(ShownTable(one.layout, tables[one.layout], one.counts >= 0, one.lower, one.upper) for one in made)
    return write_release(folder / facts["id"], facts, shown), shown


def policy_of(facts: Mapping[str, Any]) -> Policy:
    """The policy that a manifest tells."""
    return Policy(**facts["policy"])


def _around(facts: Mapping[str, Any], before: Sequence[Path]) -> Surroundings:
    read = [read_folder(path) for path in before]
    earlier = tuple(
        EarlierRelease(
            one.release_id,
            {layout: counts_of(layout, one.tables[layout.name]) for layout in one.layouts},
            one.manifest["quarter_versions"],
            bounds_of(one.manifest),
        )
        for one in read
    )
    return Surroundings(facts["id"], facts["quarter_versions"], earlier, people_of(facts), bounds_of(facts))


def _facts(number: int, county: SmallCounty, before: Sequence[Path], quarter_count: int) -> dict[str, Any]:
    inhabitants = [
        {"measure": "exits", "cell": {"municipality": code}, "at_most": people}
        for code, people in county.people.items()
    ]
    return {
        "format": FORMAT,
        "id": f"2026-01-{number:02}-1",
        "data_cut": f"2026-01-{number:02}",
        "observed_until": f"2026-01-{number:02}",
        "frozen_until": "2025-12-31",
        "controllers": ["county"],
        "legal_basis": {},
        "method_version": "1",
        "code_version": "1",
        "window_days": 90,
        "chain_gap_days": 30,
        "published_at": f"2026-01-{number:02}T09:00:00Z",
        "synthetic": True,
        "policy": {
            "n_min": 5,
            "width": 5,
            "insider_count": 1,
            "insider_count_small": 2,
            "small_population": 5000,
            "engine": "elimination",
        },
        "earlier": [
            {"id": json.loads((path / MANIFEST).read_text())["id"], "manifest_sha256": sha256(path / MANIFEST)}
            for path in before
        ],
        "quarter_versions": dict.fromkeys(county.shape.quarters[:quarter_count], 1),
        "merged": {},
        "populations": dict(county.people),
        "upper_bounds": [{"measure": "exits", "cell": {}, "at_most": GREATEST_COUNT}, *inhabitants],
    }


def write_release(folder: Path, facts: Mapping[str, Any], tables: Sequence[ShownTable]) -> Path:
    """A release folder as publishing writes it."""
    folder.mkdir(parents=True)
    write_tables(folder, tables)
    told = [table_facts(folder, one.layout) for one in tables]
    write_json(folder / TEXTS, {})
    write_json(folder / MANIFEST, {**facts, "files": {TEXTS: sha256(folder / TEXTS)}, "tables": told})
    write_json(folder / PACKAGE_FILE, data_package(facts["id"], told))
    return folder
