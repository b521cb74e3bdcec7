"""Channels and their send-rules: as shipped, as a home states them, and what is refused without values."""

from pathlib import Path

import pytest

from tyokyky.domain.channels import Channel, ChannelCode
from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.store.channels import load_channels

CELL = "131052-308T"
RULE = '[[rules]]\ncode = "abroad"\ntext_fi = "ulkomailla asuva"\n'
CHANNEL = '[[channels]]\ncode = "message"\nname_fi = "viesti"\nnever_asks = ["abroad", "no_phone"]\n'


def channels_of(home: Path, text: str | None = None) -> dict[ChannelCode, Channel]:
    if text is not None:
        (home / "channels.toml").write_text(text, encoding="utf-8")
    return {channel.code: channel for channel in load_channels(Settings.of_home(home))}


def rules_of(channel: Channel) -> list[str]:
    return [rule.code for rule in channel.never_asks]


def test_every_channel_is_shipped_in_three_languages_as_a_proposal(tmp_path: Path) -> None:
    found = channels_of(tmp_path)
    assert list(found) == list(ChannelCode)
    for channel in found.values():
        assert channel.name_fi and channel.name_sv and channel.name_en
        assert not channel.stated_by_home
        assert all(rule.text_fi and rule.text_sv and rule.text_en for rule in channel.never_asks)


def test_messages_go_to_nobody_under_non_disclosure_asked_lately_or_without_a_phone(tmp_path: Path) -> None:
    found = channels_of(tmp_path)
    assert rules_of(found[ChannelCode.MESSAGE]) == ["non_disclosure", "asked_within_30_days", "no_phone", "declined"]
    assert rules_of(found[ChannelCode.SPONTANEOUS]) == []


def test_a_home_states_its_own_channel_with_own_and_shipped_rules(tmp_path: Path) -> None:
    found = channels_of(tmp_path, RULE + CHANNEL)
    assert rules_of(found[ChannelCode.MESSAGE]) == ["abroad", "no_phone"]
    assert found[ChannelCode.MESSAGE].stated_by_home
    assert found[ChannelCode.MESSAGE].never_asks[0].text_fi == "ulkomailla asuva"
    others = [channel for code, channel in found.items() if code != ChannelCode.MESSAGE]
    assert others and not any(channel.stated_by_home for channel in others)


def test_a_home_may_state_that_a_channel_leaves_nobody_out(tmp_path: Path) -> None:
    found = channels_of(tmp_path, CHANNEL.replace('"abroad", "no_phone"', ""))
    assert rules_of(found[ChannelCode.MESSAGE]) == []
    assert found[ChannelCode.MESSAGE].stated_by_home


def test_a_rule_that_a_home_rewords_is_reworded_everywhere(tmp_path: Path) -> None:
    found = channels_of(tmp_path, RULE.replace("abroad", "declined"))
    for code in (ChannelCode.SURVEY, ChannelCode.MESSAGE):
        (reworded,) = (rule for rule in found[code].never_asks if rule.code == "declined")
        assert reworded.text_fi == "ulkomailla asuva"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"= {CELL}", "channels.toml ei ole kelvollista TOMLia"),
        ("x = 1\n", "on virhe: korjaa tuntematon kenttä"),
        (f'"{CELL}" = 1\n', "on virhe: korjaa tuntematon kenttä"),
        (RULE + CHANNEL.replace('"message"', f'"{CELL}"'), "korjaa channels.1.code"),
        (RULE + CHANNEL.replace('name_fi = "viesti"', ""), "korjaa channels.1.name_fi"),
        (RULE + CHANNEL.replace("viesti", " "), "korjaa channels.1.name_fi"),
        (RULE + CHANNEL.replace('["abroad", "no_phone"]', "3"), "korjaa channels.1.never_asks"),
        (RULE + RULE.replace('text_fi = "ulkomailla asuva"', f'"{CELL}" = 1'), "rules.2.text_fi, rules.2.tuntematon"),
        (RULE + CHANNEL + CHANNEL, "sama code kahdesti osassa [[channels]]"),
        (RULE + RULE, "sama code kahdesti osassa [[rules]]"),
        (CHANNEL, "kanavan message kohdassa never_asks 1. sääntöä ei ole"),
        (RULE + CHANNEL.replace("no_phone", CELL), "kanavan message kohdassa never_asks 2. sääntöä ei ole"),
    ],
)
def test_a_mistake_is_told_by_file_and_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UserError) as refused:
        channels_of(tmp_path, text)
    assert told in str(refused.value)
    assert "channels.toml" in str(refused.value)
    assert CELL not in str(refused.value)


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "channels.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="ei ole kelvollista TOMLia"):
        channels_of(tmp_path)
