"""Release folders for tests, written by docs/release-format.md: a small county with services, answers and themes.

Nothing is protected by rule here: a test says which cells are, and what the numbers behind them are.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl

TOTAL = "_total"
QUARTERS = ("2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2")
JOINTS = {"KTT": (41, 62), "THV": (14, 46), "TYV": (30, 130), "VAL": (9, 41), "MON": (2, 9), "SOSK": (1, 2)}
"""Service → fallen and continued in a quarter."""
LEVELS = {
    "information": (30, 12, 8),
    "action": (24, 14, 10),
    "planning": (14, 12, 22),
    "decision": (9, 12, 26),
    "evaluation": (1, 2, 1),
}
"""Level → answers in a quarter: high, middle, low."""
THEMES = {"bouncing": 31, "plan_missing": 22, "not_heard": 14, "heard": 17, "peers": 12, "benefit_worry": 2}
Codes = tuple[str, ...]


@dataclass(frozen=True)
class SampleTable:
    """One table: its dimensions, the true counts of its inner cells, and the cells (totals too) that are protected."""

    name: str
    measure: str
    dimensions: Mapping[str, Codes]
    counts: Mapping[Codes, int]
    protected: frozenset[Codes] = field(default_factory=frozenset)
    interval: tuple[int, int] = (0, 9)

    def protecting(self, *cells: Codes) -> "SampleTable":
        """The same with more cells protected."""
        return replace(self, protected=self.protected | set(cells))

    def with_counts(self, changes: Mapping[Codes, int]) -> "SampleTable":
        """The same with other true counts in some inner cells."""
        return replace(self, counts={**self.counts, **changes})

    @cached_property
    def totals(self) -> Mapping[Codes, int]:
        """The true count of every cell; a total is the sum of its parts."""
        found: dict[Codes, int] = {}
        for codes, count in self.counts.items():
            for cell in product(*((code, TOTAL) for code in codes)):
                found[cell] = found.get(cell, 0) + count
        return found

    def count(self, codes: Codes) -> int:
        """The true count of a cell."""
        return self.totals.get(codes, 0)

    def frame(self) -> pl.DataFrame:
        """The table as it is published."""
        rows = []
        for codes in product(*self.dimensions.values()):
            count = None if codes in self.protected else self.count(codes)
            lower, upper = self.interval if count is None else (count, count)
            rows.append((*codes, count, lower, upper))
        kinds: dict[str, Any] = dict.fromkeys(self.dimensions, pl.String)
        return pl.DataFrame(rows, {**kinds, "count": pl.Int64, "lower": pl.Int64, "upper": pl.Int64}, orient="row")

    def described(self, sha256: str) -> dict[str, Any]:
        """Its entry in the manifest."""
        dimensions = [
            {
                "name": name,
                "codes": list(codes),
                "parents": {code: TOTAL for code in codes if code != TOTAL} if TOTAL in codes else {},
                "discloses": name in ("outcome", "band"),
            }
            for name, codes in self.dimensions.items()
        ]
        place = f"tables/{self.name}.parquet"
        return {
            "name": self.name, "file": place, "sha256": sha256, "measure": self.measure, "unit": "exit",
            "dimensions": dimensions,
        }  # fmt: skip


def exits(by: str, codes: Mapping[str, int], scale: int = 1, quarters: Codes = QUARTERS) -> SampleTable:
    """joint × outcome × quarter × one more; `codes` tells how the exits are divided, by weight."""
    counts: dict[Codes, int] = {}
    for (joint, (dropped, continued)), quarter in product(JOINTS.items(), quarters):
        for outcome, count in (("dropped", dropped), ("continued", continued), ("open", 0)):
            for code, part in zip(codes, _divided(count * scale, list(codes.values())), strict=True):
                counts[joint, outcome, quarter, code] = part
    dimensions = {
        "joint": (TOTAL, *JOINTS), "outcome": (TOTAL, "continued", "dropped", "open"), "quarter": (TOTAL, *quarters),
        by: (TOTAL, *codes),
    }  # fmt: skip
    return SampleTable(f"exits_by_{by}", "exits", dimensions, counts)


def _divided(count: int, weights: list[int]) -> list[int]:
    """A count divided by weights; the first takes what is over."""
    rest = [count * weight // sum(weights) for weight in weights]
    return [count - sum(rest[1:]), *rest[1:]]


def answers(level: str, quarters: Codes = QUARTERS) -> SampleTable:
    """quarter × what was answered on a level."""
    bands = ("low", "middle", "high", "not_applicable", "no_answer")
    given = dict(zip(("high", "middle", "low"), LEVELS[level], strict=True))
    counts: dict[Codes, int] = {(quarter, band): given.get(band, 0) for quarter, band in product(quarters, bands)}
    dimensions = {"quarter": (TOTAL, *quarters), f"answer_{level}": (TOTAL, *bands)}
    return SampleTable(f"answers_{level}", "answers", dimensions, counts)


def themes(quarters: Codes = QUARTERS) -> SampleTable:
    """theme × quarter, without a total of themes."""
    counts: dict[Codes, int] = {
        (theme, quarter): count for (theme, count), quarter in product(THEMES.items(), quarters)
    }
    return SampleTable("themes", "themes", {"theme": tuple(THEMES), "quarter": (TOTAL, *quarters)}, counts)


def county(quarters: Codes = QUARTERS) -> tuple[SampleTable, ...]:
    """All tables, the cells of the small services, of the least level and of the least theme protected."""
    places = exits("municipality", {"398": 7, "G1": 2, "016": 1}, quarters=quarters)
    ages = exits("age_band", {"-24": 2, "25-34": 3, "35-44": 3, "45-54": 3, "55+": 2}, quarters=quarters)
    groups = {"realised": 4, "partly": 2, "not": 3, "no_answer": 6}
    experience = _heard_fall_less(exits("experience_planning", groups, quarters=quarters))
    said, told = [answers(level, quarters) for level in LEVELS], themes(quarters)
    return (
        *(one.protecting(*_small(one)) for one in (places, ages, experience)),
        *said[:-1],
        said[-1].protecting(*product(*said[-1].dimensions.values())),
        told.protecting(*((theme, quarter) for theme, quarter in told.counts if theme == "benefit_worry")),
    )


def _heard_fall_less(table: SampleTable) -> SampleTable:
    """Of those whose level was realised every other fall is told of those whose level was not."""
    moved = {
        codes: count // 2 for codes, count in table.counts.items() if codes[1] == "dropped" and codes[3] == "realised"
    }
    added = {
        (*codes[:3], "not"): table.counts[*codes[:3], "not"] + table.counts[codes] - count
        for codes, count in moved.items()
    }
    return table.with_counts({**moved, **added})


def _small(table: SampleTable) -> Iterable[Codes]:
    """Cells of a table that count 1–4, and all that is inside the smallest service."""
    for codes in product(*table.dimensions.values()):
        if codes[0] == "SOSK" or (codes[0] == "MON" and codes[2] != TOTAL) or 1 <= table.count(codes) <= 4:
            yield codes


TEXTS: dict[str, Any] = {
    "quotations": [
        {"theme": "bouncing", "text": "Kävin neljässä paikassa. Aina asia kuului muualle.", "language": "fi"},
        {"theme": "heard", "text": "Ensimmäistä kertaa joku kysyi, mitä minä haluan.", "language": "fi"},
    ],
    "actions": [
        {
            "heard": "Jakson päättyessä kukaan ei kerro, mitä seuraavaksi.",
            "done": "Jokaisella on jatkosuunnitelma kuukautta ennen jakson loppua. Sen tekee oma ohjaaja.",
            "state": "in_use", "joint": "KTT", "theme": "plan_missing", "told_back_on": "2026-09-15", "language": "fi",
        },
        {
            "heard": "Ihminen lähetetään paikasta toiseen.", "done": "Kokeilemme yhtä yhteistä puhelinnumeroa.",
            "state": "trial", "joint": None, "theme": "bouncing", "told_back_on": None, "language": "fi",
        },
    ],
    "statements": [
        {
            "id": "0123456789abcdef", "release": "2026-03-31-1", "written_at": "2026-06-01T10:00:00Z", "language": "fi",
            "text": "Työpajan jälkeen ei saa jäädä tyhjän päälle.\nToivomme, että jatkosta puhutaan ajoissa.",
        },
    ],
}  # fmt: skip


def write_release(
    folder: Path,
    tables: Iterable[SampleTable] = (),
    texts: Mapping[str, Any] | None = None,
    earlier: Iterable[Path] = (),
    **changes: object,
) -> Path:
    """Writes a release into `folder/<id>`; `changes` take the place of fields of the manifest."""
    manifest = _manifest(**changes)
    place = folder / str(manifest["id"])
    (place / "tables").mkdir(parents=True)
    for table in tables or county():
        path = place / "tables" / f"{table.name}.parquet"
        table.frame().write_parquet(path)
        manifest["tables"].append(table.described(_sha256(path)))
    (place / "texts.json").write_text(json.dumps(TEXTS if texts is None else texts), encoding="utf-8")
    manifest["earlier"] = [{"id": one.name, "manifest_sha256": _sha256(one / "manifest.json")} for one in earlier]
    (place / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return place


def _manifest(**changes: object) -> dict[str, Any]:
    return {
        "format": "tyokyky-release/1", "id": "2026-09-30-1", "data_cut": "2026-09-30", "observed_until": "2026-09-28",
        "frozen_until": "2026-06-30", "published_at": "2026-11-25T10:00:00Z", "synthetic": True,
        "controllers": ["county"], "legal_basis": {}, "method_version": "1", "code_version": "1", "window_days": 90,
        "chain_gap_days": 30, "policy": {"n_min": 5, "width": 5, "engine": "elimination"}, "quarter_versions": {},
        "tables": [], "upper_bounds": [], "merged": {"municipality": {"G1": ["081", "781"]}}, "populations": {},
        **changes,
    }  # fmt: skip


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_two(folder: Path) -> tuple[Path, Path]:
    """The release of a spring, in which more fall after KTT, and the newest one; in that order."""
    quarters = ("2024Q3", "2024Q4", *QUARTERS[:4])
    worse = [_falling_more(table) if table.measure == "exits" else table for table in county(quarters)]
    spring = write_release(
        folder, worse, id="2026-03-31-1", data_cut="2026-03-31", observed_until="2026-03-29", frozen_until="2025-12-31",
        published_at="2026-05-20T10:00:00Z",
    )  # fmt: skip
    return spring, write_release(folder, earlier=[spring])


def _falling_more(table: SampleTable) -> SampleTable:
    """Half as many again fall after KTT."""
    more = {codes: count * 3 // 2 for codes, count in table.counts.items() if codes[:2] == ("KTT", "dropped")}
    return table.with_counts(more)
