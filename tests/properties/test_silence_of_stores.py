"""What the silent could change equals the twin's to 1e-9, and stays between what it is made of."""

from datetime import date

import polars as pl
import pytest
from tests.properties.figure_rows import Rows, assert_same, rows_of
from tests.properties.product import opened
from tests.properties.stores import Store
from tests.reference.figures import Selection
from tests.reference.silence import Assumed, silence

from tyokyky.analysis import participation as product_participation
from tyokyky.analysis import silence as product_silence
from tyokyky.domain.filters import Filters
from tyokyky.domain.participation import Assumption, Level

ROW = ("service_code", "level", "assumption")
COLUMNS = (
    "realised_share",
    "not_share",
    "difference_share",
    "lower_share",
    "upper_share",
    "exit_count",
    "no_answer_count",
)
HALF_YEAR = Selection(since=date(2025, 1, 1), until=date(2025, 6, 30))
ASKED = {
    "everything": (90, None, Selection()),
    "chained by 0": (30, 0, Selection()),
    "half a year": (60, None, HALF_YEAR),
    "one service": (90, None, Selection(service="STEP14")),
    "a unit, a long window": (365, None, Selection(unit="U2")),
}


def product_frame(store: Store, filters: Filters) -> pl.DataFrame:
    with opened(store.mart_path, filters.chain_gap_days) as connection:
        return product_silence.silence(connection, filters)


def row_of(made: Assumed) -> dict[str, object]:
    limits = made.difference_interval or (None, None)
    values = (made.realised.drop_off, made.not_realised.drop_off, made.difference, *limits, made.exits, made.no_answer)
    return dict(zip(COLUMNS, values, strict=True))


@pytest.mark.parametrize(("window_days", "chain", "selection"), ASKED.values(), ids=ASKED.keys())
def test_every_assumption_equals_the_twin(
    store: Store, window_days: int, chain: int | None, selection: Selection
) -> None:
    filters = Filters(window_days=window_days, chain_gap_days=chain, **vars(selection))
    frame = product_frame(store, filters)
    twin: Rows = {key: row_of(made) for key, made in silence(store.world, window_days, chain, selection).items()}
    assert_same(rows_of(frame, ROW, COLUMNS), twin)
    assert (frame.filter(pl.col("state") != "")["difference_share"].null_count()) == frame.filter(
        pl.col("difference_share").is_null()
    ).height


def test_as_answered_is_the_difference_of_participation(store: Store) -> None:
    answered = product_frame(store, Filters()).filter(pl.col("assumption") == Assumption.AS_ANSWERED.value)
    with opened(store.mart_path, None) as connection:
        compared = product_participation.participation(connection, Filters())
    of_level = compared.filter(pl.col("measure") == "experience").unique(["service_code", "level"])
    both = answered.join(of_level, on=["service_code", "level"], suffix="_compared")
    assert both.height == answered.height == answered["service_code"].n_unique() * len(Level)
    for mine, theirs in (
        ("difference_share", "difference_share_compared"),
        ("lower_share", "difference_lower_share"),
        ("upper_share", "difference_upper_share"),
    ):
        assert both[mine].eq_missing(both[theirs]).all()


def test_an_assumption_moves_one_group_and_no_exit_is_lost(store: Store) -> None:
    frame = product_frame(store, Filters())
    wide = frame.pivot("assumption", index=["service_code", "level"], values=["realised_share", "not_share"])
    assert wide["not_share_all_realised"].eq_missing(wide["not_share_as_answered"]).all()
    assert wide["realised_share_all_not"].eq_missing(wide["realised_share_as_answered"]).all()
    moved = wide.filter(pl.col("realised_share_all_realised") != pl.col("realised_share_as_answered"))
    assert moved.height >= 2
    groups = frame.explode("group_rows").unnest("group_rows", separator=".")
    summed = groups.group_by(ROW).agg(pl.col("group_rows.exit_count").sum(), pl.col("exit_count").first())
    assert (summed["group_rows.exit_count"] == summed["exit_count"]).all()
