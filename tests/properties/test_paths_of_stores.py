"""Flows and variants equal the twin's, at both grains, at every tolerance and under every filter."""

from collections.abc import Callable
from datetime import date

import pytest
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference.paths import Choose, Paths, Step, everything, moment_paths, pairs, service_paths, variants

from tyokyky.analysis import paths as product
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.question import Grain

CHAIN_GAP_CHOICES = (None, 0, 60)


def _since(day: date) -> Choose:
    return lambda step: step.day is not None and step.day >= day


def _choices(store: Store, paths: Paths) -> dict[str, tuple[Filters, Choose]]:
    """Filters of every kind by values that occur, with what the twin understands by each."""
    steps = [step for path in paths.values() for step in path]

    def common(of: Callable[[Step], str | None]) -> str:
        known = sorted(value for step in steps if (value := of(step)) is not None)
        return max(set(known), key=lambda value: (known.count(value), value))

    service, municipality = common(lambda step: step.service), common(lambda step: step.municipality)
    days = sorted(step.day for step in steps if step.day is not None)
    since, until = days[len(days) // 4], days[len(days) // 2]
    return {
        "all": (Filters(), everything),
        "service": (Filters(service=service), lambda step: step.service == service),
        "municipality": (Filters(municipality=municipality), lambda step: step.municipality == municipality),
        "since": (Filters(since=since), _since(since)),
        "span": (Filters(since=since, until=until), lambda step: _since(since)(step) and not _since_after(step, until)),
    }


def _since_after(step: Step, day: date) -> bool:
    return step.day is not None and step.day > day


def _about(days: float | None) -> object:
    return None if days is None else pytest.approx(days, rel=1e-9, abs=1e-9)


def _assert_equal(store: Store, paths: Paths, grain: Grain, chain_gap_days: int | None) -> None:
    with opened(store.mart_path, chain_gap_days) as connection:
        for filters, chosen in _choices(store, paths).values():
            flows = product.flows(connection, filters, grain).to_dicts()
            found = {
                (row["from_code"], row["to_code"]): (row["pair_count"], row["person_count"], row["median_days"])
                for row in flows
            }
            expected = {
                pair: (made.count, made.persons, _about(made.median_days))
                for pair, made in pairs(paths, chosen).items()
            }
            assert found == expected
            assert len(found) == len(flows)
            rows = product.variants(connection, filters, grain)
            assert {row["path"]: (row["person_count"], row["median_days"]) for row in rows.to_dicts()} == {
                path: (made.persons, _about(made.median_days)) for path, made in variants(paths, chosen).items()
            }
            assert rows["share"].sum() == pytest.approx(1)
            assert rows["person_count"].to_list() == sorted(rows["person_count"], reverse=True)


@pytest.mark.parametrize("chain_gap_days", CHAIN_GAP_CHOICES)
def test_paths_through_services_equal_the_twin(store: Store, chain_gap_days: int | None) -> None:
    _assert_equal(store, service_paths(store.world, chain_gap_days), Grain.SERVICE, chain_gap_days)


@pytest.mark.parametrize("chain_gap_days", (None, 14))
def test_paths_through_moments_equal_the_twin(store: Store, chain_gap_days: int | None) -> None:
    _assert_equal(store, moment_paths(store.world), Grain.MOMENT, chain_gap_days)


def test_units_choose_steps_of_services_and_are_refused_of_moments(store: Store) -> None:
    paths = service_paths(store.world)
    units = {step.unit for path in paths.values() for step in path if step.unit}
    unit = min(units)
    with opened(store.mart_path, None) as connection:
        found = product.flows(connection, Filters(unit=unit), Grain.SERVICE)
        assert found["pair_count"].sum() == sum(
            made.count for made in pairs(paths, lambda step: step.unit == unit).values()
        )
        with pytest.raises(UserError, match="yksikköä"):
            product.flows(connection, Filters(unit=unit), Grain.MOMENT)


def test_pairs_and_persons_add_up_to_steps(store: Store) -> None:
    with opened(store.mart_path, None) as connection:
        for grain in Grain:
            pair_count = product.flows(connection, Filters(), grain)["pair_count"].sum()
            whole = product.variants(connection, Filters(), grain)
            steps = sum((row["path"].count(" → ") + 1) * row["person_count"] for row in whole.to_dicts())
            assert pair_count == steps - whole["person_count"].sum() > 100


def test_another_tolerance_would_be_noticed(store: Store) -> None:
    with opened(store.mart_path, 14) as connection:
        found = product.flows(connection, Filters(), Grain.SERVICE)
    expected = pairs(service_paths(store.world, 60))
    assert {(row["from_code"], row["to_code"]): row["pair_count"] for row in found.to_dicts()} != {
        pair: made.count for pair, made in expected.items()
    }
