"""Secrets of the sign-in: from the environment or from a file of one's own, and told to nobody."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.privacy.sign_in_secrets import client_secret, cookie_secret
from tyokyky.settings import Provider, Settings

ENTRA = Provider(name="entra", label="Entra", metadata_url="https://login.example/x", client_id="id")
SECRET = "kanarialintu-93"  # noqa: S105 - a made-up one


def write(home: Path, mode: int, text: str = SECRET) -> None:
    folder = home / "sign_in"
    folder.mkdir(exist_ok=True)
    (folder / "entra.secret").write_text(text, encoding="utf-8")
    (folder / "entra.secret").chmod(mode)


def test_a_secret_comes_from_the_environment_before_the_file(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    write(tmp_path, 0o600, "from the file\n")
    assert client_secret(settings, ENTRA, {}) == "from the file"
    assert client_secret(settings, ENTRA, {"TYOKYKY_CLIENT_SECRET_ENTRA": SECRET}) == SECRET


def test_a_missing_empty_or_open_secret_is_refused_without_its_value(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    with pytest.raises(UserError, match="TYOKYKY_CLIENT_SECRET_ENTRA"):
        client_secret(settings, ENTRA, {})
    write(tmp_path, 0o640)
    with pytest.raises(UserError, match="chmod 600") as refused:
        client_secret(settings, ENTRA, {})
    assert SECRET not in str(refused.value)
    write(tmp_path, 0o600, " \n")
    with pytest.raises(UserError, match="tyhjä"):
        client_secret(settings, ENTRA, {})


def test_the_cookie_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: cookie_secret(settings), range(8)))
    assert len(made) == 1
    assert len(made.pop()) == 64
    path = tmp_path / "sign_in" / "cookie.secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["cookie.secret"]
