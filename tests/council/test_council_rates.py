"""All that is worked out: shares from shown counts with enough behind them, tenths, changes beyond chance."""

import random
from fractions import Fraction

import pytest

from tyokyky.council.cells import Cell, sum_of
from tyokyky.council.rates import Change, Missing, Share, change_of, share_of, tenths

HIDDEN = Cell(None, 0, 9)


def shown(count: int) -> Cell:
    return Cell(count, count, count)


@pytest.mark.parametrize(("had", "rest", "expected"), [
    (shown(6), shown(14), Share(6, 20)),
    (shown(0), shown(20), Share(0, 20)),
    (shown(20), shown(0), Share(20, 20)),
    (shown(6), shown(13), Missing.FEW),
    (shown(0), shown(0), Missing.NONE),
    (HIDDEN, shown(100), Missing.PROTECTED),
    (shown(100), HIDDEN, Missing.PROTECTED),
    (None, shown(100), Missing.PROTECTED),
    (shown(100), None, Missing.PROTECTED),
])  # fmt: skip
def test_a_share_needs_both_counts_shown_and_twenty_behind_it(
    had: Cell | None, rest: Cell | None, expected: Share | Missing
) -> None:
    assert share_of(had, rest) == expected


@pytest.mark.parametrize(("had", "base", "of_ten", "hides_few"), [
    (0, 20, 0, False), (1, 30, 0, True), (1, 20, 1, False), (3, 20, 2, False), (25, 100, 3, False),
    (24, 100, 2, False), (96, 100, 10, True), (100, 100, 10, False), (95, 100, 10, True), (94, 100, 9, False),
])  # fmt: skip
def test_out_of_ten_is_the_nearest_and_says_when_it_hides_a_few(
    had: int, base: int, of_ten: int, hides_few: bool
) -> None:
    share = Share(had, base)
    assert (share.out_of_ten, share.hides_few) == (of_ten, hides_few)


def test_tenths_are_ten_and_each_within_one_of_its_share() -> None:
    numbers = random.Random(11)  # noqa: S311
    for _ in range(500):
        counts = tuple(numbers.choice((0, numbers.randrange(60), numbers.randrange(900))) for _ in range(3))
        if not sum(counts):
            continue
        parts = tenths(counts)
        assert sum(parts) == 10
        for part, count in zip(parts, counts, strict=True):
            assert abs(part - Fraction(10 * count, sum(counts))) < 1
            assert count or not part, "nobody said it, and the picture shows it"


def test_a_sum_over_a_protected_cell_is_never_worked_out() -> None:
    assert sum_of([shown(3), shown(4)]) == shown(7)
    assert sum_of([shown(3), HIDDEN]) is None
    assert sum_of([shown(3), None]) is None
    assert sum_of([]) is None


@pytest.mark.parametrize(("before", "now", "expected"), [
    (Share(45, 100), Share(20, 100), Change.LESS),
    (Share(20, 100), Share(45, 100), Change.MORE),
    (Share(30, 100), Share(27, 100), Change.UNCLEAR),
    (Share(9, 20), Share(4, 20), Change.UNCLEAR),
    (Share(0, 20), Share(0, 20), Change.UNCLEAR),
    (Share(0, 200), Share(20, 200), Change.MORE),
    (Share(4500, 10_000), Share(4300, 10_000), Change.LESS),
])  # fmt: skip
def test_a_change_is_told_only_beyond_chance(before: Share, now: Share, expected: Change) -> None:
    assert change_of(now, before) is expected


def test_chance_alone_is_seldom_called_a_change() -> None:
    numbers = random.Random(5)  # noqa: S311
    called = 0
    for _ in range(400):
        before, now = (Share(sum(numbers.random() < 0.3 for _ in range(80)), 80) for _ in range(2))
        called += change_of(now, before) is not Change.UNCLEAR
    assert 4 <= called <= 36, "about one in twenty"
