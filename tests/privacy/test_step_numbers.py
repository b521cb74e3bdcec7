"""Frequencies of steps: no 1-4 persons can be read out, whether they had the step or lacked it."""

import polars as pl
import pytest

from tyokyky.privacy.step_numbers import protect_step_frequency


def exact(base: int, count: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "service_code": ["KTT"],
            "kind": ["moment"],
            "value": ["meeting"],
            "person_count": [base],
            "with_step_count": [count],
            "share": [count / base],
        }
    )


@pytest.mark.parametrize("base", range(1, 30))
def test_an_attacker_reads_no_few_persons(base: int) -> None:
    for count in range(base + 1):
        seen = protect_step_frequency(exact(base, count)).row(0, named=True)
        few = base < 5 or 1 <= count <= 4 or 1 <= base - count <= 4
        assert (seen["with_step_count"] is None) == (seen["share"] is None) == few
        assert seen["state"] == ("hidden" if few else "")
        assert (seen["person_count"] is None) == (base < 5)
        if not few:
            assert (seen["with_step_count"], seen["share"]) == (count, count / base)
