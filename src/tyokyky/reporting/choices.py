"""What a reader can choose from: the values that some exit has, and what they are called."""

from dataclasses import dataclass

from tyokyky.analysis import state
from tyokyky.domain.names import CodeNames
from tyokyky.reporting.mart import Mart


@dataclass(frozen=True)
class FilterChoices:
    """Codes present in the exits of a mart, in the order of the codes; quarters as 2024Q3."""

    services: tuple[str, ...]
    municipalities: tuple[str, ...]
    units: tuple[str, ...]
    quarters: tuple[str, ...]
    years: tuple[str, ...]


def filter_choices(mart: Mart) -> FilterChoices:
    """Values the filters can take."""
    with mart.connection(None) as connection:
        found = state.choices(connection)
    return FilterChoices(found["service"], found["municipality"], found["unit"], found["quarter"], found["year"])


def code_names(mart: Mart) -> CodeNames:
    """Names of the codes in the mart."""
    with mart.connection(None) as connection:
        return state.code_names(connection)
