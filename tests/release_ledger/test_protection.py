"""Engines as a release uses them: what they let out, what readers lose, their secret, where intervals end."""

from pathlib import Path

import numpy as np
import pytest
from tests.release_ledger.desks import hand

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import TOTAL, Dimension, TableLayout
from tyokyky.presentation.releases import hidden_share, loss_table, shown_rate_share
from tyokyky.release import planning
from tyokyky.release.bounds import GREATEST_COUNT
from tyokyky.release.earlier import Earlier
from tyokyky.release.folders import ShownTable
from tyokyky.release.loss import TableLoss, table_loss
from tyokyky.release.protection import both_engines
from tyokyky.release.secret import SEED_FILE, release_secret
from tyokyky.release.tables.counting import Counts
from tyokyky.settings import Settings

FACTS = {
    "id": "2025-12-31-1",
    "quarter_versions": {},
    "populations": {},
    "merged": {"municipality": {}},
    "upper_bounds": [{"measure": "exits", "cell": {}, "at_most": GREATEST_COUNT}],
    "policy": {"n_min": 5, "width": 5, "insider_count": 1, "insider_count_small": 2, "small_population": 5000},
}


def _axis(name: str, *codes: str) -> Dimension:
    return Dimension(name, (TOTAL, *codes), dict.fromkeys(codes, (TOTAL,)), name == "outcome")


LAYOUT = TableLayout(
    "exits_by_age_band",
    "exits",
    "exit",
    (_axis("joint", "a", "b", "c"), _axis("outcome", "continued", "dropped", "open")),
)


def _counts() -> Counts:
    inner = np.array([[30, 12, 9], [25, 3, 14], [41, 17, 22]], np.int64)
    counts = np.zeros(LAYOUT.shape, np.int64)
    counts[1:, 1:] = inner
    counts[1:, 0], counts[0, 1:], counts[0, 0] = inner.sum(1), inner.sum(0), inner.sum()
    return counts


def test_the_chosen_engine_s_tables_and_the_loss_of_both(tmp_path: Path) -> None:
    made = both_engines(Settings(home=tmp_path), FACTS, {LAYOUT: _counts()}, Earlier(()), "elimination")
    [table] = made.tables
    assert not table.shown[2, 2]
    assert table.shown.sum() < table.shown.size - 1
    assert (table.counts[table.shown] == _counts()[table.shown]).all()
    assert ((table.lower <= _counts()) & (_counts() <= table.upper)).all()
    assert [loss.engine for loss in made.losses] == ["elimination", "rounding"]
    hidden = made.losses[0].tables[0]
    assert (hidden.small_count, hidden.changed_count) == (1, 0)
    assert made.losses[1].tables[0].changed_count > 0


def test_rounding_shows_everything_in_fives_and_the_same_each_time(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    one = both_engines(settings, FACTS, {LAYOUT: _counts()}, Earlier(()), "rounding").tables[0]
    other = both_engines(settings, FACTS, {LAYOUT: _counts()}, Earlier(()), "rounding").tables[0]
    assert one.shown.all()
    assert (one.counts % 5 == 0).all()
    assert one.counts[0, 0] == one.counts[1:, 1:].sum()
    assert one.rows().equals(other.rows())


def test_the_secret_is_made_once_and_is_the_owner_s_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    first = release_secret(settings)
    assert release_secret(settings) == first
    assert (settings.keys_folder / SEED_FILE).stat().st_mode & 0o777 == 0o600
    assert release_secret(Settings(home=tmp_path / "other")) != first
    (settings.keys_folder / SEED_FILE).write_bytes(b"short")
    with pytest.raises(UserError, match="rikki"):
        release_secret(settings)


def test_loss_tells_small_other_and_changed_cells_apart() -> None:
    true = _counts()
    shown = np.ones(LAYOUT.shape, np.bool_)
    shown[2, 2] = shown[3, 2] = False
    published = true.copy()
    published[1, 1] += 1
    loss = table_loss(ShownTable(LAYOUT, published, shown, true, true), true, 5)
    assert (loss.cell_count, loss.small_count, loss.other_count, loss.changed_count) == (16, 1, 1, 1)
    # Every row of joints has twenty exits or more of a known outcome; two of the four lack their dropped.
    assert (loss.rate_count, loss.hidden_rate_count) == (4, 2)


def test_losses_are_told_in_words() -> None:
    losses = [TableLoss("exits_by_age_band", 100, 10, 5, 1, 20, 5), TableLoss("themes", 100, 0, 0, 0, 0, 0)]
    assert hidden_share(losses) == pytest.approx(0.08)
    assert shown_rate_share(losses) == pytest.approx(0.75)
    assert shown_rate_share(losses[1:]) == 1.0
    first, second = loss_table(losses).rows
    assert first[0] == "Päättymiset ikäryhmittäin"
    assert first[1:5] == ("100", "10", "5", "1")
    assert first[6] == "15 / 20"
    assert second[6] == "–"


def test_every_interval_ends_somewhere(fresh: Settings) -> None:
    bounds = planning.plan(fresh, hand()).facts["upper_bounds"]
    tops = [one["cell"] for one in bounds if one["at_most"] == GREATEST_COUNT]
    assert tops[:2] == [{}, {}]
    assert {"theme": "bouncing"} in tops or len(tops) == 2
    assert {"measure": "exits", "cell": {"municipality": "398"}, "at_most": 121000} in bounds or any(
        one["cell"] == {"municipality": "G1"} for one in bounds
    )
