"""How a server may be started: synthetic data openly, other data only by one person at their own machine."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.ui.mode import MODE_VARIABLE, Mode, current_mode, mode_for


def _home(folder: Path, *, synthetic: bool) -> Settings:
    (folder / "tyokyky.toml").write_text(f"synthetic = {str(synthetic).lower()}\n", encoding="utf-8")
    return Settings.of_home(folder)


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
