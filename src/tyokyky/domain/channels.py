"""Channels by which feedback comes, and whom each of them never asks."""

from dataclasses import dataclass
from enum import StrEnum


class ChannelCode(StrEnum):
    """The channels of an answer, in the words of the register."""

    SURVEY = "survey"
    INTERVIEW = "interview"
    WORKSHOP = "workshop"
    COUNCIL = "council"
    MESSAGE = "message"
    SPONTANEOUS = "spontaneous"


@dataclass(frozen=True)
class SendRule:
    """Whom a channel never asks, as the object of a sentence: "people under a non-disclosure order"."""

    code: str
    text_fi: str
    text_sv: str = ""
    text_en: str = ""


@dataclass(frozen=True)
class Channel:
    """A channel with its send-rules.

    `never_asks` is empty where nobody is left out by a rule. `stated_by_home`: the home has said so itself; otherwise
    the rules are the product's proposal, and nobody has confirmed that feedback is asked for by them.
    """

    code: ChannelCode
    name_fi: str
    name_sv: str
    name_en: str
    never_asks: tuple[SendRule, ...]
    stated_by_home: bool
