"""The product's exits equal the twin's in every column, on stores full of what breaks counting."""

import pytest
from tests.properties.product import by_person, differing, exits_of_product, exits_of_twin, opened
from tests.properties.stores import Store
from tests.reference.exits import exits

CHAIN_GAP_CHOICES = (None, 0, 14, 60)


@pytest.mark.parametrize("chain_gap_days", CHAIN_GAP_CHOICES)
def test_exits_equal_the_twin(store: Store, chain_gap_days: int | None) -> None:
    twin = exits_of_twin(store.world, exits(store.world, chain_gap_days), chain_gap_days)
    with opened(store.mart_path, chain_gap_days) as connection:
        product = exits_of_product(connection)
    assert product[0].keys() == twin[0].keys()
    assert differing(product, twin) == []
    assert by_person(product) == by_person(twin)


def test_another_tolerance_would_be_noticed(store: Store) -> None:
    twin = exits_of_twin(store.world, exits(store.world, 15), 15)
    with opened(store.mart_path, 14) as connection:
        product = exits_of_product(connection)
    assert differing(product, twin) != []
    assert by_person(product) != by_person(twin)


def test_observation_end_equals_the_twin(store: Store) -> None:
    with opened(store.mart_path, None) as connection:
        observed_until = connection.sql("SELECT observed_until FROM observation").pl().item()
    assert observed_until == store.world.observed_until
