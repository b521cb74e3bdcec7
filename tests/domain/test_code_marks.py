"""One-time codes: random, readable from paper, and known by their mark alone."""

import re

import pytest

from tyokyky.domain.answer_codes import mark_of, new_code


def test_codes_are_random_and_easy_to_read() -> None:
    codes = {new_code() for _ in range(2000)}
    assert len(codes) == 2000
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", code) for code in codes)


@pytest.mark.parametrize(
    "typed", ["7K2MQ-X04TB", "7k2mqx04tb", " 7K2MQ X04TB ", "7K2MQ-XO4TB", "7K2MQ\N{NO-BREAK SPACE}X04TB"]
)
def test_a_code_is_known_however_it_was_typed(typed: str) -> None:
    assert mark_of(typed) == mark_of("7K2MQ-X04TB")


def test_likenesses_of_one_count_as_one() -> None:
    assert mark_of("IL1IL-00000") == mark_of("11111-OOOOO")


def test_a_mark_tells_nothing_of_its_code() -> None:
    mark = mark_of("7K2MQ-X04TB")
    assert re.fullmatch(r"[0-9A-F]{64}", mark)
    assert "7K2MQ" not in mark
    assert mark != mark_of("7K2MQ-X04TC")
