"""What one click costs on a built mart: SQL alone, and the figure behind the reporting door."""

import statistics
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.measure import median_seconds
from tyokyky.analysis.exit_counts import counted
from tyokyky.analysis.life_tables import life_table
from tyokyky.analysis.selection import select_exits
from tyokyky.domain.estimates import DropOff
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import Mart
from tyokyky.store import query


def filter_clicks() -> Iterator[tuple[Filters, Breakdown | None]]:
    """What the filters of a page are set to, one after the other."""
    for window in (30, 60, 90, 180, 365):
        yield Filters(window_days=window), None
    for service in ("KTT", "TYV", "SOSO"):
        yield Filters(service=service), None
    for municipality in ("398", "111"):
        yield Filters(municipality=municipality), None
    for name in ("municipality", "unit", "quarter", "age_band", "gender", "experience:planning", "evidence:decision"):
        yield Filters(), Breakdown.parse(name)


def sql_seconds(mart: Mart, repeats: int) -> dict[str, list[float]]:
    """Median seconds of each statement of the drop-off clicks, by statement."""
    seconds: dict[str, list[float]] = {"exit_cell": [], "repeated_person": [], "exit_pair": []}
    with mart.connection(None) as connection:
        for ask, by in filter_clicks():
            selection = select_exits(connection, ask, by)
            for name, taken in seconds.items():
                values = {"by_successor": False} if name == "exit_cell" else {}
                taken.append(median_seconds(partial(selection.ask, name, values), repeats))
    return seconds


def figure_seconds(mart: Mart, name: str, repeats: int) -> float:
    """Median over the clicks of a whole figure, protection and sentence included."""

    def drawn(ask: Filters, by: Breakdown | None) -> Callable[[], object]:
        return lambda: figure(mart, name, ask, by)

    clicks = [(ask, by) for ask, by in filter_clicks() if name != "participation" or by is None]
    return statistics.median(median_seconds(drawn(ask, by), min(3, repeats)) for ask, by in clicks)


def thousand_groups(mart: Mart, repeats: int) -> tuple[int, float, float | None]:
    """Groups, and median seconds of drop-off with intervals for all of them: ours, and lifelines' where installed."""
    with mart.connection(None) as connection:
        cells = partial(query.frame, connection, "benchmarks", "thousand_groups")
        groups = counted(cells())

        def ours() -> None:
            DropOff.of(life_table(cells(), groups, 90)).interval()

        rows = query.frame(connection, "benchmarks", "exit_rows")
        return groups.height, median_seconds(ours, repeats), _lifelines_seconds(rows.to_pandas().groupby("group_name"))


def _lifelines_seconds(frames: object) -> float | None:
    try:
        from lifelines import KaplanMeierFitter  # noqa: PLC0415 - a peer of its own dependency group
    except ImportError:
        return None

    def theirs() -> None:
        for _, rows in frames:  # type: ignore[attr-defined]
            KaplanMeierFitter().fit(rows["day"], rows["is_followed_in_window"])

    return median_seconds(theirs, repeats=1)
