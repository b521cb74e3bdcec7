"""Municipalities and units in words."""

from collections.abc import Collection

from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_MOST_NAMED = 6


def places_text(
    municipalities: Collection[str] | None,
    units: Collection[str] | None,
    names: Names,
    language: str = DEFAULT_LANGUAGE,
) -> str:
    """Names of the municipalities and then of the units, in the order of the codes; null for all of them says nothing.

    Of many places the first are named, with `…` for the rest.
    """
    kinds = (("municipality", municipalities), ("unit", units))
    return "; ".join(
        _named([names.of(kind, code, language) for code in sorted(codes)]) for kind, codes in kinds if codes
    )


def _named(words: list[str]) -> str:
    return ", ".join([*words[:_MOST_NAMED], *(["…"] if len(words) > _MOST_NAMED else [])])
