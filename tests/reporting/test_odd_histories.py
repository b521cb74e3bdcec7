"""Odd histories of a home: very old dates, late answers, a broken pointer."""

from pathlib import Path

from tests.homes import AS_OF, built, stay, tyokyky

from tyokyky.reporting.mart import current_mart


def test_a_very_old_end_does_not_stop_the_build(tmp_path: Path) -> None:
    settings = built(tmp_path / "koti", stay("A", "STEP", "1930-01-01", "1930-02-01"))
    outcome = tyokyky("figures", "drop-off", "--format", "json", "--home", settings.home)
    assert outcome.code == 0, outcome.err
    assert b'"not_yet_observable":0' in outcome.out


def test_a_build_mends_a_broken_pointer(tmp_path: Path) -> None:
    settings = built(tmp_path / "koti", stay("A", "STEP", "2025-01-01", "2025-02-01"))
    (settings.marts_folder / "current.json").write_text("rikki", encoding="utf-8")
    tyokyky("figures", "drop-off", "--home", settings.home).assert_refused("aja tyokyky build")
    assert tyokyky("build", "--home", settings.home).code == 0
    assert current_mart(settings).observed_until == AS_OF
