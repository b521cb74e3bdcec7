"""The repository's files as the house rules look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

REPOSITORY: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = REPOSITORY / "src" / "tyokyky"
PRODUCT: Final = (*sorted(PACKAGE.rglob("*.py")), *sorted((REPOSITORY / "pages").glob("*.py")), REPOSITORY / "app.py")
SQL: Final = tuple(sorted(PACKAGE.rglob("*.sql")))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    """A file as it is named in the repository."""
    return path.relative_to(REPOSITORY).as_posix()


def line_count(path: Path) -> int:
    """Lines of a file."""
    return len(path.read_text(encoding="utf-8").splitlines())


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree, made once for all rules."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a module."""
    yield from (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def body_length(function: Function) -> int:
    """Lines of a function from its name to its end, without its docstring."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is not None:
        length -= (first.end_lineno or first.lineno) - first.lineno + 1
    return length


def imported(path: Path) -> set[str]:
    """First names of all modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def texts(path: Path) -> Iterator[str]:
    """String constants of a module, docstrings left out."""
    tree = parsed(path)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def tracked_files() -> list[Path]:
    """Files that git keeps, as they are now; all files but the ignored where there is no git."""
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True).stdout  # noqa: S603
    paths = [REPOSITORY / name for name in listed.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]
