"""The generated stores hold every situation that the property tests promise, or the promise is empty."""

from collections import Counter

from tests.properties.generator import generated_world
from tests.properties.situations import Situations
from tests.properties.stores import PERSON_COUNT, SEEDS


def test_every_situation_is_generated() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        seen.update(Situations(generated_world(seed, PERSON_COUNT)).counts())
    assert {name for name, count in seen.items() if count == 0} == set()


def test_generator_makes_the_same_store_again() -> None:
    assert generated_world(SEEDS[0], 50) == generated_world(SEEDS[0], 50)
    assert generated_world(SEEDS[0], 50) != generated_world(SEEDS[1], 50)
