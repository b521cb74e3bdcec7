"""Wide questionnaire files: what they say, counted by hand, and every way in which they may be other than expected."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from tests.ingest.deliveries import AS_OF, Home, rules_of
from tests.ingest.wide_files import ITEM_TEXTS, KTT, THV, UGLY, WideText, header_of, ugly_headers, ugly_row

from tyokyky.domain.errors import UserError
from tyokyky.ingest import ledger
from tyokyky.ingest.report import DeliveryReport

WARNED = {"file|no_answers": 1, "file|unread_columns": 1}


def delivered(home: Home, text: WideText | bytes, **changes: object) -> DeliveryReport:
    content = text if isinstance(text, bytes) else text.written()
    report = home.deliver(content, AS_OF, home.source("webropol_own_items", **changes))
    assert report.rows_in == report.accepted + report.quarantined + report.unchanged
    return report


def stored(home: Home) -> pl.DataFrame:
    """What a respondent said of an item, without ids of the register."""
    columns = ("item_id", "answered_on", "score", "not_applicable", "service_code", "municipality_code")
    return home.live("response").select("response_id", *columns).sort("response_id", "item_id")


def refused_rows(home: Home, report: DeliveryReport) -> dict[str, list[int]]:
    assert report.batch_id is not None
    quarantined = ledger.quarantine_by_rule(home.settings, report.batch_id)
    return {row["rule"]: row["row_numbers"] for row in quarantined.iter_rows(named=True)}


def test_an_ugly_file_says_what_was_counted_by_hand(home: Home) -> None:
    assert len(UGLY.headers) == 41
    report = delivered(home, UGLY)
    assert (report.table, report.rows_in, report.accepted, report.quarantined) == ("response", 27, 27, 0)
    assert rules_of(report) == WARNED
    rows = stored(home)
    by_respondent = rows.group_by("response_id").len().sort("response_id")["len"].to_list()
    assert by_respondent == [5, 3, 16, 3]
    scores = {item: sorted(own.get_column("score").drop_nulls()) for (item,), own in rows.group_by("item_id")}
    threes = {item: [3.0] for item in ITEM_TEXTS}
    assert scores == threes | {
        "T1": [1.0, 3.0, 5.0],
        "T2": [3.0, 4.0, 4.0],
        "T3": [3.0, 5.0],
        "T4": [2.0, 3.0],
        "S1": [2.0, 3.0],
        "A1": [3.0, 3.0],
        "R1": [3.0, 5.0],
    }
    outside = rows.filter("not_applicable").select("item_id", "response_id")
    assert sorted(outside.get_column("item_id")) == ["R3", "T1"]
    assert rows.filter(pl.col("service_code") == "KTT")["answered_on"].unique().to_list() == [date(2026, 3, 1)]
    assert rows.filter(pl.col("service_code") == "THV")["answered_on"].unique().to_list() == [date(2026, 4, 15)]
    assert rows.filter(pl.col("municipality_code") == "016").height == 19


def test_what_the_file_lacks_is_filled_with_what_holds_for_all(home: Home) -> None:
    delivered(home, UGLY)
    assert home.live("response").select("channel", "respondent").unique().rows() == [("survey", "client")]


@pytest.mark.parametrize(
    "content",
    [
        UGLY.moved().written(),
        UGLY.written(line_end="\n"),
        UGLY.renamed(header_of("T1"), "JAG FICK INFORMATION OM TJÄNSTER NÄR JAG BEHÖVDE DEN:").written(),
        UGLY.renamed("Vastausaika :", "Vastattu").written(),
    ],
    ids=["moved", "line ends", "another language", "another header of the time"],
)
def test_the_same_answers_in_another_shape_change_nothing(home: Home, content: bytes) -> None:
    delivered(home, UGLY)
    before = stored(home)
    again = delivered(home, content)
    assert (again.accepted, again.quarantined, again.unchanged) == (0, 0, 27)
    assert stored(home).equals(before)


def test_same_bytes_twice(home: Home) -> None:
    delivered(home, UGLY)
    assert delivered(home, UGLY).same_as_batch == 1


@pytest.mark.parametrize(
    "changed",
    [UGLY.without(header_of("S1")), UGLY.renamed(header_of("S1"), "Olitko mukana suunnittelussa?")],
    ids=["missing", "renamed"],
)
def test_an_item_that_is_not_found_is_named(home: Home, changed: WideText) -> None:
    report = delivered(home, changed)
    assert rules_of(report) == WARNED | {"S1|item_column_missing": 1}
    assert "S1: väittämän saraketta" in next(one.reason_fi for one in report.rules if one.rule.startswith("S1"))
    assert (report.rows_in, report.accepted) == (25, 25)


def test_without_the_time_or_any_item_nothing_comes_in(home: Home) -> None:
    with pytest.raises(UserError, match=r"vastausaika.*Vastausaika"):
        delivered(home, UGLY.without("Vastausaika :"))
    with pytest.raises(UserError, match="yhtään lähteen webropol_own_items väittämää") as refused:
        delivered(home, WideText(("Vastausaika", "010190-123A"), (("1.3.2026", "5"),)))
    assert "010190" not in str(refused.value)
    with pytest.raises(UserError, match="yhtään vastausta"):
        delivered(home, WideText(UGLY.headers, (UGLY.rows[3],)))
    with pytest.raises(UserError, match=r"useampi kuin yksi sarake.*municipality_code"):
        delivered(home, UGLY.renamed("Tila", "Kotikunta"))
    assert not home.settings.register_path.exists()


def test_scores_outside_the_scale_and_words_unknown_are_refused_by_the_respondents_row(home: Home) -> None:
    text = (
        UGLY.with_cell(0, header_of("T1"), "6").with_cell(2, header_of("T1"), "0").with_cell(2, header_of("R2"), "joo")
    )
    report = delivered(home, text)
    assert (report.rows_in, report.accepted, report.quarantined) == (27, 24, 3)
    assert refused_rows(home, report) == {
        "score|outside_scale": [2, 4],
        "score|score_or_not_applicable": [4],
        "score|unreadable_number": [4],
    }


def test_several_refused_answers_of_one_respondent_name_the_row_once(home: Home) -> None:
    report = delivered(home, UGLY.with_cell(2, "Vastausaika :", "1.3.2062 9:05"))
    assert (report.rows_in, report.accepted, report.quarantined) == (27, 11, 16)
    assert refused_rows(home, report) == {"answered_on|after_data_as_of": [4]}
    assert rules_of(report)["answered_on|after_data_as_of"] == 16


def test_unreadable_time_and_unknown_codes(home: Home) -> None:
    text = UGLY.with_cell(0, "Vastausaika :", "maaliskuu").with_cell(1, "Kunta", "Atlantis")
    report = delivered(home, text)
    assert refused_rows(home, report) == {
        "answered_on|unreadable_date": [2],
        "municipality_code|unknown_code": [3],
    }
    assert report.quarantined == 8


def test_an_item_that_no_instrument_knows_is_refused(home: Home) -> None:
    source = home.source("webropol_own_items")
    assert source.wide is not None
    wide = source.wide.model_copy(update={"items": {**source.wide.items, "X9": ("Tila",)}})
    report = delivered(home, UGLY.with_cell(0, "Tila", "3"), wide=wide)
    assert rules_of(report)["item_id|unknown_item"] == 5
    assert report.accepted == 27


def test_two_respondents_of_one_id_with_different_content_are_both_refused(home: Home) -> None:
    other = ugly_row("1", KTT, {"P2": "1"})
    report = delivered(home, WideText(UGLY.headers, (*UGLY.rows, other, UGLY.rows[1])))
    assert refused_rows(home, report) == {"response_id|same_id_different_content": [2, 7]}
    # The second respondent stands there twice alike: three answers are repeats.
    assert (report.rows_in, report.accepted, report.quarantined, report.unchanged) == (31, 22, 6, 3)


def test_rows_with_too_many_cells_are_refused_with_all_their_answers(home: Home) -> None:
    lines = WideText(UGLY.headers, UGLY.rows[1:3]).written(line_end="\n")
    ragged = lines.rstrip(b"\n") + b";liikaa\n"
    report = delivered(home, ragged)
    assert refused_rows(home, report) == {"row|column_count": [3]}
    assert (report.accepted, report.quarantined) == (3, 16)


def test_a_client_linked_without_permission_is_refused_and_with_it_is_stored_by_pseudonym(home: Home) -> None:
    headers = (*UGLY.headers, "Asiakastunnus", "Lupa liittää")
    text = WideText(headers, ((*UGLY.rows[0], "ASIAKAS-4711", "ei"), (*UGLY.rows[1], "ASIAKAS-4712", "Kyllä")))
    report = delivered(home, text)
    assert refused_rows(home, report) == {"client_id|linked_without_permission": [2]}
    clients = home.live("response")["client_id"].unique().to_list()
    assert len(clients) == 1
    assert len(clients[0]) == 64


ANONYMOUS = WideText(
    ugly_headers(identified=False),
    (
        ugly_row(None, KTT, {"T1": "5", "T2": "4"}, {"T1": "Yksi."}),
        ugly_row(None, KTT, {"T1": "5", "T2": "4"}, {"T1": "Kaksi."}),
        ugly_row(None, THV, {"T1": "5"}),
    ),
)


def test_respondents_without_an_id_get_one_from_what_they_said(home: Home) -> None:
    report = delivered(home, ANONYMOUS)
    assert (report.accepted, report.unchanged) == (5, 0)
    ids = home.live("response")["response_id"]
    assert ids.n_unique() == 3
    assert not [one for one in ids if one[0].isdigit() or len(one) < 32]


def test_made_ids_hold_wherever_rows_and_columns_stand(home: Home) -> None:
    delivered(home, ANONYMOUS)
    before = stored(home)
    other = ugly_row(None, THV, {"T1": "2"})
    shuffled = WideText(ANONYMOUS.headers, (other, *ANONYMOUS.rows[::-1])).moved()
    again = delivered(home, shuffled)
    assert (again.accepted, again.unchanged) == (1, 5)
    assert stored(home).join(before, on=before.columns, how="anti", nulls_equal=True).height == 1


def test_a_clients_row_told_twice_is_one_answer(home: Home) -> None:
    headers = (*ANONYMOUS.headers, "Asiakastunnus")
    rows = [(*ANONYMOUS.rows[0], "ASIAKAS-1"), (*ANONYMOUS.rows[0], "ASIAKAS-1"), (*ANONYMOUS.rows[0], "ASIAKAS-2")]
    report = delivered(home, WideText(headers, tuple(rows)), linked_answers_permitted=True)
    assert (report.rows_in, report.accepted, report.unchanged) == (6, 4, 2)


def test_made_ids_are_of_the_homes_key(home: Home, tmp_path: Path) -> None:
    other = Home(home.settings.model_copy(update={"home": tmp_path / "toinen"}))
    delivered(home, ANONYMOUS)
    delivered(other, ANONYMOUS)
    assert not set(home.live("response")["response_id"]) & set(other.live("response")["response_id"])


def test_one_question_in_two_columns_is_read_from_both(home: Home) -> None:
    swedish = "Jag förstod det som berättades för mig."
    headers = (*UGLY.headers, swedish)
    text = WideText(headers, ((*UGLY.rows[0], ""), (*UGLY.rows[1], "4"), (*UGLY.rows[2], "5")))
    report = delivered(home, text)
    # The second says the same twice, the third contradicts itself.
    assert (report.rows_in, report.accepted, report.quarantined, report.unchanged) == (26, 23, 2, 1)
    assert refused_rows(home, report) == {"response_id|same_id_different_content": [4]}


def test_typed_parquet_is_read_as_well(home: Home) -> None:
    table = pl.DataFrame(
        {
            "Vastaajan ID": [1, 2],
            "Vastausaika": [datetime(2026, 3, 1, 9, 5, tzinfo=UTC), datetime(2026, 3, 2, 22, 30, tzinfo=UTC)],
            "Palvelu": ["KTT", "THV"],
            header_of("T1"): [5.0, None],
            header_of("T2"): ["ei koske minua", "2"],
        }
    )
    packed = BytesIO()
    table.write_parquet(packed)
    report = delivered(home, packed.getvalue(), kind="parquet")
    assert (report.rows_in, report.accepted) == (3, 3)
    rows = stored(home)
    # Half past midnight in Finland.
    assert rows["answered_on"].to_list() == [date(2026, 3, 1), date(2026, 3, 1), date(2026, 3, 3)]
    assert rows["score"].to_list() == [5.0, None, 2.0]


def test_undo_takes_the_answers_back(home: Home) -> None:
    delivered(home, UGLY)
    ledger.undo_batch(home.settings, 1)
    assert home.live("response").is_empty()


def test_identity_codes_in_answers_stop_their_rows_and_are_told_nowhere(home: Home) -> None:
    code = "131052-308T"
    text = (
        UGLY.with_cell(0, header_of("T1"), code)
        .with_cell(1, "Palvelu *", code)
        .with_cell(2, "Vastaajan\u00a0ID:", code)
    )
    report = delivered(home, text)
    assert refused_rows(home, report) == {
        "response_id|identity_code": [4],
        "score|score_or_not_applicable": [2],
        "score|unreadable_number": [2],
        "service_code|identity_code": [3],
        "service_code|unknown_code": [3],
    }
    everything = b"".join(path.read_bytes() for path in home.settings.home.rglob("*") if path.is_file())
    assert code.encode() not in everything
    assert code not in str(report)


def test_day_of_extraction_may_stand_in_the_file(home: Home) -> None:
    text = UGLY.renamed("Tila", "Poimittu")
    dated = WideText(
        text.headers, tuple(tuple("30.6.2026" if one == "valmis" else one for one in row) for row in text.rows)
    )
    source = home.source("webropol_own_items", data_as_of="Poimittu")
    assert home.deliver(dated.written(), None, source).data_as_of == AS_OF


def test_a_full_delivery_closes_the_answers_it_no_longer_has(home: Home) -> None:
    delivered(home, UGLY, delivery="full")
    report = delivered(home, WideText(UGLY.headers, UGLY.rows[:2]), delivery="full")
    assert (report.rows_in, report.unchanged, report.closed) == (8, 8, 19)
    assert home.live("response").height == 8


def test_answers_are_what_the_limit_of_rows_counts(home: Home) -> None:
    small = Home(home.settings.model_copy(update={"largest_row_count": 26}))
    with pytest.raises(UserError, match="enemmän kuin sallitut 26 vastausta"):
        delivered(small, UGLY)
    assert delivered(Home(home.settings.model_copy(update={"largest_row_count": 27})), UGLY).accepted == 27


def test_a_dry_run_counts_the_same_and_leaves_nothing(home: Home) -> None:
    report = home.check(UGLY.written(), home.source("webropol_own_items"))
    assert (report.rows_in, report.accepted, report.batch_id) == (27, 27, None)
    assert not home.settings.home.exists()
