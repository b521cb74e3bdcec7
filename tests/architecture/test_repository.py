"""What the repository and the wheel hold, and what they never hold."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.architecture.source_code import PRODUCT, REPOSITORY, SQL, name_of, texts, tracked_files

from tyokyky.presentation.texts import has

# Written in two parts, so that this file does not name them itself.
_HOSTS = ("pypi" + ".org", "pythonhosted" + ".org", "files.python" + "hosted", "npmjs" + ".", "anaconda" + ".org")
_BINARY = {".png", ".parquet", ".gz", ".duckdb", ".woff2", ".ico"}


def test_no_file_names_a_registry() -> None:
    found = [
        (name_of(path), host)
        for path in tracked_files()
        if path.suffix not in _BINARY
        for host in _HOSTS
        if host in path.read_text(encoding="utf-8", errors="replace").lower()
    ]
    assert found == []


def test_stores_keys_and_lock_files_stay_out() -> None:
    names = [name_of(path) for path in tracked_files()]
    assert "uv.lock" not in names
    assert [name for name in names if re.search(r"\.duckdb|^var/|^keys/|access_log\.jsonl", name)] == []
    command = ["git", "check-ignore", "uv.lock", "var/register.duckdb", "keys/key.json"]
    ignored = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)  # noqa: S603
    assert len(ignored.stdout.splitlines()) == 3


def test_shared_data_are_not_copied() -> None:
    assert [name_of(path) for path in tracked_files() if path.name.startswith("mvad_") and path.suffix == ".csv"] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names in a wheel built from the repository as it is."""
    folder = tmp_path_factory.mktemp("wheel")
    command = ["uv", "build", "--wheel", "--offline", "--no-build-isolation", "--python", sys.executable, "--quiet"]
    if not _has("hatchling"):
        command = ["uv", "build", "--wheel", "--python", sys.executable, "--quiet"]
    subprocess.run([*command, "--out-dir", str(folder)], cwd=REPOSITORY, check=True)  # noqa: S603
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as packed:
        return set(packed.namelist())


def _has(module: str) -> bool:
    command = [sys.executable, "-c", f"import {module}"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603


def _inside(folder: Path, prefix: str) -> set[str]:
    files = (path for path in tracked_files() if path.is_relative_to(folder) and "__pycache__" not in path.parts)
    return {f"{prefix}{path.relative_to(folder).as_posix()}" for path in files}


def test_wheel_holds_all_that_is_read_at_run_time(wheel: set[str]) -> None:
    expected = {
        *_inside(REPOSITORY / "src" / "tyokyky", "tyokyky/"),
        *_inside(REPOSITORY / "data", "tyokyky/shipped/data/"),
        *_inside(REPOSITORY / "pages", "tyokyky/shipped/pages/"),
        "tyokyky/shipped/app.py",
        "tyokyky/shipped/.streamlit/config.toml",
    }
    assert expected - wheel == set()
    assert len([name for name in wheel if name.endswith(".sql")]) == len(SQL)
    assert "tyokyky/presentation/text/fi/messages.po" in wheel


def test_wheel_holds_no_tests_and_no_stores(wheel: set[str]) -> None:
    assert [name for name in wheel if name.startswith("tests") or ".duckdb" in name] == []


def test_every_message_of_reporting_has_a_text() -> None:
    keys = {
        text
        for path in PRODUCT
        if "/reporting/" in path.as_posix()
        for text in texts(path)
        if re.fullmatch(r"(finding|caveat|is_of)\.[a-z_.]+", text)
    }
    assert len(keys) > 15
    assert {key for key in keys if not has(key)} == set()
