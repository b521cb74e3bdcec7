"""SQL stands in files, whole and explained."""

import re
from pathlib import Path

import pytest
from tests.architecture.source_code import PACKAGE, PRODUCT, SQL, name_of, texts

from tyokyky.store.tables import TABLES

_STATEMENT = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|CREATE\s+(OR|TEMP|TABLE|VIEW)|DELETE\s+FROM|UPDATE\s+\w+\s+SET)\b",
    re.IGNORECASE | re.DOTALL,
)


@pytest.mark.parametrize("path", SQL, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_statement_opens_with_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- ")
    opening = " ".join(line for line in text.splitlines() if line.startswith("--"))
    assert "Grain" in opening


def test_every_statement_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in PRODUCT)
    unused = [name_of(path) for path in SQL if not _is_named(path, code)]
    assert unused == []


def _is_named(path: Path, code: str) -> bool:
    """Named whole, by its own name, or by the pattern that stands for one statement per table."""
    if f'"{path.parent.name}/{path.stem}"' in code or f'"{path.stem}"' in code:
        return True
    families = [path.stem.removesuffix(table) for table in TABLES if path.stem.endswith(f"_{table}")]
    return any(f"{path.parent.name}/{family}{{" in code for family in families)


def test_no_statement_is_written_in_python() -> None:
    found = {name_of(path): text[:60] for path in PRODUCT for text in texts(path) if _STATEMENT.search(text)}
    assert found == {}


def test_a_statement_in_python_would_be_noticed() -> None:
    assert _STATEMENT.search("SELECT a FROM b")
    assert _STATEMENT.search("create table a")
    assert not _STATEMENT.search("Valitse palvelu tai kunta")


def test_statements_lie_where_they_are_asked() -> None:
    assert {path.relative_to(PACKAGE).parts[0] for path in SQL} == {
        "analysis",
        "codevelopment",
        "feedback",
        "release",
        "store",
    }
