"""No two test files share a name: the second of them would not be collected, and the suite would say so once only."""

from collections import Counter

from tests.architecture.source_code import REPOSITORY


def test_no_two_test_files_share_a_name() -> None:
    named = Counter(path.name for path in (REPOSITORY / "tests").rglob("test_*.py"))
    assert {name for name, count in named.items() if count > 1} == set()
    assert named
