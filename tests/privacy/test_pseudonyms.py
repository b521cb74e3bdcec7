"""Pseudonyms: the documented formula, one person per link group, keys that nobody else may read."""

import hashlib
import hmac
import json
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.privacy.pseudonyms import KEYS_FILE, Key, KeyRing, has_keys, open_key_ring, passing_ring

SECRET = bytes(range(32))


def test_pseudonym_follows_the_documented_formula() -> None:
    ring = KeyRing((Key("k", SECRET),))
    expected = hmac.new(SECRET, b"alue\x00131052-308T", hashlib.sha256).hexdigest()
    assert ring.pseudonyms("alue", ["131052-308T"]) == [expected]


def test_person_differs_between_link_groups_and_keys() -> None:
    ring, other = passing_ring(), passing_ring()
    made = {*ring.pseudonyms("a", ["X"]), *ring.pseudonyms("b", ["X"]), *other.pseudonyms("a", ["X"])}
    assert len(made) == 3


def test_link_group_and_identifier_can_not_run_into_each_other() -> None:
    ring = passing_ring()
    assert ring.pseudonyms("ab", ["c"]) != ring.pseudonyms("a", ["bc"])


def test_rotated_pseudonym_is_the_old_one_through_the_new_key() -> None:
    old, new = Key("1", SECRET), Key("2", SECRET[::-1])
    (first,) = KeyRing((old,)).pseudonyms("g", ["X"])
    expected = hmac.new(new.secret, first.encode(), hashlib.sha256).hexdigest()
    rotated = KeyRing((old, new))
    assert rotated.pseudonyms("g", ["X"]) == [expected]
    assert rotated.key_id == "2"


def test_keys_are_made_once_and_for_the_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert not has_keys(folder)
    ring = open_key_ring(folder)
    assert has_keys(folder)
    assert open_key_ring(folder) == ring
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / KEYS_FILE).stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [KEYS_FILE]
    assert ring.key_id not in ring.keys[0].secret.hex()


def test_two_first_uses_at_once_end_up_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=8) as several:
        rings = list(several.map(open_key_ring, [tmp_path / "keys"] * 16))
    assert len({ring.key_id for ring in rings}) == 1


def test_secret_is_not_in_what_is_printed() -> None:
    assert SECRET.hex() not in repr(KeyRing((Key("k", SECRET),)))
    assert repr(SECRET) not in repr(KeyRing((Key("k", SECRET),)))


def test_keys_that_others_may_read_are_refused(tmp_path: Path) -> None:
    open_key_ring(tmp_path)
    (tmp_path / KEYS_FILE).chmod(0o640)
    with pytest.raises(UserError, match="chmod 600"):
        open_key_ring(tmp_path)


@pytest.mark.parametrize("content", ["", "{}", '{"format": 1, "keys": []}', "[1]", '{"format": 2, "keys": []}',
                                     json.dumps({"format": 1, "keys": [{"id": "a", "key": "00"}]})])  # fmt: skip
def test_broken_key_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / KEYS_FILE
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(UserError, match="ei ole ehjä"):
        open_key_ring(tmp_path)


def test_fingerprint_knows_the_bytes_and_needs_the_key() -> None:
    ring = KeyRing((Key("k", SECRET),))
    assert ring.fingerprint(b"a") == ring.fingerprint(b"a")
    assert ring.fingerprint(b"a") != ring.fingerprint(b"b")
    assert ring.fingerprint(b"a") != passing_ring().fingerprint(b"a")
