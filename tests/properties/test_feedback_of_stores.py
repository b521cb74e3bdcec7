"""What clients say, in the product and in the twin: equal to 1e-9 on generated stores, for every key and limit."""

from datetime import date

import pytest
from tests.properties.figure_rows import Rows, assert_same, rows_of
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference.feedback import ANSWER_GROUPS, SPELL_GROUPS, Row, rows
from tests.reference.figures import Selection
from tests.reference.world import all_answers

from tyokyky.analysis.feedback import feedback
from tyokyky.domain.filters import Breakdown, Filters

KEY = ("participation_level", "plane", "breakdown_value", "quarter")
COLUMNS = ("response_count", "mean_score", "lower_score", "upper_score", "answered_count", "active_person_count")
SELECTIONS = {
    "within a quarter": Selection(since=date(2025, 2, 10), until=date(2025, 5, 20)),
    "service": Selection(service="STEP14"),
    "municipality": Selection(municipality="398"),
    "unit": Selection(unit="U2", until=date(2025, 9, 30)),
    "unknown unit": Selection(unit="unknown"),
}


def as_product(row: Row) -> dict[str, object]:
    limits = row.interval or (None, None)
    return dict(zip(COLUMNS, (row.responses, row.mean, *limits, row.answered, row.active), strict=True))


def product_rows(store: Store, key: str, filters: Filters) -> Rows:
    with opened(store.mart_path, None) as connection:
        frame = feedback(connection, filters, Breakdown.parse(key) if key else None)
    return rows_of(frame, KEY, COLUMNS)


@pytest.mark.parametrize("key", ANSWER_GROUPS)
def test_every_key(store: Store, key: str) -> None:
    twin = {place: as_product(row) for place, row in rows(store.world, key).items()}
    assert_same(product_rows(store, key, Filters()), twin)
    shares = [row["active_person_count"] for row in twin.values()]
    assert any(shares) == (key in SPELL_GROUPS)


@pytest.mark.parametrize("key", ["", "service", "channel"])
@pytest.mark.parametrize("selection", SELECTIONS.values(), ids=SELECTIONS.keys())
def test_every_limit(store: Store, selection: Selection, key: str) -> None:
    expected = {place: as_product(row) for place, row in rows(store.world, key, selection).items()}
    assert expected
    assert_same(product_rows(store, key, Filters(**vars(selection))), expected)


def test_the_stores_hold_the_hard_cases(store: Store) -> None:
    found = [row for key in ("unit", "service", "respondent") for row in rows(store.world, key).values()]
    assert any(row.responses == 0 and row.mean is None and row.active for row in found), "silence"
    assert any(row.responses == 0 and not row.active for row in found), "only not applicable"
    assert any(row.responses == 1 and row.interval is None for row in found), "one form tells no spread"
    assert any(row.interval and row.interval[0] == 0 for row in found), "an end that is cut"
    answers = [answer for _, answer in all_answers(store.world)]
    assert any(answer.person is None for answer in answers)
    assert {answer.respondent for answer in answers} == {"client", "professional", "close_person", None}
    forms = [answer.response_id for answer in answers]
    assert len(set(forms)) < len(forms), "forms with several answers"


def test_only_not_applicable_is_no_response(store: Store) -> None:
    twin = rows(store.world, "respondent")
    empty = {place for place, row in twin.items() if row.responses == 0}
    product = product_rows(store, "respondent", Filters())
    assert empty
    assert {place for place, row in product.items() if row["response_count"] == 0} == empty
    assert all(product[place]["mean_score"] is None for place in empty)
