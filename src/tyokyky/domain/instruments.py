"""Questionnaires and their items: what a client is asked, on which level and plane of participation, on which scale."""

from dataclasses import dataclass

from tyokyky.domain.participation import Level, Plane


@dataclass(frozen=True)
class Item:
    """One statement or question.

    `reversed`: the smallest answer is the best, so scaling turns it (definitions, section 7).
    """

    item_id: str
    text_fi: str
    level: Level
    plane: Plane
    scale_min: float
    scale_max: float
    text_sv: str = ""
    text_en: str = ""
    reversed: bool = False


@dataclass(frozen=True)
class Instrument:
    """A questionnaire. An unvalidated one is labelled so wherever its figures stand."""

    instrument_id: str
    name_fi: str
    items: tuple[Item, ...]
    name_sv: str = ""
    name_en: str = ""
    licence: str = ""
    validated: bool = False
