"""The text for the impact assessment tells of every table of every store, and of every place of a home."""

import re
from pathlib import Path

import pytest
from tests.architecture.source_code import PACKAGE, REPOSITORY

from tyokyky.domain.home_places import PLACES
from tyokyky.settings import KeptDays
from tyokyky.store.codevelopment import open_codevelopment
from tyokyky.store.register import open_register

TEXT = (REPOSITORY / "docs" / "data-protection.md").read_text(encoding="utf-8")
_TABLES = "SELECT table_name FROM duckdb_tables() ORDER BY table_name"
_IN_MART = re.compile(r"CREATE TABLE mart\.([a-z_]+)")


def section(heading: str) -> str:
    """The part of the text under a heading."""
    return TEXT.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]


def told_in(heading: str) -> set[str]:
    """What stands in the first cells of a section's tables, as code."""
    rows = [line.split("|")[1] for line in section(heading).splitlines() if line.startswith("|")]
    return {name for cell in rows for name in re.findall(r"`([^`]+)`", cell)}


def test_every_table_of_the_register_is_told_of_and_no_other(tmp_path: Path) -> None:
    with open_register(tmp_path / "register.duckdb", 5.0) as register:
        tables = {name for (name,) in register.execute(_TABLES).fetchall()}
    assert told_in("Register") == tables


def test_every_table_of_co_development_is_told_of_and_no_other(tmp_path: Path) -> None:
    with open_codevelopment(tmp_path / "codevelopment.duckdb", 5.0) as store:
        tables = {name for (name,) in store.execute(_TABLES).fetchall()}
    assert told_in("Co-development") == tables


def test_every_table_of_a_mart_is_told_of_and_no_other() -> None:
    sql = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "analysis" / "sql" / "mart").glob("*.sql"))
    tables = set(_IN_MART.findall(sql))
    assert "person" in tables
    assert told_in("Mart") == tables


def test_every_place_of_a_home_is_told_of_with_whether_a_backup_holds_it() -> None:
    assert told_in("Files of a home") == {place.pattern for place in PLACES}
    rows = [line for line in section("Files of a home").splitlines() if line.startswith("|")]
    for place in PLACES:
        (row,) = (line for line in rows if f"`{place.pattern}`" in line.split("|")[1])
        held = row.rstrip(" |").split("|")[-1].strip()
        assert held.startswith("yes" if place.in_backup else "no"), place.pattern


@pytest.mark.parametrize("table", sorted(KeptDays.model_fields))
def test_every_time_of_keeping_is_told_of(table: str) -> None:
    assert f"`kept_days.{table}`" in TEXT
