"""Where and how a service moment comes about, in the words that the product knows; a register may hold others."""

from enum import StrEnum


class Touchpoint(StrEnum):
    """Where client and service meet."""

    OFFICE = "office"
    HOME = "home"
    PHONE = "phone"
    ONLINE = "online"


class MomentChannel(StrEnum):
    """How they meet."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    MESSAGE = "message"
