"""Told back ("Te kerroitte – me teimme") for staff: how concerns were answered, and statements on their way."""

from datetime import date

from tyokyky.domain import told_back as told
from tyokyky.domain.codevelopment import Concern, Statement
from tyokyky.domain.told_back import ANSWER_DAYS, ToldBack
from tyokyky.reporting.codevelopment import list_entries
from tyokyky.reporting.service_paths import Writer
from tyokyky.settings import Settings


def told_back(settings: Settings, reader: Writer, asked_on: date, answer_days: int = ANSWER_DAYS) -> ToldBack:
    """Of the concerns that the reader may see: the share answered among those old enough, and the time it took.

    Grain: concern, and statement. Concerns are rows that a team wrote, not people: nothing is withheld.

    Raises:
        UserError: the role may not read co-development, or its scope covers nothing.
    """
    concerns = [one.content for one in list_entries(settings, Concern, reader)]
    statements = [one.content for one in list_entries(settings, Statement, reader)]
    return told.told_back(concerns, statements, asked_on, answer_days)
