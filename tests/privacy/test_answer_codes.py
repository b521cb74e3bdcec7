"""Codes tie an answer to a person only for who has the steward's list and the keys."""

import json
from pathlib import Path

import pytest

from tyokyky.domain.answer_codes import mark_of
from tyokyky.domain.errors import UserError
from tyokyky.privacy.answer_codes import STEWARDS_LIST, issue_codes, ring_with_codes
from tyokyky.privacy.pseudonyms import Key, KeyRing

PEOPLE = ["010190-123A", "ASIAKAS-7"]
OLD, NEW = Key("old", b"o" * 32), Key("new", b"n" * 32)
RING = KeyRing((OLD,))


def issued(folder: Path, ring: KeyRing = RING, group: str = "county") -> list[str]:
    return issue_codes(ring, group, PEOPLE, folder / "keys", folder / "queue" / "codes.txt")


def test_a_code_leads_to_its_persons_pseudonym(tmp_path: Path) -> None:
    codes = issued(tmp_path)
    ring = ring_with_codes(RING, "county", tmp_path / "keys")
    marks = [mark_of(code) for code in codes]
    assert ring.pseudonyms("county", marks) == RING.pseudonyms("county", PEOPLE)
    assert ring.key_id == RING.key_id
    assert ring.fingerprint(b"x") == RING.fingerprint(b"x")


def test_what_is_no_mark_is_an_identifier_as_always(tmp_path: Path) -> None:
    issued(tmp_path)
    ring = ring_with_codes(RING, "county", tmp_path / "keys")
    assert ring.pseudonyms("county", PEOPLE) == RING.pseudonyms("county", PEOPLE)


def test_neither_list_tells_a_person_or_a_code_and_the_forms_no_pseudonym(tmp_path: Path) -> None:
    codes = issued(tmp_path)
    stewards = (tmp_path / "keys" / STEWARDS_LIST).read_text(encoding="utf-8")
    forms = (tmp_path / "queue" / "codes.txt").read_text(encoding="utf-8")
    for text in (*PEOPLE, *codes, *(code.replace("-", "") for code in codes)):
        assert text not in stewards
        assert text not in forms
    assert forms.split() == [mark_of(code) for code in codes]
    assert not any(pseudonym in forms for pseudonym in RING.pseudonyms("county", PEOPLE))
    for path in (tmp_path / "keys" / STEWARDS_LIST, tmp_path / "queue" / "codes.txt"):
        assert path.stat().st_mode & 0o077 == 0


def test_codes_issued_later_leave_the_earlier_ones(tmp_path: Path) -> None:
    marks = [mark_of(code) for code in (*issued(tmp_path), *issued(tmp_path))]
    ring = ring_with_codes(RING, "county", tmp_path / "keys")
    assert len(set(marks)) == len(ring.by_mark) == 4
    assert ring.pseudonyms("county", marks) == RING.pseudonyms("county", PEOPLE) * 2


def test_codes_hold_over_a_change_of_keys(tmp_path: Path) -> None:
    marks = [mark_of(code) for code in issued(tmp_path)]
    rotated = KeyRing((OLD, NEW))
    marks += [mark_of(code) for code in issued(tmp_path, rotated)]
    ring = ring_with_codes(rotated, "county", tmp_path / "keys")
    assert ring.pseudonyms("county", marks) == rotated.pseudonyms("county", PEOPLE) * 2


def test_codes_of_another_link_group_link_nothing(tmp_path: Path) -> None:
    issued(tmp_path, group="elsewhere")
    assert ring_with_codes(RING, "county", tmp_path / "keys").by_mark == {}


def test_without_a_list_there_are_no_codes(tmp_path: Path) -> None:
    assert ring_with_codes(RING, "county", tmp_path / "keys").by_mark == {}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "{}",
        json.dumps({"mark": "AA", "pseudonym": "p", "key_id": "lost", "link_group": "county"}),
    ],
)
def test_a_broken_list_is_told(line: str, tmp_path: Path) -> None:
    (tmp_path / STEWARDS_LIST).write_text(line + "\n", encoding="utf-8")
    with pytest.raises(UserError, match="varmuuskopiosta"):
        ring_with_codes(RING, "county", tmp_path)


def test_a_list_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file in its place", encoding="utf-8")
    with pytest.raises(UserError, match="levytila"):
        issued(tmp_path)
    assert not (tmp_path / "queue").exists(), "no code may be known whose person is not"


def test_the_ring_does_not_show_whose_codes_are(tmp_path: Path) -> None:
    issued(tmp_path)
    ring = ring_with_codes(RING, "county", tmp_path / "keys")
    assert not any(pseudonym in repr(ring) for pseudonym in ring.by_mark.values())
