"""Every specification, answered by the slow twin and by the product; docs/methods.md says the same."""

from pathlib import Path

import pytest
from tests.spec import product_answers
from tests.spec.comparing import check
from tests.spec.render import METHODS_PATH, rendered
from tests.spec.specification import Spec, specs
from tests.spec.twin_answers import ANSWERS


@pytest.mark.parametrize("spec", specs(), ids=str)
def test_twin_answers_as_specified(spec: Spec) -> None:
    check(spec, ANSWERS[spec.ask](spec))


@pytest.mark.parametrize("spec", specs(), ids=str)
def test_product_answers_as_specified(spec: Spec, tmp_path: Path) -> None:
    if spec.ask == "holm":
        check(spec, product_answers.holm(spec))
    else:
        check(spec, product_answers.ANSWERS[spec.ask](spec, product_answers.built(spec, tmp_path)))


def test_a_wrong_expectation_is_noticed() -> None:
    spec = specs()[0]
    wrong = Spec(spec.heading, {**spec.values, "expected": spec.text("expected").replace("| 2", "| 1")})
    with pytest.raises(AssertionError):
        check(wrong, ANSWERS[wrong.ask](wrong))


def test_a_missing_row_is_noticed() -> None:
    with pytest.raises(AssertionError):
        check(specs()[0], [])


def test_methods_page_is_up_to_date() -> None:
    assert METHODS_PATH.read_text(encoding="utf-8") == rendered(), "run: python -m tests.spec.render"
