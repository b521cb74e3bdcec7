"""How people sign in, as a home's settings tell it: safe addresses, known roles, and nothing from the environment."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.privacy.roles import Role
from tyokyky.settings import SETTINGS_FILE, Grant, Settings

PROVIDER = """
[[sign_in.providers]]
name = "entra"
label = "Kirjaudu"
metadata_url = "https://login.example/x"
client_id = "id"
"""
GRANT = '[[sign_in.grants]]\nclaim = "roles"\nvalue = "johto"\nrole = "manager"\n'
WHOLE = f'[sign_in]\npublic_address = "https://tyokyky.example.fi/"\n{PROVIDER}{GRANT}'


def settings_of(home: Path, text: str) -> Settings:
    (home / SETTINGS_FILE).write_text(text, encoding="utf-8")
    return Settings.of_home(home)


def test_a_whole_section_is_read(tmp_path: Path) -> None:
    sign_in = settings_of(tmp_path, WHOLE).sign_in
    assert sign_in is not None
    assert (sign_in.public_address, sign_in.host) == ("https://tyokyky.example.fi", "tyokyky.example.fi")
    assert sign_in.is_encrypted
    assert sign_in.name_claim == "sub"
    assert Settings.of_home(tmp_path / "other").sign_in is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://tyokyky.example.fi/", "http://tyokyky.example.fi"),
        ("https://tyokyky.example.fi/", "https://tyokyky.example.fi/sivu"),
        ("https://tyokyky.example.fi/", "https://a@tyokyky.example.fi"),
        ("https://tyokyky.example.fi/", "tyokyky.example.fi"),
        ("https://login.example/x", "http://login.example/x"),
        ('name = "entra"', 'name = "Entra_ID"'),
        ('role = "manager"', 'role = "boss"'),
        (GRANT, ""),
        (PROVIDER, ""),
        (PROVIDER, PROVIDER + PROVIDER),
        ('role = "manager"\n', 'role = "team"\nunits = ["A"]\nunits_claim = "talot"\n'),
        ('client_id = "id"', 'client_id = "id"\nclient_secret = "x"'),
    ],
)
def test_what_is_not_safe_or_not_known_is_refused(old: str, new: str, tmp_path: Path) -> None:
    assert old in WHOLE
    with pytest.raises(UserError, match="sign_in"):
        settings_of(tmp_path, WHOLE.replace(old, new))


def test_this_machine_may_be_tried_without_encryption(tmp_path: Path) -> None:
    sign_in = settings_of(tmp_path, WHOLE.replace("https://tyokyky.example.fi/", "http://127.0.0.1:8501")).sign_in
    assert sign_in is not None
    assert (sign_in.host, sign_in.is_encrypted) == ("127.0.0.1", False)


def test_no_variable_can_let_anybody_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TYOKYKY_SIGN_IN", '{"public_address": "https://evil.example"}')
    assert Settings.of_home(tmp_path).sign_in is None


def test_the_roles_of_grants_are_the_roles() -> None:
    for role in Role:
        assert Grant(claim="c", value="v", role=role.value).role == role
