"""Who may import whom."""

import ast
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports
from tests.architecture.source_code import PRODUCT, REPOSITORY, imported, name_of, parsed

PAGES = sorted((REPOSITORY / "pages").glob("*.py"))


@pytest.fixture
def loggers_as_they_were() -> Iterator[None]:
    """Import-linter sets up logging for itself, which silences every logger of the process for the tests after it."""
    loggers = [one for one in logging.Logger.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    before = [one.disabled for one in loggers]
    yield
    for one, was in zip(loggers, before, strict=True):
        one.disabled = was


@pytest.mark.usefixtures("loggers_as_they_were")
def test_import_contracts_hold(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(REPOSITORY)
    code = lint_imports(config_filename=str(REPOSITORY / "pyproject.toml"), no_cache=True)
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("duckdb", ("src/tyokyky/store/",)),
        ("streamlit", ("src/tyokyky/ui/", "src/tyokyky/main.py", "pages/", "app.py")),
        ("plotly", ("src/tyokyky/presentation/",)),
        ("uvicorn", ("src/tyokyky/form/", "src/tyokyky/council/")),
        ("jinja2", ("src/tyokyky/form/", "src/tyokyky/council/")),
        ("pandas", ()),
        ("pickle", ()),
    ],
)
def test_libraries_stay_in_their_rooms(library: str, homes: tuple[str, ...]) -> None:
    users = {name_of(path) for path in PRODUCT if library in imported(path)}
    assert {name for name in users if not name.startswith(homes)} == set()
    assert users or not homes


def test_exact_figures_are_asked_by_the_stewards_check_alone() -> None:
    users = {name_of(path) for path in PRODUCT if "exact_figure" in path.read_text(encoding="utf-8")}
    assert users == {"src/tyokyky/reporting/figures.py", "src/tyokyky/reporting/steward.py"}
    askers = {name_of(path) for path in PRODUCT if "steward_check" in path.read_text(encoding="utf-8")}
    assert askers == {"src/tyokyky/reporting/steward.py", "src/tyokyky/cli/figures.py"}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_asks_the_guard_before_anything_else(path: Path) -> None:
    body = [node for node in parsed(path).body if not isinstance(node, ast.Import | ast.ImportFrom)]
    docstring, first = body[0], body[1]
    assert isinstance(docstring, ast.Expr)
    assert isinstance(first, ast.Assign | ast.Expr)
    assert isinstance(first.value, ast.Call)
    assert ast.unparse(first.value.func) == "guard.require"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_imports_only_what_screens_may(path: Path) -> None:
    tree = parsed(path)
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    allowed = ("tyokyky.ui", "tyokyky.privacy.roles", "tyokyky.domain", "tyokyky.presentation", "collections")
    assert {module for module in modules if not module.startswith(allowed)} == set()
