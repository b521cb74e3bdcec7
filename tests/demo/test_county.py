"""The synthetic county looks like the published figures and like life; its frames are what a register would send."""

from datetime import date, timedelta

import polars as pl
import pytest
from tests.demo.county_reader import WINDOW_DAYS, exits, spells, texts

from tyokyky.demo import County, generate
from tyokyky.domain.errors import UserError
from tyokyky.domain.instruments import Respondents
from tyokyky.domain.journeys import Part
from tyokyky.domain.participation import Plane
from tyokyky.store.codebook import shipped_code_book, shipped_instruments
from tyokyky.store.tables import TABLES

CLIENTS = 6000


@pytest.fixture(scope="module")
def county() -> County:
    return generate(CLIENTS, seed=1)


@pytest.fixture(scope="module")
def left(county: County) -> pl.DataFrame:
    return exits(county)


def rehabilitative(county: County) -> pl.DataFrame:
    return texts(county.period).filter(pl.col("service_code") == "KTT")


# Calibration: tolerances are about three standard errors of a county of this size.


@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_two_periods_are_started_per_person_in_a_year(county: County, year: int) -> None:
    first, last = date(year, 1, 1), date(year, 12, 31)
    periods = rehabilitative(county)
    started = periods.filter(pl.col("started_on").is_between(first, last)).height
    ongoing = (pl.col("started_on") <= last) & (pl.col("ended_on").fill_null(last) >= first)
    persons = periods.filter(ongoing)["client_id"].n_unique()
    assert started / persons == pytest.approx(2.0, abs=0.12)


def test_a_completed_period_lasts_sixteen_weeks(county: County) -> None:
    completed = rehabilitative(county).drop_nulls("ended_on")
    weeks = ((completed["ended_on"] - completed["started_on"]).dt.total_days() + 1) / 7
    assert weeks.mean() == pytest.approx(16, abs=0.4)


def test_women_are_44_percent_of_the_clients_of_rehabilitative_work_activity(county: County) -> None:
    of_service = texts(county.client).join(rehabilitative(county), on="client_id", how="semi")
    assert (of_service["gender"] == "female").mean() == pytest.approx(0.44, abs=0.025)


def test_seven_of_ten_miss_an_appointment_in_their_first_three_years(county: County) -> None:
    services = texts(county.period).filter(pl.col("service_code") != "REK")
    entry = services.group_by("client_id").agg(pl.col("started_on").min().alias("entry"))
    three_years_on = pl.col("entry").dt.offset_by("3y")
    followed = entry.filter(three_years_on <= county.data_as_of)
    missed = (
        texts(county.moment)
        .join(followed, on="client_id")
        .filter(pl.col("attended") == "no_show", pl.col("occurred_at").cast(pl.Date) < three_years_on)
    )
    assert missed["client_id"].n_unique() / followed.height == pytest.approx(0.70, abs=0.03)


def test_end_reasons_are_unknown_for_one_in_seven(county: County) -> None:
    ended = texts(county.period).filter(pl.col("ended_on").is_not_null(), pl.col("service_code") != "REK")
    assert (ended["end_reason_code"].fill_null("06") == "06").mean() == pytest.approx(0.15, abs=0.01)
    assert ended["end_reason_code"].n_unique() >= 15


def test_open_periods_have_no_end_reason(county: County) -> None:
    still_open = county.period.filter(pl.col("ended_on").is_null())
    assert still_open["end_reason_code"].null_count() == still_open.height > 0


def test_clients_come_from_municipalities_in_proportion_to_inhabitants(county: County) -> None:
    shares = dict(texts(county.client)["municipality_code"].value_counts(normalize=True).iter_rows())
    assert len(shares) == 10
    assert shares["398"] == pytest.approx(0.59, abs=0.03)
    assert shares["576"] < shares["111"] < shares["398"]


# Structure: what a register holds and the analysis must bear.


def test_people_renew_are_carried_over_return_bounce_and_are_cut_off_by_the_data_end(left: pl.DataFrame) -> None:
    by_exit = left.with_columns(pl.col("next_service").shift(-1).over("client_id").alias("after_next"))
    bounced = by_exit.filter(pl.col("followed"), pl.col("after_next") == pl.col("service_code"))
    situations = {
        "renewals": left.filter(pl.col("period_count") > 1),
        "carried over while still in the service": left.filter("followed", pl.col("next_start") <= pl.col("end")),
        "carried on the next day": left.filter("followed", pl.col("next_start") > pl.col("end"), pl.col("gap") == 0),
        "after a gap": left.filter("followed", pl.col("gap").is_between(1, WINDOW_DAYS)),
        "late return": left.filter("followed", pl.col("gap") > WINDOW_DAYS),
        "return to the same service": left.filter("followed", pl.col("next_service") == pl.col("service_code")),
        "bounce": bounced,
        "several exits": left.filter(pl.len().over("client_id") > 1),
        "still in the window": left.filter(~pl.col("followed"), pl.col("follow_up").is_between(0, WINDOW_DAYS - 1)),
        "on the last day": left.filter(pl.col("follow_up") == -1),
    }
    assert {name: rows.height for name, rows in situations.items() if rows.height < 2} == {}


def test_spells_start_on_the_same_day_and_some_are_open(county: County) -> None:
    all_spells = spells(county)
    same_day = all_spells.filter(pl.col("part") != Part.BACKGROUND).filter(
        pl.len().over("client_id", "start") > 1, pl.col("part") == Part.OUTCOME
    )
    assert same_day.height > 10
    assert all_spells.filter(pl.col("end").is_null(), pl.col("part") == Part.PATH).height > 500


def test_every_service_of_the_county_is_met(county: County) -> None:
    met = set(texts(county.period)["service_code"].unique())
    on_path = {"KTT", "THV", "IPS", "TKT", "SOSK", "SOSO", "TYV", "VAL", "KOK", "MON", "KELA", "JARJ"}
    assert met == on_path | {"TYO", "PT", "KOUL", "ELAKE", "MUUTTO", "KUOLLUT", "VAPAA", "REK"}


def test_units_are_silent_on_some_levels_and_speak_on_others(county: County) -> None:
    recorded = (
        texts(county.moment)
        .filter(pl.col("plane") == "own")
        .join(texts(county.period), on=["client_id", "service_code"])
        .filter(pl.col("occurred_at").cast(pl.Date).is_between("started_on", pl.col("ended_on").fill_null(date.max)))
    )
    pairs = set(recorded.select("unit_code", "participation_level").unique().iter_rows())
    assert ("PH398TP3", "planning") not in pairs
    assert ("PH398TP1", "planning") in pairs
    assert ("PH398TP3", "action") in pairs


def test_some_answers_know_the_outcome(county: County, left: pl.DataFrame) -> None:
    late = (
        texts(county.response)
        .filter(pl.col("phase") == "after")
        .join(left.select("client_id", "service_code", "limit", "end"), on=["client_id", "service_code"])
        .filter(pl.col("answered_on") > pl.col("limit"), pl.col("answered_on") <= pl.col("end") + timedelta(days=25))
    )
    assert late.filter(pl.col("answered_on") <= pl.col("end")).height > 0
    assert late.filter(pl.col("answered_on") > pl.col("end")).height > 0


def test_answers_that_count_are_dated_before_what_followed(county: County) -> None:
    linked = texts(county.response).drop_nulls("client_id")
    in_time = linked.filter(pl.col("phase") != "after").with_row_index("answer")
    around = (
        in_time.join(spells(county), on=["client_id", "service_code"])
        .filter(pl.col("answered_on").is_between("start", pl.col("end").fill_null(date.max)))
        .select("answer")
    )
    assert around["answer"].n_unique() == in_time.height


# Frames: canonical columns, unique keys, codes that hold on the day, nothing after the data end.


@pytest.mark.parametrize("name", ["client", "period", "moment", "response", "referral"])
def test_frames_have_the_canonical_columns_and_unique_keys(county: County, name: str) -> None:
    table, frame = TABLES[name], county.tables[name]
    assert tuple(frame.columns) == table.columns
    assert frame.select(table.key).is_duplicated().sum() == 0
    assert frame.select(table.required).null_count().sum_horizontal().item() == 0


@pytest.mark.parametrize(
    ("table", "column", "codes", "day"),
    [
        ("period", "service_code", "services", "started_on"),
        ("period", "end_reason_code", "end_reasons", "ended_on"),
        ("period", "unit_code", "units", "started_on"),
        ("period", "municipality_code", "municipalities", "started_on"),
        ("period", "professional_role", "roles", "started_on"),
        ("moment", "moment_code", "moments", "occurred_at"),
        ("referral", "to_service_code", "services", "referred_on"),
        ("referral", "from_service_code", "services", "referred_on"),
        ("referral", "unit_code", "units", "referred_on"),
        ("moment", "service_code", "services", "occurred_at"),
        ("response", "service_code", "services", "answered_on"),
        ("response", "unit_code", "units", "answered_on"),
    ],
)
def test_every_code_holds_on_its_date(county: County, table: str, column: str, codes: str, day: str) -> None:
    used = texts(county.tables[table]).select(pl.col(column).alias("code"), pl.col(day).cast(pl.Date).alias("day"))
    rows = [(code.code, code.valid_from, code.valid_until) for code in getattr(shipped_code_book(), codes)]
    book = pl.DataFrame(rows, schema=["code", "valid_from", "valid_until"], orient="row")
    unknown = used.drop_nulls().join(book, on="code", how="anti")
    extent = (
        used.drop_nulls().group_by("code").agg(pl.col("day").min().alias("first"), pl.col("day").max().alias("last"))
    )
    valid = book.group_by("code").agg(pl.col("valid_from").min(), pl.col("valid_until").max())
    outside = extent.join(valid, on="code").filter(
        (pl.col("first") < pl.col("valid_from")) | (pl.col("last") > pl.col("valid_until"))
    )
    assert used["code"].drop_nulls().len() > 0
    assert (unknown.height, outside.height) == (0, 0)


def test_moments_carry_the_level_of_their_code(county: County) -> None:
    book = {code.code: (code.level, code.plane) for code in shipped_code_book().moments}
    used = texts(county.moment).select("moment_code", "participation_level", "plane").unique()
    assert {code: (level, plane) for code, level, plane in used.iter_rows()} == {
        code: book[code] for code in used["moment_code"]
    }


def test_answers_are_scores_of_known_items_or_not_applicable(county: County) -> None:
    of_instrument = {
        instrument.instrument_id: {item.item_id for item in instrument.items} for instrument in shipped_instruments()
    }
    answers = texts(county.response)
    of_workshops = pl.col("channel") == "workshop"
    assert set(answers.filter(of_workshops)["item_id"]) == of_instrument["codevelopment_workshop"]
    assert set(answers.filter(~of_workshops)["item_id"]) == of_instrument["own_items"]
    assert set(answers["score"].drop_nulls().unique()) == {1.0, 2.0, 3.0, 4.0, 5.0}
    assert (answers["score"].is_null() == answers["not_applicable"]).all()


def test_workshops_ask_clients_and_professionals_apart(county: County) -> None:
    form = texts(county.response).filter(pl.col("channel") == "workshop")
    (instrument,) = (found for found in shipped_instruments() if found.instrument_id == "codevelopment_workshop")
    assert {item.plane for item in instrument.items} == {Plane.DEVELOPMENT}
    for respondent in (Respondents.CLIENT, Respondents.PROFESSIONAL):
        answered = form.filter(pl.col("respondent") == respondent)
        assert answered["response_id"].n_unique() > 50
        assert set(answered["item_id"]) == {item.item_id for item in instrument.items_of(respondent)}


def test_answers_come_by_every_channel_and_mostly_by_survey(county: County) -> None:
    sheets = texts(county.response).unique("response_id")["channel"].value_counts(normalize=True)
    shares = dict(sheets.iter_rows())
    assert set(shares) == {"survey", "interview", "workshop", "council", "message", "spontaneous"}
    assert shares["survey"] > 0.6
    assert all(0.005 < share < 0.25 for channel, share in shares.items() if channel != "survey")


def test_some_answers_carry_no_person_but_unit_service_and_quarter(county: County) -> None:
    answers = texts(county.response)
    anonymous, linked = answers.filter(pl.col("client_id").is_null()), answers.filter(pl.col("client_id").is_not_null())
    assert 0.15 < anonymous["response_id"].n_unique() / answers["response_id"].n_unique() < 0.30
    assert anonymous["municipality_code"].null_count() == anonymous.height
    assert anonymous.select((pl.col("answered_on") == pl.col("answered_on").dt.truncate("1q")).all()).item()
    assert anonymous.select("unit_code", "service_code").null_count().sum_horizontal().item() == 0
    assert set(linked["respondent"]) == {"client"}
    assert set(anonymous["respondent"]) == {"client", "professional"}
    assert set(anonymous.filter(pl.col("respondent") == "client")["channel"]) > {"spontaneous", "council", "workshop"}


def test_nothing_is_known_of_the_time_after_the_data_end(county: County) -> None:
    days = ((county.period, "started_on"), (county.moment, "occurred_at"), (county.response, "answered_on"))
    for table, column in days:
        assert table.filter(pl.col(column).cast(pl.Date) > county.data_as_of).height == 0
    ends = county.period["ended_on"].drop_nulls()
    assert (ends <= county.data_as_of).all()
    assert (ends == county.data_as_of).any()


def test_periods_of_one_service_do_not_overlap(county: County) -> None:
    stays = county.period.sort("client_id", "service_code", "started_on").with_columns(
        pl.col("ended_on").fill_null(date.max).shift(1).over("client_id", "service_code").alias("before")
    )
    assert stays.filter(pl.col("started_on") <= pl.col("before")).height == 0


# Seeds.


def test_the_same_seed_gives_the_same_rows_and_another_seed_others() -> None:
    first, again, other = generate(300, seed=5), generate(300, seed=5), generate(300, seed=6)
    for name, frame in first.tables.items():
        assert frame.equals(again.tables[name])
        assert not frame.equals(other.tables[name])


def test_a_single_client_is_a_county_too() -> None:
    assert generate(1).client.height == 1


@pytest.mark.parametrize(("clients", "seed"), [(0, 1), (10, -1)])
def test_a_county_without_clients_or_with_a_negative_seed_is_refused(clients: int, seed: int) -> None:
    with pytest.raises(UserError, match="siemenluku"):
        generate(clients, seed)
