"""What clients are asked, and whose measures are known by their group means alone."""

from tyokyky.domain.codes import GroupMeasure
from tyokyky.domain.instruments import Instrument
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book
from tyokyky.store.instruments import load_instruments


def instruments_in_use(settings: Settings) -> tuple[Instrument, ...]:
    """The shipped and the home's own questionnaires, by id.

    Raises:
        UserError: a file of the home has a mistake.
    """
    return load_instruments(settings)


def group_measures(settings: Settings) -> tuple[GroupMeasure, ...]:
    """Measures of other makers, each with the reason why its items are not here, in the order of the code list.

    Raises:
        UserError: a code list of the home has a mistake.
    """
    return load_code_book(settings).group_measures
