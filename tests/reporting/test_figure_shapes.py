"""Every figure leaves with exactly the keys that other programs may rely on (data.md), in their order."""

from datetime import date

import polars as pl
import pytest

from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import METHOD_VERSION
from tyokyky.domain.filters import ANSWER_KEYS, ONLY_OF_ANSWERS, Breakdown, Filters, Key
from tyokyky.domain.participation import GROUPS, Assumption, Level, Measure
from tyokyky.reporting.figures import FIGURE_NAMES, exact_figure, figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

KEYS = {
    "drop-off": (
        "service, [by], periods, spells, persons, exits, at_start, dropped, still_in_window, not_yet_observable,"
        " may_be_renewed, drop_off, lower, upper, lower_clustered, upper_clustered, state, window_days,"
        " chain_gap_days, observed_until"
    ),
    "referrals": (
        "from, to, [by], referrals, not_started, lower, upper, started_share, other_share, still_in_window, window_days"
    ),
    "interruptions": "service, [by], exits, interrupted, share, lower, upper",
    "early-signs": (
        "service, exit_group, exits, with_no_show, no_show_share, lower, upper, planned, early_ended, median_early_days"
    ),
    "destinations": "service, to, kind, [by], n, share, lower, upper, window_days",
    "curve": "service, [by], day, at_risk, dropped_share, lower, upper",
    "gaps": "service, [by], exits, drop_off, lost, lost_lower, lost_upper, excess, weakest_level",
    "change": ("service, exits_before, drop_off_before, exits_after, drop_off_after, difference, lower, upper, state"),
    "no-shows": "service, outcome, exits, recorded, with_no_show, share, lower, upper",
    "official": (
        "service, year, rule, ended, in_service, in_service_share, unemployed, unemployed_share, source, state"
    ),
    "participation": (
        "service, level, measure, group, exits, drop_off, lower, upper, difference, difference_lower,"
        " difference_upper, p_holm, adjusted_difference, adjusted_lower, adjusted_upper, adjusted_covered_share,"
        " answered_share"
    ),
    "silence": (
        "service, level, assumption, drop_off_realised, drop_off_not, difference, lower, upper, exits, no_answer,"
        " no_answer_share, state"
    ),
    "unit-feedback": "service, level, score_band, exits, drop_off, lower, upper, state",
    "feedback": "level, plane, [by], quarter, responses, mean, lower, upper, answered_share",
    "views": (
        "level, plane, respondent, responses, mean, lower, upper, score_difference, score_difference_lower,"
        " score_difference_upper"
    ),
    "trend": (
        "service, [by], month, exits, drop_off, centre, lower_limit, upper_limit, signal, direction, phase, state"
    ),
    "signals": (
        "service, [by], rank, signal, direction, first_month, last_month, months, drop_off, centre, chance, phase"
    ),
    "units": (
        "service, unit, exits, drop_off, centre, lower_95, upper_95, lower_998, upper_998, overdispersion, outside"
    ),
    "experience-trend": (
        "level, quarter, responses, mean, mean_centre, lower_limit, upper_limit, signal, direction, state"
    ),
    "occupation": "month, state, n, observable, share",
    "funnel": "stage, entered, reached, share, lower, upper, median_days",
    "bounces": "service, via, n, exits, share",
    "switches": "service, persons, person_years, switches, per_person_year",
    "themes": "service, theme, kind, [by], n, comments, share",
    "flows": "grain, from, to, n, persons, median_days",
    "variants": "grain, rank, path, n, share, median_days",
    "compare": (
        "service, to, kind, compared_by, first, second, n_first, share_first, lower_first, upper_first, n_second,"
        " share_second, lower_second, upper_second, difference, difference_lower, difference_upper, together_lower,"
        " together_upper, state, window_days"
    ),
    "compare-months": (
        "month, place, compared_by, first, second, n_first, share_first, lower_first, upper_first, n_second,"
        " share_second, lower_second, upper_second, difference, difference_lower, difference_upper, together_lower,"
        " together_upper, state"
    ),
    "quality": "batch, rule, severity, rows",
}
NOT_OF_EXITS = (Key.SERVICE, Key.TO, Key.EXPERIENCE, Key.EVIDENCE, *ONLY_OF_ANSWERS)
PLAIN_KEYS = [key.value for key in Key if key not in NOT_OF_EXITS]
BREAKDOWNS = [*PLAIN_KEYS, *(f"{measure}:{level}" for measure in Measure for level in Level)]
COUNTS = ("periods", "spells", "persons", "exits", "at_start", "dropped", "still_in_window", "may_be_renewed")


@pytest.fixture(scope="module")
def mart(demo_settings: Settings) -> Mart:
    return current_mart(demo_settings)


def keys_of(name: str, by: str | None) -> list[str]:
    keys = [key.strip() for key in KEYS[name].split(",")]
    return [by if key == "[by]" else key for key in keys if by is not None or key != "[by]"]  # type: ignore[misc]


def test_all_figures_are_known() -> None:
    assert set(FIGURE_NAMES) == set(KEYS)


@pytest.mark.parametrize("name", FIGURE_NAMES)
def test_keys_without_a_breakdown(mart: Mart, name: str) -> None:
    for shown in (figure(mart, name, Filters()), exact_figure(mart, name, Filters())):
        assert shown.table.columns == keys_of(name, None)
        assert shown.name == name
        assert shown.method_version == METHOD_VERSION == "1"
        assert shown.synthetic
        assert shown.observed_until == date(2026, 6, 30)
    by_service = figure(mart, name, Filters(), Breakdown(Key.SERVICE)).table.columns
    assert by_service == keys_of(name, "service" if name == "feedback" else None)


@pytest.mark.parametrize("by", BREAKDOWNS)
def test_keys_with_a_breakdown(mart: Mart, by: str) -> None:
    for name in ("drop-off", "destinations", "curve"):
        shown = figure(mart, name, Filters(service="KTT"), Breakdown.parse(by))
        assert shown.table.columns == keys_of(name, by)
    exits = exact_figure(mart, "drop-off", Filters(service="KTT"), Breakdown.parse(by)).table
    whole = exact_figure(mart, "drop-off", Filters(service="KTT")).table
    assert exits["exits"].sum() == whole["exits"][0]
    assert exits["spells"].to_list() == exits["exits"].to_list()
    assert exits.select("service", by).is_unique().all()
    assert "" not in exits[by].to_list()


@pytest.mark.parametrize("by", ANSWER_KEYS)
def test_keys_of_answers(mart: Mart, by: Key) -> None:
    exact, shown = (ask(mart, "feedback", Filters(), Breakdown(by)).table for ask in (exact_figure, figure))
    assert exact.columns == shown.columns == keys_of("feedback", by)
    assert exact.select("level", "plane", by, "quarter").is_unique().all()
    assert exact["quarter"].str.contains(r"^20\d\dQ[1-4]$").all()
    whole = exact_figure(mart, "feedback", Filters()).table
    of_clients = exact.filter(pl.col(by) == "client") if by is Key.RESPONDENT else exact
    assert of_clients["responses"].sum() == whole["responses"].sum() > 0
    assert (exact["answered_share"].null_count() == exact.height) == (by in ONLY_OF_ANSWERS)


@pytest.mark.parametrize("name", ["drop-off", "destinations", "curve"])
@pytest.mark.parametrize("by", ONLY_OF_ANSWERS)
def test_exits_have_no_respondent_channel_or_phase(mart: Mart, name: str, by: Key) -> None:
    with pytest.raises(UserError, match="ei ota tätä jaottelua"):
        figure(mart, name, Filters(), Breakdown(by))


@pytest.mark.parametrize("by", [Key.TO, Key.QUARTER, Key.GENDER, Key.HANDOVER])
def test_answers_have_no_such_key(mart: Mart, by: Key) -> None:
    with pytest.raises(UserError, match="respondent, channel, phase"):
        figure(mart, "feedback", Filters(), Breakdown(by))


@pytest.mark.parametrize("name", ["drop-off", "destinations", "curve"])
def test_destination_is_no_breakdown(mart: Mart, name: str) -> None:
    with pytest.raises(UserError, match="destinations"):
        figure(mart, name, Filters(), Breakdown(Key.TO))


@pytest.mark.parametrize(
    "name",
    [
        "participation",
        "silence",
        "unit-feedback",
        "flows",
        "variants",
        "quality",
        "occupation",
        "funnel",
        "bounces",
        "switches",
    ],
)
def test_some_figures_take_no_breakdown(mart: Mart, name: str) -> None:
    with pytest.raises(UserError, match="ei ota jaottelua"):
        figure(mart, name, Filters(), Breakdown(Key.GENDER))


@pytest.mark.parametrize("changes", [{"service": "NOPE"}, {"municipality": "NOPE"}, {"unit": "NOPE"}])
def test_unknown_code_is_refused_without_repeating_it(mart: Mart, changes: dict[str, str]) -> None:
    for name in FIGURE_NAMES:
        with pytest.raises(UserError, match=f"--{next(iter(changes))}") as refused:
            figure(mart, name, Filters(**changes))  # type: ignore[arg-type]
        assert "NOPE" not in str(refused.value)


def test_known_code_without_exits_is_an_empty_answer(mart: Mart) -> None:
    shown = figure(mart, "drop-off", Filters(municipality="182"))
    assert shown.table.height == 0
    assert shown.finding.key == "finding.none"
    assert figure(mart, "drop-off", Filters(municipality="unknown")).table.columns == keys_of("drop-off", None)


def test_numbers_are_of_their_kind(mart: Mart) -> None:
    table = exact_figure(mart, "drop-off", Filters()).table
    assert {table.schema[name] for name in COUNTS} == {pl.Int64}
    for name in ("drop_off", "lower", "upper"):
        assert table.schema[name] == pl.Float64
        assert table[name].drop_nulls().is_between(0, 1).all()
    assert table.schema["observed_until"] == pl.Date
    assert table.schema["state"] == pl.String
    assert table["state"].null_count() == 0
    assert (table["lower"] <= table["drop_off"]).all()
    assert (table["drop_off"] <= table["upper"]).all()


def test_drop_off_and_destinations_make_a_whole(mart: Mart) -> None:
    drop_offs = exact_figure(mart, "drop-off", Filters(), Breakdown(Key.GENDER)).table
    shares = exact_figure(mart, "destinations", Filters(), Breakdown(Key.GENDER)).table
    summed = shares.group_by("service", "gender").agg(pl.col("share").sum(), pl.col("n").sum())
    both = drop_offs.filter(pl.col("state") == "").join(summed, on=["service", "gender"])
    assert both.height > 5
    assert ((both["drop_off"] + both["share"] - 1).abs() < 1e-9).all()
    assert (both["at_start"] == both["dropped"] + both["still_in_window"] + both["n"]).all()


def test_participation_rows_of_a_level_add_up_to_all_exits(mart: Mart) -> None:
    rows = exact_figure(mart, "participation", Filters()).table
    exits = exact_figure(mart, "drop-off", Filters()).table.select("service", of_service="exits")
    per_level = rows.group_by("service", "level", "measure").agg(pl.col("exits").sum(), pl.col("group"))
    joined = per_level.join(exits, on="service")
    assert joined.height == per_level.height == rows["service"].n_unique() * len(Level) * len(Measure)
    assert (joined["exits"] == joined["of_service"]).all()
    for measure in Measure:
        groups = per_level.filter(pl.col("measure") == measure)["group"].to_list()
        assert all(tuple(found) == GROUPS[measure] for found in groups)


def test_silence_has_three_assumptions_for_every_level(mart: Mart) -> None:
    rows = exact_figure(mart, "silence", Filters()).table
    exits = exact_figure(mart, "drop-off", Filters()).table.select("service", of_service="exits")
    joined = rows.join(exits, on="service")
    assert joined.height == rows.height == rows["service"].n_unique() * len(Level) * len(Assumption)
    assert (joined["exits"] == joined["of_service"]).all()
    assert ((rows["no_answer"] / rows["exits"]) == rows["no_answer_share"]).all()
    assert rows["assumption"][: len(Assumption)].to_list() == list(Assumption)
    one = exact_figure(mart, "silence", Filters(service="KTT")).table
    assert one.equals(rows.filter(pl.col("service") == "KTT"))


def test_silence_shows_no_more_than_participation(mart: Mart) -> None:
    shown = figure(mart, "silence", Filters()).table.filter(pl.col("difference").is_not_null())
    groups = figure(mart, "participation", Filters()).table.filter(pl.col("measure") == "experience")
    needed = groups.filter(pl.col("group").is_in(["realised", "not", "no_answer"]))
    hidden = needed.filter((pl.col("exits").fill_null(1) > 0) & pl.col("drop_off").is_null())
    assert hidden.height > 0
    assert shown.height > 0
    assert shown.join(hidden, on=["service", "level"], how="semi").height == 0


def test_quality_counts_rules_of_deliveries(mart: Mart) -> None:
    table = exact_figure(mart, "quality", Filters()).table
    assert table.select("batch", "rule").is_unique().all()
    assert set(table["severity"]) <= {"error", "warning"}
    assert (table["rows"] > 0).all()
