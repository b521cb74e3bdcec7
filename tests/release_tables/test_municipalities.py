"""Small municipalities are merged first, by rule."""

import random

from tyokyky.release.tables.municipalities import MERGED, merge_small


def test_those_under_the_limit_are_one_group() -> None:
    places = merge_small({"398": 400.0, "081": 8.0, "781": 19.9, "098": 20.0}, 20)
    assert places.codes == ("098", "398", MERGED)
    assert places.merged == {MERGED: ("081", "781")}
    assert [places.code_of(code, "unknown") for code in ("081", "781", "098", "049")] == [
        MERGED,
        MERGED,
        "098",
        "unknown",
    ]


def test_nothing_small_is_nothing_merged() -> None:
    places = merge_small({"398": 400.0, "098": 20.0}, 20)
    assert places.codes == ("098", "398")
    assert places.merged == {}


def test_one_alone_or_a_group_that_stays_small_takes_the_smallest_of_the_others() -> None:
    assert merge_small({"398": 400.0, "098": 60.0, "081": 3.0}, 20).merged == {MERGED: ("081", "098")}
    assert merge_small({"398": 400.0, "098": 60.0, "081": 3.0, "781": 4.0}, 20).merged == {
        MERGED: ("081", "098", "781")
    }


def test_a_county_of_small_ones_is_one_group() -> None:
    places = merge_small({"081": 3.0, "781": 0.0}, 20)
    assert places.codes == (MERGED,)


def test_a_group_is_never_one_nor_small_where_others_are_left() -> None:
    drawn = random.Random(7)  # noqa: S311 - numbers, not secrets
    for _ in range(300):
        exits = {
            f"{number:03d}": float(drawn.choice([0, 1, 5, 19, 20, 21, 90])) for number in range(drawn.randint(1, 9))
        }
        places = merge_small(exits, 20)
        held = places.merged.get(MERGED, ())
        alone = [code for code in places.codes if code != MERGED]
        assert sorted([*alone, *held]) == sorted(exits)
        assert all(exits[code] >= 20 for code in alone)
        assert not held or not alone or (len(held) > 1 and sum(exits[code] for code in held) >= 20)
