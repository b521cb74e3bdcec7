"""`tyokyky form`, `form codes` and `import-queue` as a steward types them."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.feedback.sendings import sending
from tests.form.serving import is_thanked, served_form, summary_of
from tests.homes import tyokyky

from tyokyky.domain.answer_codes import mark_of
from tyokyky.feedback.queue import QueueWriter, read_queue
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "koti"


def test_a_form_opens_no_register_no_mart_and_no_keys(home: Path, tmp_path: Path) -> None:
    """A home that has all of them: the form's process notes every file it opens."""
    settings = Settings.of_home(home)
    QueueWriter(settings.queue_folder).append(sending(1))
    (tmp_path / "list.txt").write_text("ASIAKAS-1\n", encoding="utf-8")
    assert tyokyky("form", "codes", tmp_path / "list.txt", "--home", home).code == 0
    assert tyokyky("import-queue", "--home", home).code == 0
    notes = tmp_path / "opened.txt"
    with served_form(home, watching=notes) as served:
        assert is_thanked(served.port, summary_of(served.port))
    opened = [line for line in notes.read_text(encoding="utf-8").splitlines() if str(home) in line]
    assert any("/queue/" in line for line in opened), "the watcher sees nothing"
    allowed = (f"{home}/queue", f"{home}/tyokyky.toml", f"{home}/codes", f"{home}/instruments")
    assert [line for line in opened if not line.startswith(allowed)] == []
    assert current_mart(settings) is not None


def test_a_form_loads_no_database(home: Path) -> None:
    program = (
        "import sys, tyokyky.cli.form, tyokyky.form.server; print('duckdb' in sys.modules, 'polars' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    said = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert said.stdout.split() == ["False", "False"]


def test_a_form_logs_nothing_of_who_asked_and_stops_when_told(home: Path) -> None:
    with served_form(home) as served:
        assert is_thanked(served.port, summary_of(served.port))
        served.process.send_signal(signal.SIGINT)
        said, _ = served.process.communicate(timeout=20)
        assert served.process.returncode == 0
    assert said.count("\n") == 1
    assert f"http://127.0.0.1:{served.port}/?form=" in said


def test_a_taken_port_is_told(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        starter = [sys.executable, "-c", "from tyokyky.cli.main import main; main()"]
        command = [*starter, "form", f"--port={taken.getsockname()[1]}", f"--home={home}"]
        said = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))  # noqa: S603
    assert said.returncode == 2
    assert said.stderr.count("\n") == 1, said.stderr
    assert "portti" in said.stderr


def test_a_broken_questionnaire_of_the_home_is_told_at_the_start(home: Path) -> None:
    (home / "instruments").mkdir(parents=True)
    (home / "instruments" / "own.toml").write_text("[", encoding="utf-8")
    tyokyky("form", "--home", home).assert_refused("own.toml")


def test_codes_are_printed_one_a_line(home: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("ASIAKAS-1\nASIAKAS-2\n", encoding="utf-8")
    outcome = tyokyky("form", "codes", tmp_path / "list.txt", "--home", home)
    assert outcome.code == 0
    codes = outcome.text.split()
    assert len(codes) == 2
    marks = (home / "queue" / "codes.txt").read_text(encoding="ascii").split()
    assert marks == [mark_of(code) for code in codes]


def test_codes_of_a_bad_list_are_refused(home: Path, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("ASIAKAS-1\nASIAKAS-1\n", encoding="utf-8")
    tyokyky("form", "codes", tmp_path / "list.txt", "--home", home).assert_refused("rivi 2")


def test_a_queue_is_imported_and_the_mart_follows(home: Path) -> None:
    settings = Settings.of_home(home)
    writer = QueueWriter(settings.queue_folder)
    writer.append(sending(1))
    writer.append(sending(2))
    outcome = tyokyky("import-queue", "--home", home)
    assert outcome.code == 0, outcome.err
    assert "Jonossa oli 2 lähetettyä lomaketta" in outcome.text
    assert "hyväksytty 6" in outcome.text
    assert current_mart(settings) is not None
    assert read_queue(settings.queue_folder).sent == ()
    again = tyokyky("import-queue", "--home", home)
    assert (again.code, "Jonossa oli 0" in again.text) == (0, True)


def test_a_queue_is_imported_without_a_build_when_asked(home: Path) -> None:
    settings = Settings.of_home(home)
    QueueWriter(settings.queue_folder).append(sending(1))
    assert tyokyky("import-queue", "--no-build", "--wait", "5", "--home", home).code == 0
    assert settings.register_path.exists()
    assert not settings.marts_folder.exists()


def test_torn_lines_are_told(home: Path) -> None:
    folder = Settings.of_home(home).queue_folder
    QueueWriter(folder).append(sending(1))
    with next(folder.glob("*.jsonl")).open("ab") as file:
        file.write(b"{")
    assert "Kesken jääneitä tai vioittuneita rivejä 1" in tyokyky("import-queue", "--home", home).text


def test_an_address_that_others_reach_is_said(home: Path) -> None:
    with served_form(home, "--address", "0.0.0.0") as served:  # noqa: S104 - the warning is what is tested
        served.process.terminate()
        said, _ = served.process.communicate(timeout=20)
    assert "salaamaton" in said
