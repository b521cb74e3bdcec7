"""A backup holds everything but the keys, of one moment; it comes back whole into an empty home, or not at all."""

import io
import json
import shutil
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import filelock
import pytest
from tests.ingest.deliveries import PERIOD, Home, changed, files_below
from tests.operation.rights_home import GONE, rows_of

from tyokyky.domain.errors import UserError
from tyokyky.domain.home_places import PLACES, place_of
from tyokyky.feedback.queue import QueueWriter, held_queue, read_queue
from tyokyky.privacy.pseudonyms import open_key_ring
from tyokyky.reporting.archive import MANIFEST
from tyokyky.reporting.backup import back_up, restore
from tyokyky.reporting.deliveries import Notices
from tyokyky.settings import Settings
from tyokyky.store.register import open_register

NEVER = ("keys/", "marts/", ".lock", "seal.key", ".before-", "deliveries/", "client_secret")


@pytest.fixture(scope="module")
def whole(home_of_two: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with something in every place that a home has."""
    folder = tmp_path_factory.mktemp("backup") / "koti"
    shutil.copytree(home_of_two.settings.home, folder)
    home = Home(Settings.of_home(folder))
    for name in (
        "releases/2026-06-30-1/manifest.json",
        "releases/ledger.jsonl",
        "statements/kannanotto.json",
        "codes/extra.csv",
        "own_notes.txt",
        "marts/mart-000001.duckdb",
        "deliveries/client.parquet",
        "register.duckdb.before-0005",
        "queue/seal.key",
        ".streamlit/client_secret.toml",
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"{name}\n", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def archive(whole: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "koti.tar"
    back_up(whole.settings, path)
    return path


def held_in(archive: Path) -> dict[str, bytes]:
    with tarfile.open(archive) as opened:
        files = {member.name: opened.extractfile(member) for member in opened.getmembers()}
        return {name: file.read() for name, file in files.items() if file}


def test_it_holds_everything_but_keys_and_what_can_be_made_anew(whole: Home, archive: Path) -> None:
    held = held_in(archive)
    lies = files_below(whole.settings.home)
    left_out = {name for name in lies if any(part in name for part in NEVER)}
    assert set(held) == set(lies) - left_out | {MANIFEST}
    assert {"register.duckdb", "codevelopment.duckdb", "access_log.jsonl", "own_notes.txt"} <= set(held)
    assert archive.stat().st_mode & 0o777 == 0o600
    (key,) = open_key_ring(whole.settings.keys_folder).keys
    content = archive.read_bytes()
    assert key.secret.hex().encode() not in content
    assert key.secret not in content


def test_it_comes_back_as_it_was(whole: Home, archive: Path, tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path / "uusi")
    manifest = restore(settings, archive)
    assert manifest["register_key_id"] == open_key_ring(whole.settings.keys_folder).key_id
    came = files_below(settings.home)
    assert came == {name: content for name, content in held_in(archive).items() if name != MANIFEST}
    assert all(path.stat().st_mode & 0o077 == 0 for path in [settings.home, *settings.home.rglob("*")])
    shutil.copytree(whole.settings.keys_folder, settings.keys_folder)
    home = Home(Settings.of_home(settings.home))
    assert home.live("period").equals(whole.live("period"))
    report = home.deliver([*rows_of(GONE)[1]], name="later.csv")
    assert (report.accepted, report.unchanged) == (0, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["uusi"]


def test_it_waits_for_an_import_and_holds_all_of_it_or_nothing(whole: Home, tmp_path: Path) -> None:
    shutil.copytree(whole.settings.home, tmp_path / "koti")
    home = Home(Settings.of_home(tmp_path / "koti"))
    waited, held, done = threading.Event(), threading.Event(), threading.Event()

    def importing() -> None:
        with open_register(home.settings.register_path, 5.0) as register:
            register.execute("BEGIN; DELETE FROM period; INSERT INTO revision VALUES (77)")
            held.set()
            assert waited.wait(30)
            register.execute("COMMIT")
        done.set()

    other = threading.Thread(target=importing)
    other.start()
    assert held.wait(30)
    back_up(home.settings, tmp_path / "koti.tar", Notices(on_wait=waited.set))
    other.join()
    assert done.is_set()
    restore(Settings.of_home(tmp_path / "uusi"), tmp_path / "koti.tar")
    assert Home(Settings.of_home(tmp_path / "uusi")).live("period").is_empty()


def test_it_waits_for_an_act_of_a_release(whole: Home, tmp_path: Path) -> None:
    """The ledger gets its line before the folder is in its place: a copy between the two would not be whole."""
    shutil.copytree(whole.settings.home, tmp_path / "koti")
    home = Home(Settings.of_home(tmp_path / "koti"))
    lock = filelock.FileLock(home.settings.home / "releases" / "ledger.lock")
    lock.acquire()
    line = home.settings.home / "releases" / "ledger.jsonl"

    def published() -> None:
        line.write_text("line", encoding="utf-8")
        lock.release()

    back_up(home.settings, tmp_path / "koti.tar", Notices(on_wait=published))
    restore(Settings.of_home(tmp_path / "uusi"), tmp_path / "koti.tar")
    assert (tmp_path / "uusi" / "releases" / "ledger.jsonl").read_text(encoding="utf-8") == "line"


def test_what_is_sent_meanwhile_goes_to_a_new_file(whole: Home, tmp_path: Path) -> None:
    """An import of the queue holds its files: the backup waits for them too, and neither waits for ever."""
    shutil.copytree(whole.settings.home, tmp_path / "koti")
    settings = Settings.of_home(tmp_path / "koti")
    before = read_queue(settings.queue_folder).sent
    with held_queue(settings.queue_folder):
        started = threading.Thread(target=back_up, args=(settings, tmp_path / "koti.tar"))
        started.start()
        QueueWriter(settings.queue_folder).append(before[0])
    started.join(30)
    assert not started.is_alive()
    assert (tmp_path / "koti.tar").exists()


def test_a_file_inside_the_home_and_one_that_exists_are_refused(whole: Home, archive: Path) -> None:
    for output, said in ((whole.settings.home / "koti.tar", "ulkopuolelta"), (archive, "olemassa")):
        with pytest.raises(UserError, match=said):
            back_up(whole.settings, output)
    with pytest.raises(UserError, match="Kotikansiota ei ole"):
        back_up(Settings.of_home(archive.parent / "nothing"), archive.parent / "x.tar")
    assert [path.name for path in archive.parent.iterdir()] == [archive.name]


@pytest.mark.parametrize("occupied", ["register.duckdb", "keys/pseudonym_keys.json", "own.txt"])
def test_a_home_in_use_is_left_alone(archive: Path, tmp_path: Path, occupied: str) -> None:
    path = tmp_path / "koti" / occupied
    path.parent.mkdir(parents=True)
    path.write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="ei ole tyhjä"):
        restore(Settings.of_home(tmp_path / "koti"), archive)
    assert files_below(tmp_path) == {f"koti/{occupied}": b"x"}


def _cut(archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])


def _changed_byte(archive: Path) -> None:
    content = archive.read_bytes()
    place = content.index(b"own_notes.txt\n")
    archive.write_bytes(content[:place] + b"X" + content[place + 1 :])


def _rewritten(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], None]:
    def write(archive: Path) -> None:
        held = held_in(archive)
        change(held)
        with tarfile.open(archive, "w") as opened:
            for name, content in held.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                opened.addfile(info, io.BytesIO(content))

    return write


def _elsewhere(held: dict[str, bytes]) -> None:
    manifest = json.loads(held[MANIFEST])
    entry = next(one for one in manifest["files"] if one["name"] == "own_notes.txt")
    entry["name"] = "../outside.txt"
    held["../outside.txt"] = held.pop("own_notes.txt")
    held[MANIFEST] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        _cut,
        _changed_byte,
        _rewritten(lambda held: held.pop("access_log.jsonl")),
        _rewritten(lambda held: held.update({"extra.txt": b"x"})),
        _rewritten(lambda held: held.pop(MANIFEST)),
        _rewritten(_elsewhere),
        lambda archive: archive.write_bytes(b"no archive at all"),
        lambda archive: archive.unlink(),
    ],
    ids=["cut", "changed", "missing", "extra", "no manifest", "elsewhere", "other file", "no file"],
)
def test_a_backup_that_is_not_whole_gives_no_home(
    archive: Path, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    spoiled = tmp_path / "a" / "koti.tar"
    spoiled.parent.mkdir()
    shutil.copy(archive, spoiled)
    spoil(spoiled)
    (tmp_path / "b").mkdir()
    with pytest.raises(UserError):
        restore(Settings.of_home(tmp_path / "b" / "koti"), spoiled)
    assert list((tmp_path / "b").iterdir()) == []
    assert not (tmp_path / "outside.txt").exists()


def test_a_backup_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    home = Home(Settings.of_home(tmp_path / "koti"))
    home.deliver([changed(PERIOD)])
    with open_register(home.settings.register_path, 5.0) as register:
        register.execute("INSERT INTO schema_version VALUES (9999)")
    back_up(home.settings, tmp_path / "koti.tar")
    with pytest.raises(UserError, match="uudempi"):
        restore(Settings.of_home(tmp_path / "uusi"), tmp_path / "koti.tar")
    assert not (tmp_path / "uusi").exists()


def test_every_place_has_one_pattern_of_its_own(whole: Home) -> None:
    patterns = [place.pattern for place in PLACES]
    assert len(set(patterns)) == len(patterns)
    paths = [path for path in whole.settings.home.rglob("*") if path.is_file()]
    strange = [path.name for path in paths if place_of(path.relative_to(whole.settings.home)) is None]  # type: ignore[arg-type]
    assert strange == ["own_notes.txt"]
