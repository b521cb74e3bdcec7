"""Changes and targets of a home: read, ordered, and refused by file and place without repeating a value."""

from datetime import date
from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.trend_plan import Change, Target, TrendPlan
from tyokyky.settings import Settings
from tyokyky.store.trend_plan import load_trend_plan

CHANGE = '[[change]]\nservice = "{service}"\non = {on}\nname = "{name}"\n'
TARGET = '[[target]]\nservice = "{service}"\ndrop_off = {share}\n'
CELL = "131052-308T"


def plan_of(home: Path, text: str) -> TrendPlan:
    (home / "trends.toml").write_text(text, encoding="utf-8")
    return load_trend_plan(Settings.of_home(home))


def change(service: str = "KTT", on: str = "2025-03-01", name: str = "yhteinen aloitus") -> str:
    return CHANGE.format(service=service, on=on, name=name)


def target(service: str = "KTT", share: str = "0.2") -> str:
    return TARGET.format(service=service, share=share)


def test_a_home_needs_none(tmp_path: Path) -> None:
    assert load_trend_plan(Settings.of_home(tmp_path)) == TrendPlan()


def test_changes_come_in_order_and_targets_as_shares(tmp_path: Path) -> None:
    found = plan_of(tmp_path, change(on="2025-09-01", name="toinen") + change() + change("TYV") + target("TYV", "0.15"))
    assert found.changes == (
        Change("KTT", date(2025, 3, 1), "yhteinen aloitus"),
        Change("KTT", date(2025, 9, 1), "toinen"),
        Change("TYV", date(2025, 3, 1), "yhteinen aloitus"),
    )
    assert found.targets == (Target("TYV", 0.15),)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("x = [", "kelvollista TOMLia"),
        (change() + 'why = "x"\n', "change.1.tuntematon kenttä"),
        (change() + change(on='"2025-03-01"'), "change.2.on"),
        (change(name=" "), "change.1.name"),
        (change(name="a;b"), "change.1.name"),
        (target() + target("TYV", "1.2"), "target.2.drop_off"),
        (target(share='"20 %"'), "target.1.drop_off"),
        (change() + change(CELL), "change.2.service"),
        (target(CELL), "target.1.service"),
        (change() + change(on="2025-03-20"), "change.2"),
        (target() + target(), "target.2"),
        ("[[changes]]\n", "tuntematon kenttä"),
    ],
)
def test_a_mistake_is_named_by_file_and_place(text: str, place: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        plan_of(tmp_path, text)
    assert "trends.toml" in str(refused.value)
    assert place in str(refused.value)
    assert CELL not in str(refused.value)
