"""A new key renews every pseudonym and breaks no tie; sealed keys open again and nowhere else."""

import json
import shutil
from pathlib import Path

import pytest
from tests.ingest.deliveries import COMMENT, CONTROLLER, RESPONSE, Home, changed
from tests.operation.rights_home import GONE, STAYS, pseudonym_of, rows_of, stored_texts

from tyokyky.domain.errors import UserError
from tyokyky.domain.themes import CommentKey, NewCoding
from tyokyky.feedback.theme_codings import latest_codings, record_codings
from tyokyky.privacy import access_log, key_escrow
from tyokyky.privacy.key_rotation import NEXT_FILE, begin_rotation
from tyokyky.privacy.pseudonyms import KEYS_FILE, open_key_ring
from tyokyky.reporting import keys
from tyokyky.reporting.answer_queue import import_queue
from tyokyky.reporting.keys import escrow_keys, new_keys, restore_keys, rotate_keys
from tyokyky.settings import Settings
from tyokyky.store.themes import load_themes

WHY = "avain on voinut vuotaa"
PHRASE = "seitsemän sinistä satamaa"


@pytest.fixture
def home(home_of_two: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A copy of the home; no test of keys asks its mart."""
    monkeypatch.setattr(keys, "rebuild_alone", lambda *_: None)
    shutil.copytree(home_of_two.settings.home, tmp_path / "koti")
    return Home(Settings.of_home(tmp_path / "koti"))


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of guessing is not what these tests are about."""
    monkeypatch.setattr(key_escrow, "_COST", 2**10)


def as_before(home: Home) -> None:
    """A later delivery of the same rows in other bytes finds each of them: nobody has become someone else."""
    of_period_and_answer = slice(1, 5, 3)
    tables = zip(rows_of(GONE)[of_period_and_answer], rows_of(STAYS)[of_period_and_answer], strict=True)
    for first, second in tables:
        report = home.deliver([*second, *first], source=home.source(linked_answers_permitted=True))
        assert (report.accepted, report.quarantined, report.same_as_batch) == (0, 0, None), report.table


def test_rotation_renews_every_pseudonym_and_breaks_no_tie(home: Home) -> None:
    settings = home.settings
    old = {person: pseudonym_of(settings, person) for person in (GONE, STAYS)}
    made_ids = home.live("period")["period_id"].to_list()
    assert all(any(one in made_id for one in old.values()) for made_id in made_ids)
    assert rotate_keys(settings, WHY) == 2
    new = {person: pseudonym_of(settings, person) for person in (GONE, STAYS)}
    assert set(home.live("client")["client_id"]) == set(new.values())
    texts = stored_texts(home)
    assert [name for name, text in texts.items() if any(one in text for one in old.values())] == []
    assert sorted(home.live("period")["client_id"].to_list()) == sorted([*new.values()] * 2)
    assert latest_codings(settings)["response_id"].to_list() == ["V-4711", "V-4712"]
    assert len(open_key_ring(settings.keys_folder).keys) == 2
    assert not (settings.keys_folder / NEXT_FILE).exists()
    as_before(home)


def test_codes_given_before_a_change_link_answers_sent_after_it(home: Home) -> None:
    rotate_keys(home.settings, WHY)
    rotate_keys(home.settings, WHY)
    import_queue(home.settings)
    linked = home.live("response").drop_nulls("client_id")
    assert set(linked["client_id"]) == {pseudonym_of(home.settings, person) for person in (GONE, STAYS)}
    as_before(home)


def test_a_comments_coding_follows_an_answer_whose_id_is_made_of_the_client(home: Home) -> None:
    answer = {name: cell for name, cell in RESPONSE.items() if name != "response_id"}
    home.deliver(
        [changed(answer, client_id=GONE, answered_on="2025-04-04")], source=home.source(linked_answers_permitted=True)
    )
    (made_id,) = (one for one in home.live("response")["response_id"] if pseudonym_of(home.settings, GONE) in one)
    home.deliver([changed(COMMENT, response_id=made_id)])
    themes = load_themes(home.settings)
    key = CommentKey(CONTROLLER, made_id, COMMENT["question"])
    record_codings(home.settings, [NewCoding(key, "team", frozenset({themes[0].theme_id}))], themes)
    rotate_keys(home.settings, WHY)
    (renewed,) = (one for one in home.live("response")["response_id"] if pseudonym_of(home.settings, GONE) in one)
    assert renewed != made_id
    assert renewed in home.live("comment")["response_id"].to_list()
    assert renewed in latest_codings(home.settings)["response_id"].to_list()


def test_a_register_from_before_a_change_is_brought_up_to_the_keys(home: Home, tmp_path: Path) -> None:
    shutil.copy(home.settings.register_path, tmp_path / "earlier.duckdb")
    rotate_keys(home.settings, WHY)
    shutil.copy(tmp_path / "earlier.duckdb", home.settings.register_path)
    with pytest.raises(UserError, match="keys rotate"):
        home.deliver(rows_of(GONE)[0])
    assert rotate_keys(home.settings, WHY) == 2
    assert len(open_key_ring(home.settings.keys_folder).keys) == 2
    as_before(home)


def test_answers_of_a_wide_file_keep_their_ids(home: Home) -> None:
    """They are cut short, so they could not be renewed: the oldest key alone makes them."""
    ring = open_key_ring(home.settings.keys_folder)
    rotate_keys(home.settings, WHY)
    assert open_key_ring(home.settings.keys_folder).first == ring.first == ring


def test_foreign_keys_are_refused(home: Home, tmp_path: Path) -> None:
    shutil.rmtree(home.settings.keys_folder)
    with pytest.raises(UserError, match="keys restore"):
        new_keys(home.settings)
    open_key_ring(home.settings.keys_folder)
    before = home.settings.register_path.read_bytes()
    with pytest.raises(UserError, match="eivät ole tämän rekisterin"):
        rotate_keys(home.settings, WHY)
    assert home.settings.register_path.read_bytes() == before


@pytest.mark.usefixtures("cheap")
def test_sealed_keys_open_again_in_a_home_that_lost_them(home: Home, tmp_path: Path) -> None:
    settings, sealed = home.settings, tmp_path / "avaimet.tyokyky"
    before = {path.name: path.read_bytes() for path in settings.keys_folder.iterdir()}
    escrow_keys(settings, sealed, PHRASE)
    assert access_log.entries(settings.access_log_path)[-1]["what"] == "keys escrow"
    assert sealed.stat().st_mode & 0o777 == 0o600
    secrets = [key.secret.hex().encode() for key in open_key_ring(settings.keys_folder).keys]
    assert all(secret not in sealed.read_bytes() for secret in secrets)
    with pytest.raises(UserError, match="jo avaimet"):
        restore_keys(settings, sealed, PHRASE)
    shutil.rmtree(settings.keys_folder)
    with pytest.raises(UserError, match="Salalause on väärä"):
        restore_keys(settings, sealed, PHRASE + "!")
    assert not settings.keys_folder.exists()
    restore_keys(settings, sealed, PHRASE)
    assert {path.name: path.read_bytes() for path in settings.keys_folder.iterdir()} == before
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in settings.keys_folder.iterdir())
    with pytest.raises(UserError, match="olemassa"):
        escrow_keys(settings, sealed, PHRASE)


@pytest.mark.usefixtures("cheap")
def test_sealed_keys_of_another_home_and_broken_ones_are_refused(home: Home, tmp_path: Path) -> None:
    other, sealed = Settings.of_home(tmp_path / "toinen"), tmp_path / "avaimet.tyokyky"
    assert new_keys(other)
    with pytest.raises(UserError, match="jo avaimet"):
        new_keys(other)
    escrow_keys(other, sealed, PHRASE)
    shutil.rmtree(home.settings.keys_folder)
    with pytest.raises(UserError, match="eivät ole tämän rekisterin"):
        restore_keys(home.settings, sealed, PHRASE)
    entry = json.loads(sealed.read_bytes())
    for name in ("text", "salt", "nonce", "n", "format"):
        changed = {**entry, name: "AAAA" + str(entry[name])[4:]}
        sealed.write_text(json.dumps(changed), encoding="utf-8")
        with pytest.raises(UserError, match=r"muuttunut|ehjä"):
            restore_keys(home.settings, sealed, PHRASE)
    assert not (home.settings.keys_folder / KEYS_FILE).exists()


def test_a_short_passphrase_and_a_file_inside_the_home_are_refused(home: Home, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="liian lyhyt"):
        escrow_keys(home.settings, tmp_path / "a", "lyhyt")
    with pytest.raises(UserError, match="kodin ulkopuolelta"):
        escrow_keys(home.settings, home.settings.home / "a", PHRASE)


def test_the_key_in_the_making_is_for_the_owner_alone(home: Home) -> None:
    made_ring = begin_rotation(home.settings.keys_folder)
    path = home.settings.keys_folder / NEXT_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert begin_rotation(home.settings.keys_folder) == made_ring
