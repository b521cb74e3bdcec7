"""Files and functions stay short (quality.md)."""

from statistics import median

import pytest
from tests.architecture.source_code import PRODUCT, REPOSITORY, body_length, functions, line_count, name_of

LONGEST_FILE = 350
MEDIAN_FILE = 130
LONGEST_FUNCTION = 60
SHORT_FUNCTION = 20
SHORT_SHARE = 0.88
LONGEST_PAGE = 60


def test_files_are_short() -> None:
    lengths = {name_of(path): line_count(path) for path in PRODUCT}
    assert {name: count for name, count in lengths.items() if count > LONGEST_FILE} == {}
    assert median(count for count in lengths.values() if count) <= MEDIAN_FILE


def test_test_files_are_short() -> None:
    lengths = {name_of(path): line_count(path) for path in (REPOSITORY / "tests").rglob("*.py")}
    assert {name: count for name, count in lengths.items() if count > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = {f"{name_of(path)}:{one.name}": body_length(one) for path in PRODUCT for one in functions(path)}
    assert {name: count for name, count in lengths.items() if count > LONGEST_FUNCTION} == {}
    assert sum(count <= SHORT_FUNCTION for count in lengths.values()) / len(lengths) >= SHORT_SHARE


@pytest.mark.parametrize("path", sorted((REPOSITORY / "pages").glob("*.py")), ids=lambda path: path.name)
def test_pages_are_thin(path: object) -> None:
    page = next(one for one in PRODUCT if one == path)
    assert line_count(page) <= LONGEST_PAGE
