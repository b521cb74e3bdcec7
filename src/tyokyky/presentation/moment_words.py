"""What touchpoints and channels of moments are called; a word that the product does not know is told as it stands."""

from tyokyky.presentation import texts
from tyokyky.presentation.texts import DEFAULT_LANGUAGE


def touchpoint_name(touchpoint: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Name of a touchpoint, or the word of the register."""
    known = texts.has(f"touchpoint.{touchpoint}", language)
    return texts.say(f"touchpoint.{touchpoint}", language=language) if known else touchpoint


def channel_name(channel: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Name of a moment's channel, or the word of the register."""
    known = texts.has(f"moment_channel.{channel}", language)
    return texts.say(f"moment_channel.{channel}", language=language) if known else channel
