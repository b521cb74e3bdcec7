"""The command that starts the server: what it refuses and what it hands on."""

import socket
from pathlib import Path

import pytest
from tests.ui.test_mode import SIGN_IN

from tyokyky.cli import serve
from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings
from tyokyky.ui.mode import MODE_VARIABLE, Mode


def test_home_that_is_not_synthetic_is_refused_without_local(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--local"):
        serve.serve(home=tmp_path, headless=True)


def test_outer_address_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tyokyky.toml").write_text("synthetic = true\n", encoding="utf-8")
    with pytest.raises(UserError, match="omalle koneelle"):
        serve.serve(home=tmp_path, headless=True, address="0.0.0.0")  # noqa: S104 - to be refused


def test_server_gets_home_and_mode_and_no_foreign_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STREAMLIT_SERVER_ADDRESS", "0.0.0.0")  # noqa: S104 - must not reach the server
    monkeypatch.setenv(MODE_VARIABLE, "demo")
    environment = serve.server_environment(Settings.of_home(tmp_path), Mode.LOCAL)
    assert environment["TYOKYKY_HOME"] == str(tmp_path)
    assert environment[MODE_VARIABLE] == "local"
    assert not any(name.startswith("STREAMLIT_") for name in environment)


def test_every_shipped_setting_is_a_flag() -> None:
    flags = serve._flags(8123, "127.0.0.1")
    assert "--server.port=8123" in flags
    assert "--server.address=127.0.0.1" in flags
    assert "--browser.gatherUsageStats=false" in flags
    assert "--client.showErrorDetails=none" in flags
    assert "--server.enableXsrfProtection=true" in flags
    assert "--server.fileWatcherType=none" in flags
    assert "--server.maxUploadSize=500" in flags
    assert [flag for flag in flags if "allowedHosts" in flag] == [
        f"--server.allowedHosts={host}" for host in ("127.0.0.1", "::1", "localhost")
    ]


def test_a_missing_secret_is_told_before_the_server_starts(tmp_path: Path) -> None:
    (tmp_path / "tyokyky.toml").write_text(SIGN_IN, encoding="utf-8")
    with pytest.raises(UserError, match="TYOKYKY_CLIENT_SECRET_ENTRA"):
        serve.serve(home=tmp_path, headless=True)


def test_taken_port_is_told_in_one_sentence(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UserError, match="--port"):
            serve.open_dashboard(settings, Mode.LOCAL, port=taken.getsockname()[1], opens_browser=False)
