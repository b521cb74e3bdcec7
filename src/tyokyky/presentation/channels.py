"""Whom each channel never asks, in words to stand beside a response share."""

from collections.abc import Sequence

from tyokyky.domain.channels import Channel
from tyokyky.domain.names import LANGUAGES
from tyokyky.presentation import texts
from tyokyky.presentation.texts import DEFAULT_LANGUAGE


def send_rule_lines(channels: Sequence[Channel], language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """One line a channel; a rule that the home has not stated itself is marked as a proposal."""
    return tuple(_line(channel, language) for channel in channels)


def _line(channel: Channel, language: str) -> str:
    place = LANGUAGES.index(language)
    name = (channel.name_fi, channel.name_sv, channel.name_en)[place] or channel.name_fi
    rules = [(rule.text_fi, rule.text_sv, rule.text_en)[place] or rule.text_fi for rule in channel.never_asks]
    whom = "; ".join(rules) if rules else texts.say("send_rules.nobody", language=language)
    line = texts.say("send_rules.line", {"channel": name, "whom": whom}, language=language)
    return line if channel.stated_by_home else f"{line} {texts.say('send_rules.proposal', language=language)}"
