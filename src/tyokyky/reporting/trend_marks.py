"""What stands on a control chart beside its figure: the home's targets, and where complete data begin."""

from datetime import date

from tyokyky.analysis import trends
from tyokyky.reporting.mart import Mart


def target_of(mart: Mart, service: str) -> float | None:
    """Drop-off aimed at after a service (0–1), as the home's `trends.toml` stated it at the build; null for none."""
    with mart.connection(None) as connection:
        return trends.targets(connection).get(service)


def covered_from(mart: Mart) -> date | None:
    """First day on which every source in use is complete; null where none tells."""
    return max((source.covered_from for source in mart.sources if source.in_use and source.covered_from), default=None)
