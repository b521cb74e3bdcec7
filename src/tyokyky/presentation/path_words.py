"""What the places and rows of a path are called: services, what lies beside them, and all services together."""

from typing import Final

from tyokyky.domain.stages import ALL_SERVICES
from tyokyky.presentation import sentences, texts
from tyokyky.presentation.sentences import Names, place_name, stage_name
from tyokyky.presentation.texts import DEFAULT_LANGUAGE


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
    "place": place_name,
    "stage": stage_name,
}
"""How a column's values are named."""
