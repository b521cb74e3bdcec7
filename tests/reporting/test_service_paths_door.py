"""The door of service paths: the team alone, every act logged first, frequencies as a plain count gives them."""

from datetime import date
from pathlib import Path

import pytest
from tests.ingest.deliveries import MOMENT, PERIOD, Home, changed

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.service_paths import ServicePath
from tyokyky.privacy.access_log import Access
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.mart import current_mart
from tyokyky.reporting.service_paths import Writer, frequencies, list_paths, open_path, save_path, undo_path
from tyokyky.settings import Settings

PERSON_COUNT = 30
AS_OF = date(2025, 9, 30)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Thirty persons: every third was met, one in five missed it, one in seven met after the stay."""
    made = Home(Settings.of_home(tmp_path_factory.mktemp("koti") / "koti"))
    persons = range(PERSON_COUNT)
    made.deliver([changed(PERIOD, period_id=f"J-{n}", client_id=f"A-{n}") for n in persons], AS_OF)
    made.deliver([one for n in persons for one in moments(n)], AS_OF)
    build(made.settings)
    return made.settings


def moments(n: int) -> list[dict[str, str]]:
    day = "2025-08-01 09:00:00" if n % 7 == 0 else "2025-02-03 09:30:00"
    attended = "no_show" if n % 5 == 0 else "yes"
    own = changed(MOMENT, moment_id=f"T-{n}", client_id=f"A-{n}", occurred_at=day, attended=attended)
    return [{**own, "touchpoint": "office" if n % 3 else "home"}]


def counted(touchpoint: str) -> int:
    """The same by hand: attended, within the stay, at the touchpoint."""
    here = [n for n in range(PERSON_COUNT) if ("office" if n % 3 else "home") == touchpoint]
    return sum(1 for n in here if n % 7 and n % 5)


def writer(role: Role | None = Role.TEAM, scope: Scope = WHOLE_COUNTY) -> tuple[Writer, list[Access]]:
    log: list[Access] = []
    return Writer(role, scope, "a", log.append), log


def test_shares_are_what_a_plain_count_gives(settings: Settings) -> None:
    who, _ = writer()
    rows = {row["value"]: row for row in frequencies(current_mart(settings), Filters(), who).to_dicts()}
    for touchpoint in ("office", "home"):
        assert rows[touchpoint]["person_count"] == PERSON_COUNT
        assert rows[touchpoint]["with_step_count"] == counted(touchpoint)
    assert rows["plan_meeting"]["with_step_count"] == counted("office") + counted("home")


def test_days_and_places_of_the_filters_bound_the_stays(settings: Settings) -> None:
    who, _ = writer()
    mart = current_mart(settings)
    assert frequencies(mart, Filters(since=date(2025, 7, 1)), who).is_empty()
    assert frequencies(mart, Filters(until=date(2025, 1, 6)), who).is_empty()
    assert frequencies(mart, Filters(municipality="111"), who).is_empty()
    assert not frequencies(mart, Filters(municipality="016", since=date(2025, 6, 30)), who).is_empty()


def test_a_scope_of_parts_is_told_of_its_own_part_only(settings: Settings) -> None:
    who, _ = writer(scope=Scope(municipalities=frozenset({"016"})))
    other, _ = writer(scope=Scope(municipalities=frozenset({"111"})))
    mart = current_mart(settings)
    assert frequencies(mart, Filters(), other).is_empty()
    assert frequencies(mart, Filters(), who).equals(frequencies(mart, Filters(municipality="016"), who))
    assert not frequencies(mart, Filters(), who).is_empty()
    with pytest.raises(UserError, match="alueesi"):
        frequencies(mart, Filters(municipality="111"), who)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.STEWARD, Role.COUNCIL, None])
def test_every_door_is_shut_to_others_and_the_attempt_is_logged(role: Role | None, settings: Settings) -> None:
    who, log = writer(role)
    acts = (
        lambda: list_paths(settings, who),
        lambda: open_path(settings, 1, who),
        lambda: save_path(settings, ServicePath("x"), who),
        lambda: undo_path(settings, 1, who, 1, 1),
        lambda: frequencies(current_mart(settings), Filters(), who),
    )
    for act in acts:
        with pytest.raises(UserError, match="vain kehittäjätiimi"):
            act()
    assert [one.allowed for one in log] == [False] * len(acts)
    assert list_paths(settings, writer()[0]) == ()


def test_acts_of_the_team_are_logged_in_order(tmp_path: Path) -> None:
    home = Settings.of_home(tmp_path)
    who, log = writer()
    saved = save_path(home, ServicePath("x"), who).saved
    assert saved is not None
    save_path(home, ServicePath("y"), who, saved.path_id, 1)
    undo_path(home, saved.path_id, who, 1, 2)
    assert [one.path.title for one in open_path(home, saved.path_id, who)] == ["x", "y", "x"]
    assert [one.what.split()[-1] for one in log] == ["on=0", "on=1", "on=2", "open"]
