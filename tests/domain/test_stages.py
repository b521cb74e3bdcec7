"""Stages are read as they are written, and errors are one clear sentence."""

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.stages import Stage, parse_stages


def test_stages_are_read() -> None:
    assert parse_stages("KTT|TTT>THV?@180>TYO|PT@365") == (
        Stage(("KTT", "TTT")),
        Stage(("THV",), 180, may_be_skipped=True),
        Stage(("TYO", "PT"), 365),
    )
    assert parse_stages(" KTT > TYO ")[1].name == "TYO"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ei voi lukea"),
        ("KTT", "vähintään kaksi"),
        ("KTT>", "ei voi lukea"),
        ("KTT>TYO@", "ei voi lukea"),
        ("KTT>TYO@0", "1–1096"),
        ("KTT>TYO@2000", "1–1096"),
        ("KTT>TYO@365?", "ei voi lukea"),
        ("KTT?>TYO", "ensimmäinen"),
        ("KTT@30>TYO", "ensimmäinen"),
        ("KTT>TYO||PT", "ei voi lukea"),
        ("KTT>TYO| |PT", "puuttuu"),
    ],
)
def test_what_can_not_be_read_is_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as refused:
        parse_stages(text)
    assert "\n" not in str(refused.value)
