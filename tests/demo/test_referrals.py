"""Referrals of the county come to nothing as often as stated, by a plain reading of the frames."""

from collections import defaultdict
from datetime import date, timedelta

import pytest

from tyokyky.demo import County, generate
from tyokyky.demo.county import _streams

WINDOW = timedelta(days=90)
CLIENT_COUNT = 3000


def came_to_nothing(county: County) -> dict[str, tuple[int, int]]:
    """Per joint (from-to): referrals watched for the whole window, and those of which nothing came."""
    starts: dict[str, list[tuple[date, date | None, str]]] = defaultdict(list)
    for client, service, start, end in county.period.select(
        "client_id", "service_code", "started_on", "ended_on"
    ).iter_rows():
        if service != "REK":
            starts[client].append((start, end, service))
    found: dict[str, list[bool]] = defaultdict(list)
    rows = county.referral.select("client_id", "from_service_code", "to_service_code", "referred_on")
    for client, referring, to, day in rows.iter_rows():
        if day + WINDOW <= county.data_as_of:
            own = [one for one in starts[client] if one[2] != referring and (one[1] is None or one[1] >= day)]
            came = [one for one in own if one[0] <= day + WINDOW and (one[0] >= day or one[2] == to)]
            found[f"{referring}-{to}"].append(not came)
    return {joint: (len(nothing), sum(nothing)) for joint, nothing in found.items()}


@pytest.mark.parametrize("seed", [5, 6])
def test_each_joint_loses_its_planted_share(seed: int) -> None:
    county = generate(CLIENT_COUNT, seed)
    planted, found = county.truth.referrals_not_started, came_to_nothing(county)
    assert planted["KTT-TYV"] > planted["common"] > planted["KTT-THV"]
    for joint in ("KTT-TYV", "KTT-THV", "TYV-KTT"):
        count, nothing = found[joint]
        share = planted[joint]
        assert abs(nothing / count - share) < 3.3 * (share * (1 - share) / count) ** 0.5, joint
    others = [counts for joint, counts in found.items() if joint not in planted]
    count, nothing = (sum(column) for column in zip(*others, strict=True))
    assert abs(nothing / count - planted["common"]) < 3.3 * (0.2 * 0.8 / count) ** 0.5


def test_in_a_null_county_no_joint_differs() -> None:
    county = generate(CLIENT_COUNT, 7, null=True)
    assert county.truth.referrals_not_started == {"common": 0.2}
    count, nothing = came_to_nothing(county)["KTT-TYV"]
    assert abs(nothing / count - 0.2) < 3.3 * (0.2 * 0.8 / count) ** 0.5


def test_nobody_is_referred_to_where_they_are_and_truth_has_its_formula() -> None:
    county = generate(300, 8)
    same = county.referral["from_service_code"].cast(str) == county.referral["to_service_code"].cast(str)
    assert not same.any()
    assert "referrals_not_started" in county.truth.formulas
    assert county.referral["unit_code"].null_count() > 0


def test_another_table_moves_no_draw_of_the_others() -> None:
    fewer, more = (_streams(3, count) for count in (7, 8))
    assert [one.random() for one in fewer] == [one.random() for one in more[:7]]
