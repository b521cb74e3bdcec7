"""Layouts and true counts of a release: frozen quarters as they were published, the others from the register."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from tyokyky.domain.releases import MUNICIPALITY, TableLayout
from tyokyky.release.desk import Desk
from tyokyky.release.earlier import Earlier, frozen_leaves
from tyokyky.release.policy import ReleasePolicy
from tyokyky.release.tables.counting import COUNT, leaves_of, of_quarters
from tyokyky.release.tables.county import County
from tyokyky.release.tables.layouts import ANSWERS, EXITS, THEMES, Known, layouts
from tyokyky.release.tables.municipalities import Places, merge_small
from tyokyky.release.tables.quarters import first_day

_QUARTERS_A_YEAR: Final = 4


def chosen_places(county: County, exits: pl.DataFrame, quarter_count: int, policy: ReleasePolicy) -> Places:
    """Municipalities of the first release: the county's, the small ones merged by exits a year in its quarters."""
    known: dict[str, int] = dict(exits.group_by(MUNICIPALITY).agg(pl.col(COUNT).sum()).iter_rows())
    years = quarter_count / _QUARTERS_A_YEAR
    a_year = {code: known.get(code, 0) / years for code in county.populations}
    return merge_small(a_year, policy.merge_below)


def chosen_versions(quarters: Sequence[str], earlier: Earlier, corrected: Sequence[str]) -> dict[str, int]:
    """Quarter → version: that which is out, or the next where the quarter is corrected."""
    out = earlier.versions
    return {quarter: out.get(quarter, 1) + (quarter in corrected) for quarter in quarters}


def assembled(
    desk: Desk,
    county: County,
    places: Places,
    versions: dict[str, int],
    earlier: Earlier,
    fresh: dict[str, pl.DataFrame],
) -> tuple[tuple[TableLayout, ...], dict[str, pl.DataFrame]]:
    """Layouts of the release and the leaves of each table.

    `fresh`: cells of the register by measure. A quarter of comments that may have expired in part is not told anew.
    """
    new = tuple(quarter for quarter, number in versions.items() if earlier.versions.get(quarter) != number)
    fresh_quarters = {
        EXITS: new,
        ANSWERS: new,
        THEMES: tuple(quarter for quarter in new if first_day(quarter) >= county.comments_from),
    }
    joints = tuple(sorted({*county.joints, *earlier.codes_of("joint")}))
    leaves: dict[str, pl.DataFrame] = {}
    quarters: dict[str, tuple[str, ...]] = {}
    every = dict.fromkeys(fresh_quarters, tuple(versions))
    for layout in layouts(Known(joints, places.codes, county.themes, every)):
        held = _held(desk, layout, {q: versions[q] for q in versions if q not in new}, earlier)
        counted = of_quarters(leaves_of(layout, fresh[layout.measure]), fresh_quarters[layout.measure])
        leaves[layout.name] = pl.concat([counted, *held.values()])
        quarters[layout.measure] = tuple(q for q in versions if q in fresh_quarters[layout.measure] or q in held)
    kept = layouts(Known(joints, places.codes, county.themes, quarters))
    return kept, {layout.name: leaves[layout.name] for layout in kept}


def _held(desk: Desk, layout: TableLayout, versions: dict[str, int], earlier: Earlier) -> dict[str, pl.DataFrame]:
    """Leaves of the quarters of a table that are out, as they were then."""
    sources = {quarter: earlier.source_of(layout.name, quarter, number) for quarter, number in versions.items()}
    return {q: frozen_leaves(desk, source, layout.name, q) for q, source in sources.items() if source is not None}
