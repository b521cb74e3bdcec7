"""The doctor says what is wrong in one line each, and changes nothing."""

import json
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from tests.homes import tyokyky
from tests.ingest.deliveries import PERIOD, Home, files_below
from tests.operation.rights_home import GONE

from tyokyky.privacy.key_rotation import begin_rotation
from tyokyky.reporting import doctor
from tyokyky.reporting.doctor import State, examine
from tyokyky.settings import Settings
from tyokyky.store import generations
from tyokyky.store.connection import exclusive
from tyokyky.store.generations import LAYOUT
from tyokyky.store.register import open_register


@pytest.fixture(scope="module")
def whole(home_of_two: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound home whose mart is a file of the right name: no check asks the mart itself."""
    folder = tmp_path_factory.mktemp("doctor") / "koti"
    shutil.copytree(home_of_two.settings.home, folder)
    home = Home(Settings.of_home(folder))
    folder.chmod(0o700)
    with open_register(home.settings.register_path, 5.0) as register:
        (revision,) = register.execute("SELECT max(revision) FROM revision").fetchall()[0]
    home.settings.marts_folder.mkdir()
    (home.settings.marts_folder / "mart-000001.duckdb").write_bytes(b"mart")
    pointer = {"number": 1, "revision": revision, "file": "mart-000001.duckdb", "layout": LAYOUT}
    (home.settings.marts_folder / "current.json").write_text(json.dumps(pointer), encoding="utf-8")
    return folder


@pytest.fixture
def home(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole, tmp_path / "koti")
    return tmp_path / "koti"


def states(home: Path) -> dict[str, State]:
    return {check.subject: check.state for check in examine(Settings.of_home(home))}


def test_a_sound_home_is_sound_and_stays_as_it_was(home: Path) -> None:
    before = files_below(home)
    checks = examine(Settings.of_home(home))
    assert {check.state for check in checks if check.subject != "levy"} == {State.OK}
    assert all(check.told.endswith(".") and GONE not in check.told for check in checks)
    after = files_below(home)
    assert {name: content for name, content in after.items() if not name.endswith(".lock")} == {
        name: content for name, content in before.items() if not name.endswith(".lock")
    }


def _pointer(**changes: object) -> Callable[[Path], None]:
    def change(home: Path) -> None:
        path = home / "marts" / "current.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}), encoding="utf-8")

    return change


def _ledger(home: Path) -> None:
    (home / "releases").mkdir()
    first = json.dumps({"number": 1, "previous": "0" * 64}).encode()
    second = json.dumps({"number": 2, "previous": sha256(first).hexdigest()}).encode()
    (home / "releases" / "ledger.jsonl").write_bytes(first.replace(b"1", b"3") + b"\n" + second + b"\n")


def _newer(home: Path) -> None:
    with open_register(home / "register.duckdb", 5.0) as register:
        register.execute("INSERT INTO schema_version VALUES (9999)")


def _text(name: str, text: str) -> Callable[[Path], None]:
    def write(home: Path) -> None:
        (home / name).parent.mkdir(exist_ok=True)
        (home / name).write_text(text, encoding="utf-8")

    return write


@pytest.mark.parametrize(
    ("harm", "subject", "state"),
    [
        (lambda home: (home / "keys" / "pseudonym_keys.json").chmod(0o644), "avaimet", State.FAULT),
        (lambda home: (home / "keys" / "answer_codes.jsonl").chmod(0o640), "avaimet", State.FAULT),
        (lambda home: shutil.rmtree(home / "keys"), "avaimet", State.FAULT),
        (lambda home: begin_rotation(home / "keys"), "avaimet", State.WARNING),
        (_text("keys/pseudonym_keys.json", "{}"), "avaimet", State.FAULT),
        (_text("codes/units.csv", "nothing\n"), "asetukset", State.FAULT),
        (_text("register.duckdb", "no database"), "rekisteri", State.FAULT),
        (_newer, "rekisteri", State.FAULT),
        (_text("register.duckdb.before-0004", "x"), "kopiot", State.WARNING),
        (_text("asiakkaat.xlsx", "x"), "tiedostot", State.WARNING),
        (_pointer(layout=LAYOUT - 1), "koonti", State.FAULT),
        (_pointer(file="mart-000009.duckdb"), "koonti", State.FAULT),
        (_pointer(revision=1), "koonti", State.WARNING),
        (_text("marts/scratch.duckdb", "x"), "koonnin jäänteet", State.WARNING),
        (_text("queue/2026-01-01-a-b.jsonl", "torn"), "vastausjono", State.WARNING),
        (_ledger, "julkaisut", State.FAULT),
        (_text("access_log.jsonl", '{"when": "x"}\n{"torn'), "käyttöloki", State.WARNING),
        (_text("tyokyky.toml", "kept_days = { response = 1 }\n"), "säilytys", State.WARNING),
    ],
)
def test_each_harm_is_told(home: Path, harm: Callable[[Path], object], subject: str, state: State) -> None:
    harm(home)
    log = home / "access_log.jsonl"
    if log.exists():
        log.chmod(0o600)
    assert states(home)[subject] is state


def test_other_keys_than_the_registers_are_told(home: Path, tmp_path: Path) -> None:
    other = Home(Settings.of_home(tmp_path / "other"))
    other.deliver([PERIOD])
    shutil.rmtree(home / "keys")
    shutil.copytree(tmp_path / "other" / "keys", home / "keys")
    assert states(home)["avain ja rekisteri"] is State.FAULT


def test_a_register_in_use_is_told_at_once(home: Path) -> None:
    with exclusive(home / "register.lock", 1.0), exclusive(home / "marts" / "build.lock", 1.0):
        found = states(home)
    assert (found["rekisteri"], found["koonnin lukko"]) == (State.WARNING, State.WARNING)


@pytest.mark.parametrize(("free", "state"), [(10**8, State.FAULT), (10**9, State.WARNING), (10**12, State.OK)])
def test_a_short_disk_is_told(home: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: State) -> None:
    monkeypatch.setattr(doctor, "free_bytes", lambda _: free)
    assert states(home)["levy"] is state


def test_the_command_ends_with_2_when_something_is_wrong(home: Path, tmp_path: Path) -> None:
    sound = tyokyky("doctor", "--home", home)
    assert (sound.code, sound.err) == (0, "")
    assert all(line.startswith(("ok ", "varoitus ")) for line in sound.text.splitlines())
    (home / "keys" / "pseudonym_keys.json").chmod(0o644)
    broken = tyokyky("doctor", "--home", home)
    assert broken.code == 2
    assert "vika      avaimet: " in broken.text
    assert tyokyky("doctor", "--home", tmp_path / "nothing").code == 2
    (home / "tyokyky.toml").write_text("nonsense = 1\n", encoding="utf-8")
    unread = tyokyky("doctor", "--home", home)
    assert unread.code == 2
    assert "vika      asetukset: " in unread.text


def test_a_home_without_data_is_sound(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert {state for subject, state in states(tmp_path).items() if subject != "levy"} == {State.OK}
    assert generations.current(tmp_path / "marts") is None
