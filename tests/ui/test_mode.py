"""How a server may be started: synthetic data openly, other data only by one person at their own machine."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.ui.mode import MODE_VARIABLE, Mode, allowed_hosts_of, current_mode, mode_for

SIGN_IN = """
[sign_in]
public_address = "https://tyokyky.example.fi"
[[sign_in.providers]]
name = "entra"
label = "Entra"
metadata_url = "https://login.example/x"
client_id = "id"
[[sign_in.grants]]
claim = "roles"
value = "johto"
role = "manager"
"""


def _home(folder: Path, *, synthetic: bool) -> Settings:
    (folder / "tyokyky.toml").write_text(f"synthetic = {str(synthetic).lower()}\n", encoding="utf-8")
    return Settings.of_home(folder)


def _where_people_sign_in(folder: Path) -> Settings:
    (folder / "tyokyky.toml").write_text(f"synthetic = true\n{SIGN_IN}", encoding="utf-8")
    return Settings.of_home(folder)


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "10.0.0.5"])  # noqa: S104 - with a sign-in
def test_with_a_sign_in_any_address_will_do_and_no_role_is_chosen_freely(address: str, tmp_path: Path) -> None:
    settings = _where_people_sign_in(tmp_path)
    assert mode_for(settings, is_local=False, address=address) is Mode.SIGNED_IN
    with pytest.raises(UserError, match="jätä --local"):
        mode_for(settings, is_local=True, address=address)


@pytest.mark.parametrize(("said", "mode"), [("signed_in", Mode.SIGNED_IN), ("demo", None), ("local", None), ("", None)])
def test_no_other_mode_opens_where_people_sign_in(
    said: str, mode: Mode | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _where_people_sign_in(tmp_path)
    monkeypatch.setenv("TYOKYKY_HOME", str(tmp_path))
    monkeypatch.setenv(MODE_VARIABLE, said)
    assert current_mode() is mode


def test_hosts_are_this_machines_and_the_public_one(tmp_path: Path) -> None:
    assert allowed_hosts_of(_home(tmp_path, synthetic=True)) == {"127.0.0.1", "localhost", "::1"}
    assert "tyokyky.example.fi" in allowed_hosts_of(_where_people_sign_in(tmp_path))


def test_synthetic_home_opens_as_a_demo(tmp_path: Path) -> None:
    assert mode_for(_home(tmp_path, synthetic=True), is_local=False, address="127.0.0.1") is Mode.DEMO


def test_other_data_need_local(tmp_path: Path) -> None:
    settings = _home(tmp_path, synthetic=False)
    with pytest.raises(UserError, match="--local"):
        mode_for(settings, is_local=False, address="127.0.0.1")
    assert mode_for(settings, is_local=True, address="::1") is Mode.LOCAL


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.5", "tyokyky.example", ""])  # noqa: S104 - to be refused
@pytest.mark.parametrize("is_local", [True, False])
def test_no_other_address_without_sign_in(address: str, is_local: bool, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="omalle koneelle"):
        mode_for(_home(tmp_path, synthetic=True), is_local=is_local, address=address)


@pytest.mark.parametrize(
    ("said", "synthetic", "mode"),
    [
        ("demo", True, Mode.DEMO),
        ("demo", False, None),
        ("local", False, Mode.LOCAL),
        ("", True, None),
        ("signed_in", True, None),
        ("admin", True, None),
    ],
)
def test_mode_of_a_running_server(
    said: str, synthetic: bool, mode: Mode | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _home(tmp_path, synthetic=synthetic)
    monkeypatch.setenv("TYOKYKY_HOME", str(tmp_path))
    monkeypatch.setenv(MODE_VARIABLE, said)
    assert current_mode() is mode
