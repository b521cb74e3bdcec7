"""Whom a channel never asks is said in words, and a proposal is never said to be the county's own rule."""

import pytest

from tyokyky.domain.channels import Channel, ChannelCode, SendRule
from tyokyky.presentation.channels import send_rule_lines

RULES = (SendRule("a", "henkilö, jolla on turvakielto"), SendRule("b", "henkilö, joka on kieltänyt pyynnöt"))


def channel(rules: tuple[SendRule, ...], *, stated_by_home: bool) -> Channel:
    return Channel(ChannelCode.SURVEY, "kysely", "enkät", "survey", rules, stated_by_home)


def test_rules_stand_in_one_sentence() -> None:
    (line,) = send_rule_lines([channel(RULES, stated_by_home=True)])
    assert line == (
        "**kysely**: ei koskaan kysytä näiltä: henkilö, jolla on turvakielto; henkilö, joka on kieltänyt pyynnöt."
    )


@pytest.mark.parametrize(("stated_by_home", "marked"), [(True, False), (False, True)])
def test_a_proposal_is_marked(*, stated_by_home: bool, marked: bool) -> None:
    (line,) = send_rule_lines([channel(RULES[:1], stated_by_home=stated_by_home)])
    assert line.endswith("vahvistanut tätä._") is marked


def test_a_channel_without_rules_leaves_nobody_out() -> None:
    (line,) = send_rule_lines([channel((), stated_by_home=True)])
    assert "säännöllä ei jätetä ketään pois" in line
