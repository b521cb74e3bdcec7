"""An answer by someone whom the item is not asked of is accepted and counted as doubtful."""

import pytest
from tests.ingest.deliveries import ITEM, RESPONSE, Home, Row, changed, rules_of

ANONYMOUS: Row = {**RESPONSE, "client_id": ""}


@pytest.mark.parametrize(
    ("item_id", "respondent", "doubted"),
    [
        ("S1", "client", False),
        ("S1", "professional", False),
        ("S1", "close_person", False),
        ("YK1", "professional", False),
        ("YK12", "client", False),
        ("YK12", "close_person", False),
        ("YK12", "professional", True),
        ("YK14", "professional", False),
        ("YK14", "client", True),
        ("YK14", "close_person", True),
        ("VT1", "professional", True),
        ("YK14", "", False),
    ],
)
def test_only_an_answer_by_the_wrong_side_is_doubted(
    home: Home, item_id: str, respondent: str, *, doubted: bool
) -> None:
    report = home.deliver([changed(ANONYMOUS, item_id=item_id, respondent=respondent)])
    assert (report.accepted, report.quarantined) == (1, 0)
    assert rules_of(report) == ({"respondent|not_asked": 1} if doubted else {})


def test_a_delivered_item_does_not_say_whom_it_is_asked_of(home: Home) -> None:
    home.deliver([changed(ITEM, item_id="YK14")])
    report = home.deliver([changed(ANONYMOUS, item_id="YK14", respondent="client")])
    assert (report.accepted, rules_of(report)) == (1, {})
