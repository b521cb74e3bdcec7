"""Settings of a home: environment before the home's file before defaults, and clear words for what is wrong."""

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from tyokyky.domain.errors import UserError
from tyokyky.settings import SETTINGS_FILE, Settings, shipped_folder

LINKED = """
steward = "aino"
observed_until = 2025-12-31

[[link_groups]]
name = "joined"
controllers = ["county", "employment"]
legal_basis = " Laki 703/2023 "
"""


def write(home: Path, text: str) -> Path:
    home.mkdir(parents=True, exist_ok=True)
    (home / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return home


def test_a_home_needs_no_file(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path / "nothing")
    assert settings.home == (tmp_path / "nothing").resolve()
    assert (settings.county_code, settings.synthetic, settings.steward) == ("09", False, None)
    assert settings.comment_kept_days == 365
    assert settings.link_group_of("county") == "county"


def test_file_of_the_home_is_read(tmp_path: Path) -> None:
    settings = Settings.of_home(write(tmp_path, LINKED))
    assert settings.steward == "aino"
    assert settings.observed_until == date(2025, 12, 31)
    assert settings.link_group_of("employment") == "joined"
    assert settings.link_group_of("elsewhere") == "elsewhere"
    assert settings.link_groups[0].legal_basis == "Laki 703/2023"


def test_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = write(tmp_path / "koti", 'wait_seconds = 5\nsteward = "aino"')
    monkeypatch.setenv("TYOKYKY_WAIT_SECONDS", "7")
    monkeypatch.setenv("TYOKYKY_HOME", str(home))
    settings = Settings.of_home()
    assert (settings.home, settings.wait_seconds, settings.steward) == (home.resolve(), 7.0, "aino")
    monkeypatch.setenv("TYOKYKY_HOME", str(tmp_path / "other"))
    assert Settings.of_home(home).home == home.resolve()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[", "TOMLia"),
        ("wind = 1", "wind"),
        ('wait_seconds = "long"', "wait_seconds"),
        ("comment_kept_days = 0", "comment_kept_days"),
        ("comment_kept_days = 36501", "comment_kept_days"),
        ('[[link_groups]]\nname = ""\ncontrollers = ["a"]\nlegal_basis = "b"', "link_groups.0.name"),
        ('[[link_groups]]\nname = "a"\ncontrollers = []\nlegal_basis = "b"', "link_groups.0.controllers"),
        ('[[link_groups]]\nname = "a"\ncontrollers = ["b"]\nlegal_basis = " "', "link_groups.0.legal_basis"),
        ('[[link_groups]]\nname = "a"\ncontrollers = ["b"]', "link_groups.0.legal_basis"),
    ],
)
def test_what_is_wrong_is_named_and_its_value_is_not(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError) as told:
        Settings.of_home(write(tmp_path, text))
    assert said in str(told.value)
    assert "long" not in str(told.value)
    assert "\n" not in str(told.value)
    assert told.value.__suppress_context__


def test_settings_are_frozen(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    with pytest.raises(ValidationError):
        settings.synthetic = True


def test_places_lie_in_the_home(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    places = (settings.register_path, settings.marts_folder, settings.keys_folder, settings.access_log_path)
    assert {place.parent for place in places} == {tmp_path.resolve()}


def test_shipped_folder_holds_what_is_read_at_run_time() -> None:
    for name in ("data/codes/services.csv", "data/sources/canonical_csv.toml", "pages/overview.py", "app.py"):
        assert (shipped_folder() / name).is_file()


@pytest.mark.parametrize("name", ["SYNTHETIC", "STEWARD", "LINK_GROUPS"])
def test_what_guards_people_is_said_by_the_home_alone(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    groups = '[{"name":"x","controllers":["a"],"legal_basis":"b"}]'
    values = {"SYNTHETIC": "true", "STEWARD": "someone", "LINK_GROUPS": groups}
    monkeypatch.setenv(f"TYOKYKY_{name}", values[name])
    settings = Settings.of_home(write(tmp_path / "home", LINKED))
    assert (settings.synthetic, settings.steward) == (False, "aino")
    assert [group.name for group in settings.link_groups] == ["joined"]


def test_the_form_has_its_own_folder_and_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.of_home(tmp_path)
    assert (settings.queue_folder, settings.form_sends_per_minute) == (tmp_path.resolve() / "queue", 30)
    monkeypatch.setenv("TYOKYKY_FORM_SENDS_PER_MINUTE", "0")
    with pytest.raises(UserError, match="form_sends_per_minute"):
        Settings.of_home(tmp_path)
