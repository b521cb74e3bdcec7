"""Random themes under attack: whoever sees the breakdown and the whole learns of no 1–4 comments."""

import random
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from tyokyky.privacy.theme_numbers import protect_themes

FEW = (1, 2, 3, 4)
VALUES = ("A", "B", "C", "D")
THEMES = ("t1", "t2", "t3")
Cell = tuple[str, str]
"""Value of the breakdown ('' = all), and what is counted: 'all', a theme, or a theme's absence with a minus."""


def exact_tables(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A breakdown's rows and the whole that they add up to."""
    rng = random.Random(seed)  # noqa: S311 - test data
    parts: list[dict[str, Any]] = []
    for value in VALUES[: rng.randint(1, 4)]:
        base = rng.choice((0, 1, 3, 5, 6, 9, 30))
        for theme in THEMES:
            count = rng.choice((0, base, min(base, rng.choice((1, 2, 5))), rng.randint(0, base)))
            parts.append(row(value, theme, count, base))
    of_all = [
        row("", theme, *(sum(one[name] for one in parts if one["theme_id"] == theme)
                         for name in ("theme_count", "comment_count")))
        for theme in THEMES
    ]  # fmt: skip
    return pl.DataFrame(parts), pl.DataFrame(of_all)


def row(value: str, theme: str, count: int, base: int) -> dict[str, Any]:
    return {
        "service_code": "KTT",
        "theme_id": theme,
        "breakdown_value": value,
        "theme_count": count,
        "comment_count": base,
        "share": count / base if base else None,
        "unread_count": 3,
    }


def seen(rows: pl.DataFrame) -> dict[Cell, int]:
    """What is shown, cell by cell; a share and one of its counts give the other."""
    known: dict[Cell, int] = {}
    for one in rows.to_dicts():
        value, theme = one["breakdown_value"], one["theme_id"]
        count, base, share = one["theme_count"], one["comment_count"], one["share"]
        if share is not None:
            assert count is not None
            assert base is not None
        if count is not None:
            known[value, theme] = count
        if base is not None:
            known[value, "all"] = base
    return known


def worked_out(known: Mapping[Cell, int], values: list[str]) -> dict[Cell, int]:
    """What follows from all sums: with + without = all, and the values of the breakdown add up to the whole."""
    sums: list[tuple[Cell, list[Cell]]] = []
    for value in ("", *values):
        sums += [((value, "all"), [(value, theme), (value, f"-{theme}")]) for theme in THEMES]
    for what in ("all", *THEMES, *(f"-{theme}" for theme in THEMES)):
        sums.append((("", what), [(value, what) for value in values]))
    found = dict(known)
    for _ in range(30):
        before = len(found)
        for whole, parts in sums:
            learn(found, whole, parts)
        if len(found) == before:
            break
    return found


def learn(found: dict[Cell, int], whole: Cell, parts: list[Cell]) -> None:
    """A lone gap of a sum; and where the rest is nothing, every gap is nothing."""
    gaps = [part for part in parts if part not in found]
    rest = sum(found[part] for part in parts if part in found)
    if not gaps:
        found.setdefault(whole, rest)
    elif whole in found and len(gaps) == 1:
        found[gaps[0]] = found[whole] - rest


@pytest.mark.parametrize("seed", range(150))
def test_nothing_few_is_shown_or_given_back(seed: int) -> None:
    exact, exact_whole = exact_tables(seed)
    shown, whole = protect_themes(exact, adds_up=True), protect_themes(exact_whole, adds_up=False)
    known = {**seen(shown), **seen(whole)}
    found = worked_out(known, exact["breakdown_value"].unique(maintain_order=True).to_list())
    assert {cell: count for cell, count in found.items() if count in FEW} == {}
    assert {cell: count for cell, count in found.items() if count < 0} == {}
    assert shown["unread_count"].null_count() == shown.height


def test_what_is_safe_is_shown() -> None:
    exact = pl.DataFrame([row(value, theme, 10, 30) for value in VALUES for theme in THEMES])
    shown = protect_themes(exact, adds_up=True)
    assert shown.drop("unread_count").equals(exact.drop("unread_count"))


@pytest.mark.parametrize(("count", "base", "seen_count", "seen_base"), [
    (0, 30, 0, 30),
    (4, 30, None, 30),
    (5, 30, 5, 30),
    (26, 30, None, 30),  # four comments lack it
    (25, 30, 25, 30),
    (30, 30, 30, 30),
    (0, 4, None, None),
    (4, 4, None, None),
    (5, 5, 5, 5),
    (0, 0, 0, 0),
])  # fmt: skip
def test_single_rows(count: int, base: int, seen_count: int | None, seen_base: int | None) -> None:
    shown = protect_themes(pl.DataFrame([row("", "t1", count, base)]), adds_up=False).row(0, named=True)
    assert (shown["theme_count"], shown["comment_count"]) == (seen_count, seen_base)
    assert (shown["share"] is None) == (seen_count is None or base == 0)
