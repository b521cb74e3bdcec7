"""Lost people, what changed and missed moments as they leave the reporting door: order, sentences, what they refuse."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.homes import built, stay
from tests.reference.world import Period, Service

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Breakdown, Filters, Key
from tyokyky.domain.messages import Message
from tyokyky.domain.names import CodeNames
from tyokyky.domain.question import Question
from tyokyky.presentation.sentences import sentence
from tyokyky.reporting import gap_findings
from tyokyky.reporting.figures import exact_figure, figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

ASKED = Question(Filters())
BY_UNIT = Breakdown(Key.UNIT)
NAMES = CodeNames({("service", "KTT"): ("kuntouttava työtoiminta", "", ""), ("unit", "U1"): ("Heinolan paja", "", "")})


@pytest.fixture(scope="module")
def mart(demo_settings: Settings) -> Mart:
    return current_mart(demo_settings)


def said(message: Message) -> str:
    return sentence(message, NAMES).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("name", ["gaps", "change", "no-shows"])
def test_a_first_day_would_cut_the_year(mart: Mart, name: str) -> None:
    with pytest.raises(UserError, match="täydet 12 kuukautta"):
        figure(mart, name, Filters(since=date(2025, 1, 1)))


@pytest.mark.parametrize("key", [Key.QUARTER, Key.GENDER, Key.END_REASON])
def test_joints_are_of_a_place_or_of_the_whole_area(mart: Mart, key: Key) -> None:
    with pytest.raises(UserError, match="municipality, unit"):
        figure(mart, "gaps", Filters(), Breakdown(key))


def test_rows_stand_by_lost_people_and_the_months_are_told(mart: Mart) -> None:
    for by in (None, BY_UNIT):
        shown = figure(mart, "gaps", Filters(), by)
        lost = shown.table["lost"]
        known = lost.drop_nulls()
        assert lost.head(known.len()).to_list() == sorted(known, reverse=True)
        assert "1.4.2025" in said(shown.is_of)
        assert "31.3.2026" in said(shown.is_of)
    finding = exact_figure(mart, "gaps", Filters(), BY_UNIT).finding
    assert finding.key == "finding.gaps.by"
    assert "(yksikkö)" in said(finding)


def test_lost_people_are_the_drop_off_of_those_months(mart: Mart) -> None:
    months = Filters(since=date(2025, 4, 1), until=date(2026, 3, 31))
    of_months = {row["service"]: row for row in figure(mart, "drop-off", months).table.to_dicts()}
    shown = figure(mart, "gaps", Filters()).table.to_dicts()
    assert len(shown) > 5
    for row in shown:
        drop_off = of_months[row["service"]]
        assert (row["exits"], row["drop_off"]) == (drop_off["at_start"], drop_off["drop_off"])
        assert row["lost"] == (None if drop_off["dropped"] is None else pytest.approx(drop_off["dropped"]))


def test_the_earlier_year_of_the_change_is_the_twelve_months_before(mart: Mart) -> None:
    change = {row["service"]: row for row in exact_figure(mart, "change", Filters()).table.to_dicts()}
    before = exact_figure(mart, "drop-off", Filters(since=date(2024, 4, 1), until=date(2025, 3, 31))).table
    for row in before.to_dicts():
        assert (change[row["service"]]["exits_before"], change[row["service"]]["drop_off_before"]) == (
            row["at_start"],
            row["drop_off"],
        )
    earlier = exact_figure(mart, "change", Filters(until=date(2025, 3, 31))).table
    after = {row["service"]: row["drop_off_after"] for row in earlier.to_dicts()}
    assert after == {row["service"]: row["drop_off"] for row in before.to_dicts()}


def gap(service: str, lost: float | None, excess: float | None = None, unit: str = "U1") -> dict[str, Any]:
    known = lost is not None
    return {
        "service": service,
        "unit": unit,
        "exits": 100,
        "drop_off": lost / 100 if lost is not None else None,
        "lost": lost,
        "lost_lower": lost - 8 if lost is not None else None,
        "lost_upper": lost + 8 if lost is not None else None,
        "excess": excess if known else None,
        "weakest_level": None,
    }


def excess_of(mart: Mart, *rows: dict[str, Any]) -> str:
    asked = exact_figure(mart, "gaps", Filters(), BY_UNIT)
    table = pl.DataFrame(list(rows), schema=asked.table.schema)
    return said(gap_findings.of_excess(type(asked)(**{**vars(asked), "table": table}), "unit"))


def test_an_excess_is_named_where_the_joint_stands_out(mart: Mart) -> None:
    clear = excess_of(mart, gap("KTT", 40.0, 12.0))
    assert "Heinolan paja, kuntouttava työtoiminta" in clear
    assert "12 ihmistä vähemmän" in clear
    assert "ei erotu" in excess_of(mart, gap("KTT", 40.0, 7.0))
    assert "ei erotu" in excess_of(mart, gap("KTT", 40.0, -12.0))
    # The largest excess is not the clearest: only what stands out may be named.
    both = excess_of(mart, gap("THV", 40.0, 7.5), gap("KTT", 30.0, 9.0))
    assert "kuntouttava työtoiminta" in both
    assert "20:tä päättymistä" in excess_of(mart, gap("KTT", None))


def changed(*intervals: tuple[float, float, float]) -> Message:
    rows = [
        {
            "service_code": f"S{number}" if number else "KTT",
            "drop_off_share_before": 0.3,
            "drop_off_share_after": 0.3 + difference,
            "difference_share": difference,
            "lower_share": lower,
            "upper_share": upper,
            "state": "",
        }
        for number, (difference, lower, upper) in enumerate(intervals)
    ]
    return gap_findings.of_change(pl.DataFrame(rows), ASKED)


def test_the_clearest_change_is_told_and_its_direction() -> None:
    assert "putoaminen väheni, 30,0 % → 20,0 %" in said(changed((-0.1, -0.15, -0.05), (0.1, 0.01, 0.2)))
    assert "lisääntyi" in said(changed((0.1, 0.05, 0.15), (-0.3, -0.7, 0.1)))
    assert changed((0.1, -0.01, 0.2)).key == "finding.change.none"


def test_missed_moments_are_told_where_the_intervals_are_apart() -> None:
    def found(*shares: tuple[str, float | None, float | None, float | None]) -> Message:
        rows = [
            {"service_code": "KTT", "outcome": o, "share": s, "lower_share": a, "upper_share": b}
            for o, s, a, b in shares
        ]
        schema = {"share": pl.Float64, "lower_share": pl.Float64, "upper_share": pl.Float64}
        return gap_findings.of_no_shows(pl.DataFrame(rows, schema_overrides=schema))

    apart = found(("dropped", 0.4, 0.3, 0.5), ("followed", 0.2, 0.1, 0.25))
    assert "40,0 % pudonneista ja 20,0 % jatkaneista" in said(apart)
    assert found(("dropped", 0.4, 0.2, 0.5), ("followed", 0.2, 0.1, 0.25)).key == "finding.no_shows.similar"
    assert found(("dropped", None, None, None), ("followed", 0.2, 0.1, 0.3)).key == "finding.no_shows.nothing"


STEPS = (Service("STEP", "path", 10, 30), Service("AWAY", "path", 11, 30, usual_next_controller="nobody"))


def short(home: Path, *periods: Period, as_of: date = date(2025, 12, 31)) -> Mart:
    return current_mart(built(home, *periods, as_of=as_of, services=STEPS))


def test_nothing_followed_yet_is_told_from_nothing(tmp_path: Path) -> None:
    fresh = short(tmp_path, *(stay(person, "STEP", "2025-10-01", "2025-12-10") for person in range(9)))
    shown = figure(fresh, "gaps", Filters())
    assert shown.table.is_empty()
    assert "Täysiä kuukausia, joiden kaikkia päättymisiä olisi seurattu 90 päivää" in said(shown.finding)
    assert figure(fresh, "gaps", Filters(window_days=365)).table.is_empty()


def test_exits_whose_next_register_is_not_joined_are_no_lost_people(tmp_path: Path) -> None:
    away = short(
        tmp_path,
        *(stay(person, "AWAY", "2025-01-01", "2025-03-01") for person in range(8)),
        *(stay(person, "STEP", "2025-01-01", "2025-03-01") for person in range(20, 30)),
    )
    shown = figure(away, "gaps", Filters())
    assert shown.table["service"].to_list() == ["STEP"]
    assert shown.table["lost"].to_list() == pytest.approx([10.0])
    keys = [caveat.key for caveat in shown.caveats]
    assert "caveat.not_linked" in keys
    assert "caveat.hidden" not in keys
    only = figure(away, "gaps", Filters(service="AWAY"))
    assert only.table.is_empty()
    assert only.finding.key == "finding.not_linked"


def test_months_before_a_source_begins_are_told() -> None:
    exact = pl.DataFrame({"covered_from": [date(2025, 1, 1)], "since_on": [date(2024, 12, 1)], "state": [""]})
    assert [message.key for message in gap_findings.of_year(exact)] == ["caveat.not_covered"]
    assert "1.1.2025 alkaen" in said(gap_findings.of_year(exact)[0])
    assert gap_findings.of_year(exact.with_columns(since_on=pl.lit(date(2025, 1, 1)))) == []
    earlier = exact.with_columns(since_on=pl.lit(date(2025, 6, 1)), since_before_on=pl.lit(date(2024, 6, 1)))
    assert len(gap_findings.caveats_of_change(earlier, earlier)) == 1
    assert gap_findings.of_year(exact.with_columns(covered_from=pl.lit(None, dtype=pl.Date))) == []
