"""What a reader can choose from: the values that some exit has, and what they are called."""

from dataclasses import dataclass

from tyokyky.analysis import state
from tyokyky.domain.errors import UserError
from tyokyky.domain.names import CodeNames
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings
from tyokyky.store.themes import load_themes


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


def known_names(settings: Settings) -> CodeNames:
    """Names of the newest mart; none before the first build, when codes stand for themselves."""
    try:
        return code_names(current_mart(settings))
    except UserError:
        return CodeNames()


def code_names(mart: Mart) -> CodeNames:
    """Names of the codes in the mart, and of the themes in the codebook."""
    themes = {
        ("theme", theme.theme_id): (theme.name_fi, theme.name_sv, theme.name_en) for theme in load_themes(mart.settings)
    }
    with mart.connection(None) as connection:
        return CodeNames({**state.code_names(connection).names, **themes})
