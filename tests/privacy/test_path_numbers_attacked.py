"""An attacker who sees the protected flows and variants, all totals, and knows the rule: nothing withheld is told."""

import random
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import polars as pl
import pytest

from tyokyky.privacy.path_numbers import protect_flows, protect_variants

CODES: Final = ("A", "B", "C", "D", "E")
NUMBERS: Final = ("pair_count", "person_count", "median_days")
SMALLEST: Final = 5


def random_paths(seed: int) -> list[tuple[str, ...]]:
    """Paths of persons, some usual and some rare."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    usual = [tuple(rng.choices(CODES, k=rng.randint(1, 3))) for _ in range(5)]
    return [
        rng.choice(usual) if rng.random() < 0.8 else tuple(rng.choices(CODES, k=rng.randint(1, 4)))
        for _ in range(rng.randint(0, 160))
    ]


def exact_flows(paths: Sequence[tuple[str, ...]]) -> pl.DataFrame:
    found: Counter[tuple[str, str]] = Counter(pair for path in paths for pair in pairwise(path))
    persons: Counter[tuple[str, str]] = Counter(pair for path in paths for pair in set(pairwise(path)))
    rows = [
        ("service", one, other, count, persons[one, other], max(0, count - 2), 10.0)
        for (one, other), count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]
    schema = {
        "grain": pl.String,
        "from_code": pl.String,
        "to_code": pl.String,
        "pair_count": pl.Int64,
        "person_count": pl.Int64,
        "known_wait_count": pl.Int64,
        "median_days": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def exact_variants(paths: Sequence[tuple[str, ...]]) -> pl.DataFrame:
    found = Counter(" → ".join(path) for path in paths)
    rows = [
        ("service", path, count, count // 2, 20.0, count / len(paths))
        for path, count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]
    schema = {
        "grain": pl.String,
        "path": pl.String,
        "person_count": pl.Int64,
        "known_length_count": pl.Int64,
        "median_days": pl.Float64,
        "share": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def told(exact: pl.DataFrame, shown: pl.DataFrame, block: str) -> list[tuple[object, ...]]:
    """Withheld pairs that the total of their block gives back, where the block has another pair to hide them with.

    The attacker knows that each withheld pair holds at least one, and that one of two may hold five or more.
    """
    found = []
    for value in exact[block].unique():
        inside = exact.filter(exact[block] == value)
        hidden = shown.filter(shown[block] == value)["pair_count"].is_null()
        left = int(inside["pair_count"].filter(hidden).sum())
        if hidden.any() and not hidden.all() and (hidden.sum() == 1 or left == hidden.sum()):
            found += inside.filter(hidden).rows()
    return found


@pytest.mark.parametrize("seed", range(60))
def test_no_rare_pair_is_given_back_by_a_total(seed: int) -> None:
    exact = exact_flows(random_paths(seed))
    shown = protect_flows(exact)
    assert shown.select("from_code", "to_code").equals(exact.select("from_code", "to_code"))
    rare = (exact["person_count"] < SMALLEST).to_list()
    assert all(shown[name][at] is None for at, is_rare in enumerate(rare) if is_rare for name in NUMBERS)
    for block in ("grain", "from_code", "to_code"):
        assert told(exact, shown, block) == [], (seed, block)


def test_the_attack_would_succeed_without_partners() -> None:
    exact = exact_flows([("A", "B")] * 9 + [("A", "C")] * 7 + [("A", "D")] * 2)
    naive = exact.with_columns(pair_count=pl.when(pl.col("person_count") >= SMALLEST).then("pair_count"))
    assert [row[2] for row in told(exact, naive, "grain")] == ["D"]


@pytest.mark.parametrize("seed", range(60))
def test_what_is_shown_is_exact_and_of_five_or_more(seed: int) -> None:
    exact = exact_flows(random_paths(seed))
    shown = protect_flows(exact)
    for before, after in zip(exact.to_dicts(), shown.to_dicts(), strict=True):
        if after["pair_count"] is not None:
            assert after["person_count"] == before["person_count"] >= SMALLEST
            assert after["pair_count"] == before["pair_count"]
            assert (after["median_days"] is None) == (1 <= before["known_wait_count"] < SMALLEST)


@pytest.mark.parametrize("seed", range(60))
def test_no_rare_path_is_named_or_counted(seed: int) -> None:
    paths = random_paths(seed)
    exact = exact_variants(paths)
    shown = protect_variants(exact)
    named = shown.drop_nulls("path")
    assert named.filter(pl.col("person_count") < SMALLEST).is_empty()
    others = shown.filter(pl.col("path").is_null())
    assert others.height == int(exact["person_count"].min() is not None and named.height < exact.height)
    for row in others.to_dicts():
        assert row["person_count"] is None or row["person_count"] >= SMALLEST
        assert row["median_days"] is None
        if row["person_count"] is not None:
            assert named["person_count"].sum() + row["person_count"] == len(paths)
            assert shown["share"].sum() == pytest.approx(1)
        else:
            assert named.is_empty(), "what is not counted must not be the rest of a known total"
    few = named.join(exact, on="path").filter(pl.col("known_length_count_right").is_between(1, SMALLEST - 1))
    assert few["median_days"].null_count() == few.height


def test_a_lone_rare_pair_takes_the_smallest_with_it() -> None:
    exact = exact_flows([("A", "B")] * 9 + [("A", "C")] * 7 + [("A", "D")] * 2)
    shown = protect_flows(exact)
    assert shown.filter(pl.col("pair_count").is_null())["to_code"].sort().to_list() == ["C", "D"]


def test_nothing_is_withheld_for_nothing() -> None:
    exact = exact_flows([("A", "B")] * 9 + [("A", "C")] * 7)
    assert protect_flows(exact)["pair_count"].to_list() == [9, 7]
    whole = exact_variants([("A", "B")] * 9 + [("A", "C")] * 7)
    assert protect_variants(whole)["person_count"].to_list() == [9, 7]
