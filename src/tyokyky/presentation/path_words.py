"""What the places and rows of a path are called: services, what lies beside them, and all services together."""

from typing import Final

from tyokyky.domain.occupation import NEUTRAL_STATE, NO_SERVICE_STATE
from tyokyky.domain.stages import ALL_SERVICES
from tyokyky.presentation import sentences, texts
from tyokyky.presentation.sentences import Names, stage_name
from tyokyky.presentation.texts import DEFAULT_LANGUAGE


def place_name(state: str, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """Where a person is in a month."""
    if state in (NEUTRAL_STATE, NO_SERVICE_STATE):
        return texts.say(f"occupation.{state}", language=language)
    return names.of("service", state, language)


def service_or_all(code: str, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """A service, or all of them."""
    if code == ALL_SERVICES:
        return texts.say("service.all", language=language)
    return sentences.service_name(code, names, language)


NAMERS: Final = {
    "service": service_or_all,
    "to": service_or_all,
    "from": service_or_all,
    "via": service_or_all,
    "state": place_name,
    "stage": stage_name,
}
"""How a column's values are named."""
