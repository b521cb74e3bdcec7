"""Every command of the command line: help, exit codes, and one line for what the user can mend."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.homes import tyokyky
from tests.ingest.deliveries import CLIENT, PERIOD, changed, csv_text

from tyokyky.reporting import deliveries
from tyokyky.reporting.deliveries import ledger
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings

COMMANDS = (
    (),
    ("demo",),
    ("client-report",),
    ("serve",),
    ("check",),
    ("import",),
    ("form",),
    ("form", "codes"),
    ("import-queue",),
    ("council",),
    ("batch",),
    ("batch", "list"),
    ("batch", "show"),
    ("batch", "undo"),
    ("source",),
    ("source", "list"),
    ("source", "draft"),
    ("build",),
    ("figures",),
    ("steps",),
    ("periods",),
    ("periods", "stale"),
    ("periods", "close"),
    ("forget",),
    ("person",),
    ("person", "show"),
    ("person", "log"),
    ("retention",),
    ("keys",),
    ("keys", "new"),
    ("keys", "rotate"),
    ("keys", "escrow"),
    ("keys", "restore"),
    ("backup",),
    ("restore",),
    ("doctor",),
)
IDENTIFIER = "010190-123A"


def periods(folder: Path, name: str, *numbers: int) -> Path:
    rows = [changed(PERIOD, period_id=f"J-{n}", client_id=f"ASIAKAS-{n}") for n in numbers]
    path = folder / name
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def imported(home: Path, *files: Path, as_of: str = "2026-06-30") -> None:
    outcome = tyokyky("import", *files, "--source", "canonical_csv", "--as-of", as_of, "--home", home)
    assert outcome.code == 0, outcome.err


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_help(command: tuple[str, ...]) -> None:
    outcome = tyokyky(*command, "--help")
    assert outcome.code == 0
    assert "Usage:" in outcome.text
    assert "--help" in outcome.text
    assert outcome.err == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nothing",), "tyokyky --help"),
        (("figures",), "NAME"),
        (("figures", "drop-off", "--nothing"), "Valitsinta ei ole"),
        (("figures", "drop-off", "--window", IDENTIFIER), "--window"),
        (("figures", "drop-off", IDENTIFIER), "tyokyky figures --help"),
        (("import", f"{IDENTIFIER}.csv"), "--source"),
        (("import", "x.csv", "--source", "canonical_csv", "--as-of", "30.6.2026"), "--as-of"),
        (("import", "x.csv", "--source", "canonical_csv", "--as-of", "2026-02-30"), "--as-of"),
        (("batch", "show", IDENTIFIER), "BATCH"),
        (("batch", "nothing"), "tyokyky batch --help"),
        (("demo", "--clients", "0"), "--clients"),
        (("demo", "--as-of", "2999-01-01", "--no-serve"), "tulevaisuudessa"),
        (("client-report", "--year", "viime"), "--year"),
        (("build", "--as-of-batch"), "arvo"),
    ],
)
def test_mistyped_commands_are_told_in_one_line(arguments: tuple[str, ...], said: str) -> None:
    outcome = tyokyky(*arguments)
    outcome.assert_refused(said)
    assert IDENTIFIER not in outcome.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml at all", "ei ole kelvollista TOMLia"),
        ('wind = "north"', "wind"),
        ('observed_until = "soon"', "observed_until"),
        ('[[link_groups]]\nname = "a"\ncontrollers = ["b"]\nlegal_basis = " "', "legal_basis"),
    ],
)
def test_bad_settings_are_told_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "tyokyky.toml").write_text(text, encoding="utf-8")
    for command in (("figures", "drop-off"), ("build",), ("batch", "list")):
        tyokyky(*command, "--home", tmp_path).assert_refused(said)


def test_bad_codes_and_sources_are_told_in_one_line(tmp_path: Path) -> None:
    file = periods(tmp_path, "a.csv", 1)
    home = tmp_path / "koti"
    bring = ("import", file, "--home", home, "--as-of", "2026-06-30", "--source")
    tyokyky(*bring, "nothing").assert_refused("Lähdettä ei löydy")
    tyokyky(*bring, tmp_path / "nothing.toml").assert_refused("nothing.toml")
    (home / "codes").mkdir(parents=True)
    (home / "codes" / "services.csv").write_text("code,name_fi\n", encoding="utf-8")
    outcome = tyokyky(*bring, "canonical_csv")
    assert outcome.code == 2
    assert "services.csv" in outcome.err
    assert outcome.err.count("\n") == 1


def test_missing_file_and_missing_day_are_refused(tmp_path: Path) -> None:
    home = tmp_path / "koti"
    missing = tmp_path / "nothing.csv"
    for command in ("import", "check"):
        tyokyky(command, missing, "--source", "canonical_csv", "--as-of", "2026-06-30", "--home", home).assert_refused(
            "Tiedostoa ei ole"
        )
        tyokyky(command, periods(tmp_path, "a.csv", 1), "--source", "canonical_csv", "--home", home).assert_refused(
            "--as-of"
        )


def test_of_several_files_what_came_before_the_bad_one_stays(tmp_path: Path) -> None:
    home = tmp_path / "koti"
    good, later = periods(tmp_path, "good.csv", 1, 2), periods(tmp_path, "later.csv", 3)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\x00\x01\x02")
    outcome = tyokyky("import", good, bad, later, "--source", "canonical_csv", "--as-of", "2026-06-30", "--home", home)
    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert "good.csv (period): rivejä 2" in outcome.text
    assert ledger(Settings.of_home(home))["accepted_count"].to_list() == [2]
    imported(home, good)
    assert current_mart(Settings.of_home(home)).is_empty is False


def test_the_same_file_twice_changes_nothing_and_says_so(tmp_path: Path) -> None:
    home = tmp_path / "koti"
    file = periods(tmp_path, "a.csv", 1)
    imported(home, file)
    before = current_mart(Settings.of_home(home)).generation
    again = tyokyky("import", file, "--source", "canonical_csv", "--as-of", "2026-06-30", "--home", home)
    assert again.code == 0
    assert "sama tiedosto on jo tuotu (erä 1)" in again.text
    assert current_mart(Settings.of_home(home)).generation == before


def test_check_stores_nothing(tmp_path: Path) -> None:
    home = tmp_path / "koti"
    file = periods(tmp_path, "a.csv", 1, 2)
    outcome = tyokyky("check", file, "--source", "canonical_csv", "--as-of", "2026-06-30", "--home", home)
    assert outcome.code == 0
    assert "hyväksyttäisiin 2" in outcome.text
    assert not (home / "register.duckdb").exists()


def test_batches_are_listed_shown_and_undone(tmp_path: Path) -> None:
    home = tmp_path / "koti"
    refused = tmp_path / "b.csv"
    refused.write_text(csv_text([changed(PERIOD, period_id="J-9", handover="perhaps")]), encoding="utf-8")
    imported(home, periods(tmp_path, "a.csv", 1), refused)
    listed = tyokyky("batch", "list", "--home", home)
    assert [line.split("│")[0].strip() for line in listed.text.splitlines()[2:]] == ["2", "1"]
    shown = tyokyky("batch", "show", "2", "--home", home)
    assert "handover" in shown.text
    assert "rivit 2" in shown.text
    assert "perhaps" not in shown.text
    undone = tyokyky("batch", "undo", "1", "--home", home)
    assert undone.text == "Erä 1 on otettu takaisin.\n"
    assert current_mart(Settings.of_home(home)).is_empty
    tyokyky("batch", "undo", "1", "--home", home).assert_refused("1")
    tyokyky("batch", "undo", "77", "--home", home).assert_refused("77")
    tyokyky("batch", "show", "77", "--home", home).assert_refused("77")


def test_build_as_of_an_earlier_batch(tmp_path: Path) -> None:
    home = tmp_path / "koti"
    client = tmp_path / "client.csv"
    client.write_text(csv_text([CLIENT]), encoding="utf-8")
    imported(home, client)
    imported(home, periods(tmp_path, "a.csv", 1))
    settings = Settings.of_home(home)
    assert current_mart(settings).is_empty is False
    built = tyokyky("build", "--as-of-batch", "1", "--home", home)
    assert built.text == f"Koonti {current_mart(settings).generation} on valmis.\n"
    assert current_mart(settings).is_empty
    assert tyokyky("build", "--home", home).code == 0
    assert current_mart(settings).is_empty is False
    tyokyky("build", "--as-of-batch", "9", "--home", home).assert_refused("9")


@pytest.mark.parametrize(("settings", "warned"), [("synthetic = true\n", True), ("", False)])
def test_a_home_of_the_demo_is_no_place_for_people(tmp_path: Path, settings: str, *, warned: bool) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "tyokyky.toml").write_text(settings, encoding="utf-8")
    file = periods(tmp_path, "jaksot.csv", 1)
    outcome = tyokyky("import", file, "--source", "canonical_csv", "--as-of", "2026-06-30", "--home", home)
    assert outcome.code == 0
    assert ("demon koti" in outcome.err) is warned


def test_import_without_a_build_leaves_the_mart(tmp_path: Path) -> None:
    home = tmp_path / "koti"
    file = periods(tmp_path, "a.csv", 1)
    outcome = tyokyky(
        "import", file, "--source", "canonical_csv", "--as-of", "2026-06-30", "--no-build", "--home", home
    )
    assert outcome.code == 0
    tyokyky("figures", "drop-off", "--home", home).assert_refused("tyokyky build")


def test_sources_are_listed(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "own.toml").write_text("", encoding="utf-8")
    names = tyokyky("source", "list", "--home", tmp_path).text.split()
    assert {"canonical_csv", "canonical_parquet", "finnish_register", "own"} <= set(names)


def test_demo_twice_in_one_home_and_never_over_real_data(tmp_path: Path) -> None:
    home = tmp_path / "koti"
    demo = ("demo", "--no-serve", "--clients", 60, "--home", home)
    first = tyokyky(*demo, "--seed", 1)
    assert first.code == 0, first.err
    assert "Synteettinen alue: 60 asiakasta" in first.text
    before = ledger(Settings.of_home(home))["rows_in"].to_list()
    shown = current_mart(Settings.of_home(home)).generation
    second = tyokyky(*demo, "--seed", 2)
    assert second.code == 0, second.err
    assert current_mart(Settings.of_home(home)).generation > shown
    after = ledger(Settings.of_home(home))["rows_in"].to_list()
    assert len(after) == len(before)
    assert after != before
    real = tmp_path / "real"
    imported(real, periods(tmp_path, "a.csv", 1))
    tyokyky("demo", "--no-serve", "--clients", 60, "--home", real).assert_refused("muutakin kuin synteettinen alue")
    assert ledger(Settings.of_home(real)).height == 1


def test_internal_error_names_only_its_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(IDENTIFIER)

    monkeypatch.setattr(deliveries, "ledger", broken)
    outcome = tyokyky("batch", "list", "--home", tmp_path)
    assert outcome.code == 1
    assert outcome.err.count("\n") == 1
    assert "ValueError" in outcome.err
    assert "Traceback" not in outcome.err
    assert IDENTIFIER not in outcome.err


def test_interrupt_ends_with_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(deliveries, "ledger", interrupted)
    outcome = tyokyky("batch", "list", "--home", tmp_path)
    assert (outcome.code, outcome.err) == (130, "Keskeytetty.\n")


def test_installed_command_ends_as_the_one_in_process(tmp_path: Path) -> None:
    environment = {**os.environ, "TYOKYKY_HOME": str(tmp_path)}
    command = [sys.executable, "-c", "from tyokyky.cli.main import main; main()", "figures", "drop-off"]
    ended = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)  # noqa: S603
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)


def test_source_draft_is_printed_or_saved_and_ready_to_import_with(tmp_path: Path) -> None:
    home, file = tmp_path / "koti", periods(tmp_path, "a.csv", 1, 2)
    printed = tyokyky("source", "draft", file, "--home", home)
    assert printed.code == 0, printed.err
    saved = tyokyky("source", "draft", file, "--output", tmp_path / "oma.toml", "--home", home)
    assert saved.code == 0, saved.err
    assert (tmp_path / "oma.toml").read_text(encoding="utf-8") == printed.text
    checked = tyokyky("check", file, "--source", tmp_path / "oma.toml", "--as-of", "2026-06-30", "--home", home)
    assert "rivejä 2, hyväksyttäisiin 2" in checked.text
    assert not home.exists()


def test_source_draft_never_writes_over_a_file(tmp_path: Path) -> None:
    file, output = periods(tmp_path, "a.csv", 1), tmp_path / "oma.toml"
    output.write_text("ennallaan", encoding="utf-8")
    tyokyky("source", "draft", file, "--output", output).assert_refused("on jo olemassa")
    assert output.read_text(encoding="utf-8") == "ennallaan"
    tyokyky("source", "draft", file, "--output", tmp_path / "oma.txt").assert_refused(".toml")
    tyokyky("source", "draft", file, "--output", tmp_path / "ei" / "oma.toml").assert_refused("ei voitu kirjoittaa")
    tyokyky("source", "draft", tmp_path / "ei.csv").assert_refused("Tiedostoa ei ole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "oma.toml"]
