"""Each line of the source models is somewhere in the product: every place that docs/models.md names is there."""

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.architecture.source_code import REPOSITORY, parsed

DOCUMENT = REPOSITORY / "docs" / "models.md"
PLACE = re.compile(r"`([^`#]+?)(?:#([^`]+))?`")
LINE_COUNTS = {"Client": 48, "Co-development working": 25, "VOITTO": 11, "PAKU": 22, "Co-development in social": 11}
"""Lines of the inventory by the beginning of their heading: one that is taken out would be noticed."""


def _rows() -> Iterator[tuple[str, str, str]]:
    """Heading, line and places of every row of the tables."""
    heading = ""
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith(("| line", "| ---")):
            _, named, places, _ = (part.strip() for part in line.split("|"))
            yield heading, named, places


ROWS = tuple(_rows())


def is_there(path: Path, key: str | None) -> bool:
    """Whether a file is there and holds what is looked for in it."""
    if not path.is_file():
        return False
    if key is None:
        return True
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as text:
            return key in {row["code"] for row in csv.DictReader(text)}
    if path.suffix == ".toml":
        return key in set(_ids(tomllib.loads(path.read_text(encoding="utf-8"))))
    return path.suffix == ".py" and key in set(_names(parsed(path)))


def _ids(table: object) -> Iterator[str]:
    """What the tables of a file are known by: the values of `code` and `…_id`."""
    if isinstance(table, dict):
        yield from (value for name, value in table.items() if name == "code" or name.endswith("_id"))
        for value in table.values():
            yield from _ids(value)
    elif isinstance(table, list):
        for value in table:
            yield from _ids(value)


def _names(module: ast.Module) -> Iterator[str]:
    """Functions and classes of a module, and what classes hold as `Class.field`."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                targets = inner.targets if isinstance(inner, ast.Assign) else [getattr(inner, "target", None)]
                yield from (f"{node.name}.{target.id}" for target in targets if isinstance(target, ast.Name))


@pytest.mark.parametrize(("heading", "line", "places"), ROWS, ids=[row[1][:40] for row in ROWS])
def test_every_place_of_a_line_is_there(heading: str, line: str, places: str) -> None:
    named = PLACE.findall(places)
    assert named, (heading, line)
    missing = [f"{name}#{key}" for name, key in named if not is_there(REPOSITORY / name, key or None)]
    assert missing == []


def test_no_line_of_the_inventory_was_left_out() -> None:
    counted = {name: sum(heading.startswith(name) for heading, _, _ in ROWS) for name in LINE_COUNTS}
    assert counted == LINE_COUNTS
    assert len({row[:2] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    "place",
    [
        "data/models/nowhere.toml#paku",
        "data/models/paku.toml#nothing",
        "data/codes/services.csv#ktt",
        "data/codes/services.csv#path",
        "src/tyokyky/domain/codevelopment.py#Group.names",
        "src/tyokyky/domain/codevelopment.py#Nothing",
        "pages/nowhere.py",
        "LICENSE#MIT",
    ],
)
def test_a_place_that_is_not_there_is_noticed(place: str) -> None:
    name, _, key = place.partition("#")
    assert not is_there(REPOSITORY / name, key or None)
