"""What a page can print beside the response share: all channels, their rules, and whose word the rules are."""

from pathlib import Path

import pytest

from tyokyky.domain.channels import ChannelCode
from tyokyky.domain.errors import UserError
from tyokyky.ingest.vocabularies import words_of
from tyokyky.reporting.channels import send_rules
from tyokyky.settings import Settings


def test_each_channel_that_an_answer_may_have_has_its_rules(tmp_path: Path) -> None:
    found = send_rules(Settings.of_home(tmp_path))
    assert [channel.code for channel in found] == list(words_of("response", "channel") or ())
    texts = {rule.text_fi for channel in found for rule in channel.never_asks}
    assert {"henkilö, jolla on turvakielto", "henkilö, jolla ei ole matkapuhelinnumeroa tiedoissa"} < texts


def test_a_change_in_the_home_shows_at_the_next_call(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    before = {channel.code: channel for channel in send_rules(settings)}
    (tmp_path / "channels.toml").write_text(
        '[[channels]]\ncode = "survey"\nname_fi = "kysely"\nnever_asks = ["no_phone"]\n', encoding="utf-8"
    )
    after = {channel.code: channel for channel in send_rules(settings)}
    assert [rule.code for rule in after[ChannelCode.SURVEY].never_asks] == ["no_phone"]
    assert after[ChannelCode.SURVEY].stated_by_home and not before[ChannelCode.SURVEY].stated_by_home
    assert after[ChannelCode.MESSAGE] == before[ChannelCode.MESSAGE]


def test_a_mistake_of_the_home_is_told(tmp_path: Path) -> None:
    (tmp_path / "channels.toml").write_text("[[channels]]\n", encoding="utf-8")
    with pytest.raises(UserError, match=r"channels\.1\.code"):
        send_rules(Settings.of_home(tmp_path))
