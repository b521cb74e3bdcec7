"""The example of a proxy says what the program needs and the settings beside it are settings."""

import re
import tomllib
from pathlib import Path

from tyokyky.settings import SignIn, shipped_folder
from tyokyky.ui.web import CLOSED

PAGE = (Path(__file__).parents[2] / "docs" / "nginx.md").read_text(encoding="utf-8")
CONFIGURATION = re.findall(r"```nginx\n(.*?)```", PAGE, re.DOTALL)[0]
SETTINGS, REMOVED = (tomllib.loads(text) for text in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL))


def test_the_settings_of_the_example_are_settings() -> None:
    sign_in = SignIn.model_validate(SETTINGS["sign_in"])
    assert f"server_name {sign_in.host};" in CONFIGURATION
    assert f"{sign_in.public_address}/oauth2callback" in PAGE
    assert set(REMOVED["removed"][0]) == {"name", "roles"}


def test_the_proxy_passes_the_host_and_web_sockets_and_marks_cookies() -> None:
    lines = [" ".join(line.split()) for line in CONFIGURATION.splitlines()]
    for line in (
        "proxy_set_header Host $http_host;",
        "proxy_set_header Upgrade $http_upgrade;",
        "proxy_http_version 1.1;",
        "proxy_cookie_flags ~ secure;",
        "ip_hash;",
        "gzip on;",
    ):
        assert line in lines
    assert not [line for line in lines if "Content-Security-Policy" in line]


def test_the_proxy_takes_the_largest_upload_and_closes_what_is_closed() -> None:
    shipped = tomllib.loads((shipped_folder() / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    [largest] = re.findall(r"client_max_body_size (\d+)m;", CONFIGURATION)
    assert int(largest) > shipped["server"]["maxUploadSize"]
    [closed] = re.findall(r"location ~ (\S+) \{", CONFIGURATION)
    assert all(re.search(closed, path) for path in CLOSED)
    assert not re.search(closed, "/_stcore/stream")
