"""Questionnaires and their items: what a client is asked, on which level and plane of participation, on which scale."""

from dataclasses import dataclass
from enum import StrEnum

from tyokyky.domain.participation import Level, Plane


class Respondents(StrEnum):
    """Whom an item is asked of. The views of the two are shown side by side and never pooled."""

    CLIENT = "client"
    PROFESSIONAL = "professional"
    BOTH = "both"


@dataclass(frozen=True)
class Item:
    """One statement or question.

    `reversed`: the smallest answer is the best, so scaling turns it (definitions, section 7). `section_*`: the heading
    of the part of the questionnaire that the item belongs to, where it has parts.
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
    respondents: Respondents = Respondents.BOTH
    section_fi: str = ""
    section_sv: str = ""
    section_en: str = ""


@dataclass(frozen=True)
class Instrument:
    """A questionnaire. An unvalidated one is labelled so wherever its figures stand.

    `note_*`: one sentence for readers on what it is, and what it is not.
    """

    instrument_id: str
    name_fi: str
    items: tuple[Item, ...]
    name_sv: str = ""
    name_en: str = ""
    note_fi: str = ""
    note_sv: str = ""
    note_en: str = ""
    licence: str = ""
    validated: bool = False

    def items_of(self, respondent: Respondents) -> tuple[Item, ...]:
        """The items asked of clients or of professionals, in the order of the questionnaire."""
        return tuple(item for item in self.items if item.respondents in (respondent, Respondents.BOTH))
