"""Lines of what stands in a TOML file: long texts and lists do not lead astray."""

import pytest

from tyokyky.store.toml_places import line_of

TEXT = '''title = "x"

[[parts]]
name = "first"
long = """
[[parts]]
name = "not a key"
"""
[[parts.inner]]
name = "a"

[[parts]]
name = "second"
listed = [
    "name = 3",
]
[[parts.inner]]
name = "b"
[[parts.inner]]
name = "c"
'''


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("title",), 1),
        (("parts", 0), 3),
        (("parts", 0, "name"), 4),
        (("parts", 0, "long"), 5),
        (("parts", 0, "inner", 0, "name"), 10),
        (("parts", 1), 12),
        (("parts", 1, "name"), 13),
        (("parts", 1, "listed", 0), 14),
        (("parts", 1, "inner", 0, "name"), 18),
        (("parts", 1, "inner", 1, "name"), 20),
        (("parts", 1, "missing"), 12),
        (("missing",), 1),
        ((), 1),
    ],
)
def test_a_value_is_found_by_where_it_stands(where: tuple[str | int, ...], line: int) -> None:
    assert line_of(TEXT, where) == line
