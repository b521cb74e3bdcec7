"""Places in words: by name, in the order of the codes, and not endlessly."""

from tyokyky.domain.names import CodeNames
from tyokyky.presentation.places import places_text

NAMES = CodeNames({("municipality", "398"): ("Lahti", "Lahtis", "Lahti"), ("unit", "U1"): ("Paja", "", "")})


def test_municipalities_stand_before_units_and_all_of_them_say_nothing() -> None:
    assert places_text({"398"}, None, NAMES) == "Lahti"
    assert places_text({"398", "111"}, {"U1"}, NAMES) == "111, Lahti; Paja"
    assert places_text(None, {"U1"}, NAMES, "sv") == "Paja"
    assert places_text(None, None, NAMES) == ""


def test_of_many_the_first_are_named() -> None:
    assert places_text([str(number) for number in range(9)], None, NAMES) == "0, 1, 2, 3, 4, 5, …"
