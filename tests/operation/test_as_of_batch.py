"""`build --as-of-batch N` gives the figures that a home built after delivery N gave, whatever came later."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.ingest.deliveries import AS_OF, CLIENT, COMMENT, MOMENT, PERIOD, REFERRAL, RESPONSE, Home, changed

from tyokyky.domain.errors import UserError
from tyokyky.ingest import ledger
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import SETTINGS_FILE, Settings
from tyokyky.store.connection import open_locked_down

LATER = AS_OF + timedelta(days=30)
_OF_THE_BUILD = ("build_setting", "batch", "rule_count")
"""Tell when and of what a mart was built; the rest is what figures are asked of."""


def rows(home: Home) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the current mart that figures are asked of."""
    current = current_mart(home.settings)
    mart = open_locked_down(current.path)
    try:
        names = [name for (name,) in mart.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()]
        return {
            name: sorted(mart.execute(f"SELECT * FROM {name}").fetchall(), key=repr)  # noqa: S608 - names of our own
            for name in names
            if name not in _OF_THE_BUILD
        }
    finally:
        mart.close()


def first_deliveries(home: Home) -> None:
    linked = home.source(linked_answers_permitted=True)
    home.deliver([changed(CLIENT), changed(CLIENT, client_id="A-2")])
    still_open = changed(PERIOD, client_id="A-2", period_id="J-2", ended_on="", end_reason_code="")
    gone_later = changed(PERIOD, client_id="A-3", period_id="J-3")
    home.deliver([PERIOD, still_open, gone_later], source=home.source(delivery="full"))
    home.deliver([REFERRAL])
    home.deliver([MOMENT])
    home.deliver([RESPONSE], source=linked)
    home.deliver([COMMENT])


def later_deliveries(home: Home) -> None:
    """The register changes afterwards: an end comes, a row is corrected, one is missing, an answer is added."""
    ended = changed(PERIOD, client_id="A-2", period_id="J-2", ended_on="2026-05-31")
    corrected = changed(PERIOD, ended_on="2025-07-31")
    home.deliver([corrected, ended], source=home.source(delivery="full"), as_of=LATER)
    home.deliver([changed(MOMENT, attended="no_show")], as_of=LATER)
    home.deliver([changed(RESPONSE, score="1")], source=home.source(linked_answers_permitted=True), as_of=LATER)
    home.deliver([changed(COMMENT, text="Sanoin toisin.")], as_of=LATER)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    folder = tmp_path / "koti"
    folder.mkdir()
    (folder / SETTINGS_FILE).write_text("comment_kept_days = 36500\n", encoding="utf-8")
    return Home(Settings.of_home(folder))


def test_figures_are_as_they_were_known_then(home: Home) -> None:
    first_deliveries(home)
    build(home.settings)
    then = rows(home)
    known = ledger.batches(home.settings).height
    periods = home.live("period").sort("period_id")
    later_deliveries(home)
    assert not home.live("period").sort("period_id").equals(periods)
    build(home.settings, as_of_batch=known)
    assert rows(home) == then
    mart = current_mart(home.settings)
    assert (mart.as_of_batch, mart.observed_until) == (known, date(2026, 6, 30))


def test_a_delivery_that_is_not_there_is_refused(home: Home) -> None:
    home.deliver([CLIENT])
    with pytest.raises(UserError, match="Erää 2 ei ole"):
        build(home.settings, as_of_batch=2)
