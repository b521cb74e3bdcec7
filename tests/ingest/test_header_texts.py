"""Headers and questions compared without what tools add to them."""

import pytest

from tyokyky.ingest.header_texts import normalised, normalised_question


@pytest.mark.parametrize(
    "written",
    [
        "Minua kuunneltiin.",
        "minua  KUUNNELTIIN",
        "\ufeff12. Minua\u00a0kuunneltiin.:",
        "* Minua\r\nkuunneltiin *",
        "3) Minua kuunneltiin.*:",
        "2.1. Minua\u200b kuunneltiin :",
    ],
)
def test_a_question_is_the_same_however_it_is_dressed(written: str) -> None:
    assert normalised_question(written) == "minua kuunneltiin"


def test_what_makes_a_question_another_stays() -> None:
    assert normalised_question("Minua ei kuunneltu") != normalised_question("Minua kuunneltiin")
    assert normalised_question("3 vuoden päästä") == "3 vuoden päästä"
    assert normalised_question("3.5 tuntia") == "3.5 tuntia"
    assert normalised("Palvelu *:") == "palvelu *"
