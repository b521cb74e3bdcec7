"""Tiny stores: which exits a filter picks, why a number is missing, and what another tolerance or delivery changes."""

import json
from datetime import date
from pathlib import Path

import pytest
from tests.homes import AS_OF, CONTROLLER, SERVICES, built, exact_rows, stay
from tests.properties.home import deliver
from tests.reference.world import Delivery, Period, Service

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.domain.question import Question
from tyokyky.reporting import deliveries, steward
from tyokyky.reporting.choices import code_names, filter_choices
from tyokyky.reporting.figures import exact_figure, figure
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings


def one_exit_each(count: int, start: str, end: str, followed: int = 0) -> list[Period]:
    """So many persons who leave STEP on one day; the first of them start a job two days later."""
    left = [stay(f"p{n}", "STEP", start, end) for n in range(count)]
    day = date.fromisoformat(end)
    return left + [stay(f"p{n}", "JOB", day.replace(day=day.day + 2).isoformat(), None) for n in range(followed)]


@pytest.fixture(scope="module")
def three_exits(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Exits at three times, in two places; one spell still open, one service without exits."""
    periods = (
        stay("a", "STEP", "2024-01-01", "2024-03-31", unit="U1", municipality="016"),
        stay("b", "STEP", "2024-01-01", "2024-04-01", unit="U1", municipality="398"),
        stay("b", "STEP", "2024-04-20", "2024-06-30", unit="U2", municipality="398"),
        stay("c", "STEP", "2025-01-01", None, unit="U2", municipality="398"),
        stay("c", "OTHER", "2025-01-01", None),
    )
    return built(tmp_path_factory.mktemp("three") / "koti", *periods)


@pytest.mark.parametrize(
    ("filters", "exits", "spells", "periods"),
    [
        (Filters(), 2, 3, 4),
        (Filters(chain_gap_days=0), 3, 4, 4),
        (Filters(since=date(2024, 3, 31)), 2, 2, 3),
        (Filters(since=date(2024, 4, 1)), 1, 1, 2),
        (Filters(until=date(2024, 3, 31)), 1, 1, 1),
        (Filters(until=date(2024, 6, 29)), 1, 1, 1),
        (Filters(municipality="016"), 1, 1, 1),
        (Filters(municipality="398"), 1, 2, 3),
        (Filters(unit="U1"), 1, 1, 1),
        (Filters(unit="U1", chain_gap_days=0), 2, 2, 2),
        (Filters(unit="U2", since=date(2024, 1, 1)), 1, 1, 2),
    ],
)
def test_filters_pick_the_exits(three_exits: Settings, filters: Filters, exits: int, spells: int, periods: int) -> None:
    row = next(row for row in exact_rows(three_exits, filters) if row["service"] == "STEP")
    assert (row["exits"], row["spells"], row["periods"]) == (exits, spells, periods)


def test_a_key_counts_periods_and_spells_of_its_exits(three_exits: Settings) -> None:
    rows = exact_rows(three_exits, Filters(), "municipality")
    assert [(row["municipality"], row["periods"], row["spells"], row["exits"]) for row in rows] == [
        ("016", 1, 1, 1),
        ("398", 2, 1, 1),
    ]


def test_a_service_without_exits_has_a_row_of_zeros(three_exits: Settings) -> None:
    other = next(row for row in exact_rows(three_exits, Filters()) if row["service"] == "OTHER")
    assert (other["exits"], other["spells"], other["periods"], other["state"]) == (0, 1, 1, "none")
    assert other["drop_off"] is None
    assert [row["service"] for row in exact_rows(three_exits, Filters(service="STEP"))] == ["STEP"]


def test_tolerance_on_demand_equals_a_store_built_with_it(three_exits: Settings, tmp_path: Path) -> None:
    periods = [
        stay("a", "STEP", "2024-01-01", "2024-03-31"),
        stay("a", "STEP", "2024-04-20", "2024-06-30"),
        stay("a", "JOB", "2024-07-10", None),
        stay("b", "STEP", "2024-01-01", "2024-05-31"),
    ]
    on_demand = exact_rows(built(tmp_path / "a", *periods), Filters(chain_gap_days=0))
    services = tuple(Service(one.code, one.part, one.rank, 0) for one in SERVICES)
    assert exact_rows(built(tmp_path / "b", *periods, services=services), Filters()) == on_demand


def test_states_tell_why_there_is_no_number(tmp_path: Path) -> None:
    fresh = one_exit_each(12, "2025-01-01", "2025-12-01")
    assert exact_rows(built(tmp_path / "fresh", *fresh), Filters())[0]["state"] == "not_yet"
    last_day = one_exit_each(12, "2025-01-01", "2025-12-31")
    row = exact_rows(built(tmp_path / "last", *last_day), Filters())[0]
    assert (row["state"], row["at_start"], row["not_yet_observable"]) == ("not_yet", 0, 12)
    unlinked = (Service("STEP", "path", 10, 30, usual_next_controller="elsewhere"), *SERVICES[1:])
    old = one_exit_each(12, "2024-01-01", "2024-03-10")
    row = exact_rows(built(tmp_path / "unlinked", *old, services=unlinked), Filters())[0]
    assert (row["state"], row["exits"], row["at_start"], row["dropped"]) == ("not_linked", 12, 0, 0)
    few = built(tmp_path / "few", *one_exit_each(12, "2024-01-01", "2024-03-10", followed=10))
    shown = figure(current_mart(few), "drop-off", Filters())
    assert (shown.table["state"][0], shown.table["dropped"][0], shown.table["drop_off"][0]) == ("hidden", None, None)
    assert shown.finding.key == "finding.hidden"
    assert "caveat.hidden" in [caveat.key for caveat in shown.caveats]


def test_findings_follow_the_states(tmp_path: Path) -> None:
    enough = built(tmp_path / "a", *one_exit_each(20, "2024-01-01", "2024-03-10", followed=10))
    found = figure(current_mart(enough), "drop-off", Filters())
    assert found.finding.key == "finding.drop_off"
    assert found.finding.values["drop_off_share"] == 0.5
    assert found.finding.values["at_start_count"] == 20
    fresh = built(tmp_path / "b", *one_exit_each(12, "2025-01-01", "2025-12-01"))
    assert figure(current_mart(fresh), "drop-off", Filters()).finding.key == "finding.not_yet"
    keys = [caveat.key for caveat in figure(current_mart(fresh), "drop-off", Filters()).caveats]
    assert keys == ["caveat.still_in_window", "caveat.may_be_renewed"]
    by = figure(current_mart(enough), "drop-off", Filters(), Breakdown.parse("gender"))
    assert by.finding.key == "finding.drop_off.by_single"


def test_a_source_far_behind_is_named(tmp_path: Path) -> None:
    early = Delivery("early", date(2025, 1, 31), (stay("x", "OTHER", "2024-01-01", "2024-02-01"),))
    late = Delivery(CONTROLLER, AS_OF, tuple(one_exit_each(12, "2024-01-01", "2024-03-10")))
    settings = built(tmp_path / "koti", deliveries=(early, late))
    shown = figure(current_mart(settings), "drop-off", Filters())
    assert shown.observed_until == date(2025, 1, 31)
    behind = [caveat for caveat in shown.caveats if caveat.key == "caveat.source_behind"]
    assert [(caveat.values["source"], caveat.values["behind_days"]) for caveat in behind] == [("early", 334)]


def test_a_new_generation_is_noticed(tmp_path: Path) -> None:
    settings = built(tmp_path / "koti", *one_exit_each(6, "2024-01-01", "2024-03-10"))
    before = current_mart(settings)
    assert current_mart(settings) is before
    more = Delivery(CONTROLLER, AS_OF, (stay("new", "STEP", "2024-02-01", "2024-03-01"),))
    deliver(settings, 9, more)
    assert exact_rows(settings, Filters())[0]["exits"] == 6
    assert deliveries.build_if_behind(settings) is not None
    assert deliveries.build_if_behind(settings) is None
    after = current_mart(settings)
    assert after.generation != before.generation
    assert exact_rows(settings, Filters())[0]["exits"] == 7
    assert exact_rows(before, Filters())[0]["exits"] == 6


def test_nothing_built_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="tyokyky build"):
        current_mart(Settings.of_home(tmp_path))


def test_choices_and_names_come_from_the_mart(three_exits: Settings) -> None:
    mart = current_mart(three_exits)
    choices = filter_choices(mart)
    assert choices.services == ("STEP",)
    assert choices.municipalities == ("016", "398")
    assert choices.units == ("U1", "U2")
    assert choices.quarters == ("2024Q1", "2024Q2")
    assert choices.years == ("2024",)
    assert code_names(mart).of("municipality", "398") == "Lahti"
    assert code_names(mart).of("unit", "nothing") == "nothing"


def steward_entries(settings: Settings) -> list[dict[str, object]]:
    log = settings.access_log_path
    return [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()] if log.exists() else []


def test_steward_check_needs_a_reason_and_the_steward(three_exits: Settings) -> None:
    mart = current_mart(three_exits)
    before = len(steward_entries(three_exits))
    with pytest.raises(UserError, match="syy"):
        steward.steward_check(three_exits, mart, "drop-off", Question(Filters()), " ")
    assert len(steward_entries(three_exits)) == before
    other = three_exits.model_copy(update={"steward": "somebody-else"})
    with pytest.raises(UserError, match="aineistovastaavalle"):
        steward.steward_check(other, mart, "drop-off", Question(Filters()), "why")
    allowed = steward.steward_check(three_exits, mart, "drop-off", Question(Filters()), "why")
    entries = steward_entries(three_exits)[before:]
    assert [(entry["allowed"], entry["row_count"]) for entry in entries] == [(False, None), (True, 2)]
    assert allowed.table.equals(exact_figure(mart, "drop-off", Filters()).table)


def test_what_can_not_be_logged_is_not_shown(three_exits: Settings, tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "access_log.jsonl").mkdir()
    elsewhere = three_exits.model_copy(update={"home": blocked})
    with pytest.raises(UserError, match="Käyttölokiin"):
        steward.steward_check(elsewhere, current_mart(three_exits), "drop-off", Question(Filters()), "why")
