"""Comments of wide files: whose they are and what they are about."""

from typing import Any

import pytest
from tests.ingest.deliveries import AS_OF, Home, files_below, rules_of
from tests.ingest.wide_files import ITEM_TEXTS, UGLY, WideText, header_of

from tyokyky.domain.errors import UserError
from tyokyky.ingest import delivery, ledger, recording
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.prepared import Prepared
from tyokyky.ingest.reading import open_file
from tyokyky.ingest.report import DeliveryReport
from tyokyky.ingest.wide import WideFile, answers_of, comments_of, read_wide
from tyokyky.privacy.pseudonyms import KeyRing, passing_ring
from tyokyky.store.connection import Connection

OPEN = "Mitä muuta\u00a0haluat sanoa?"


def opened(home: Home, text: WideText, ring: KeyRing) -> WideFile:
    source = home.source("webropol_own_items")
    assert source.wide is not None
    file = open_file(DeliveredFile("x.csv", text.written()), source, home.settings)
    return read_wide(file, source, source.wide, ring=ring, link_group="alue")


def cells_of(home: Home, text: WideText, ring: KeyRing | None = None) -> list[tuple[object, ...]]:
    """Row in the file, response, text and question of each comment."""
    comments = comments_of(opened(home, text, ring or passing_ring()))
    assert comments.table.columns == ["row_number", "response_id", "text", "question"]
    assert comments.table["row_number"].to_list() == list(range(2, comments.table.height + 2))
    assert comments.file_rows is not None
    return [(at, *row[1:]) for at, row in zip(comments.file_rows, comments.table.iter_rows(), strict=True)]


def test_repeated_comment_columns_are_about_the_item_before_them(home: Home) -> None:
    assert cells_of(home, UGLY) == [
        (2, "webropol_own_items-1", "Esite auttoi.", "1. Sain tietoa palveluista silloin, kun tarvitsin sitä.:"),
        (2, "webropol_own_items-1", "Sovittiin\nyhdessä.", "Tiedän, mitä tapahtuu tämän palvelun jälkeen"),
        (2, "webropol_own_items-1", "Kiitos!", "Mitä muuta haluat sanoa?"),
        (4, "webropol_own_items-3", "En ollut.", ITEM_TEXTS["S1"]),
    ]


def test_comments_and_answers_of_a_respondent_share_their_id(home: Home) -> None:
    ring = passing_ring()
    text = UGLY.without("Vastaajan\u00a0ID:")
    file = opened(home, text, ring)
    source = home.source("webropol_own_items")
    assert source.wide is not None
    answers = answers_of(file, source.wide, home.settings)
    assert answers.file_rows is not None
    ids = dict(zip(answers.file_rows, answers.table["response_id"], strict=True))
    found = cells_of(home, text, ring)
    assert [ids[row[0]] for row in found] == [row[1] for row in found]


def test_a_comment_before_any_item_keeps_its_own_header_and_none_is_no_row(home: Home) -> None:
    first = WideText(("Perustelut", *UGLY.headers), (("Alku.", *UGLY.rows[4]),))
    assert [row[3] for row in cells_of(home, first)] == ["Perustelut"]
    assert cells_of(home, WideText(UGLY.headers, (UGLY.rows[4],))) == []


def test_columns_of_one_question_are_kept_apart(home: Home) -> None:
    twice = WideText(("Perustelut", "Perustelut", *UGLY.headers), (("Eka.", "Toka.", *UGLY.rows[4]),))
    assert [row[2:] for row in cells_of(home, twice)] == [("Eka.", "Perustelut"), ("Toka.", "Perustelut (2)")]


# ---- into the register, with the answers ----

STORED = {
    ("webropol_own_items-1", "Esite auttoi."),
    ("webropol_own_items-1", "Sovittiin\nyhdessä."),
    ("webropol_own_items-1", "Kiitos!"),
    ("webropol_own_items-3", "En ollut."),
}


def delivered(home: Home, text: WideText) -> DeliveryReport:
    report = home.deliver(text.written(), AS_OF, home.source("webropol_own_items"))
    for one in report.of_each_table:
        assert one.rows_in == one.accepted + one.quarantined + one.unchanged
    return report


def of_comments(report: DeliveryReport) -> DeliveryReport:
    assert report.beside is not None
    assert (report.table, report.beside.table) == ("response", "comment")
    return report.beside


def stored(home: Home) -> set[tuple[str, str]]:
    return set(home.live("comment").select("response_id", "text").iter_rows())


def test_one_import_gives_answers_and_comments(home: Home) -> None:
    report = delivered(home, UGLY)
    comments = of_comments(report)
    assert (report.rows_in, comments.rows_in, comments.accepted) == (27, 4, 4)
    assert (report.batch_id, comments.batch_id) == (1, 2)
    assert stored(home) == STORED
    answered = set(home.live("response")["response_id"])
    assert {response_id for response_id, _ in stored(home)} <= answered


def test_the_file_twice_changes_nothing(home: Home) -> None:
    delivered(home, UGLY)
    again = delivered(home, UGLY)
    assert [(one.batch_id, one.same_as_batch, one.unchanged) for one in again.of_each_table] == [
        (None, 1, 27), (None, 1, 4),
    ]  # fmt: skip
    assert stored(home) == STORED


def test_the_same_rows_in_another_file_are_unchanged(home: Home) -> None:
    delivered(home, UGLY)
    later = delivered(home, UGLY.with_cell(0, OPEN, "Kiitos paljon!"))
    assert (later.unchanged, of_comments(later).unchanged, of_comments(later).accepted) == (27, 3, 1)
    assert ("webropol_own_items-1", "Kiitos paljon!") in stored(home)
    assert len(stored(home)) == 4


@pytest.mark.parametrize("batch_id", [1, 2])
def test_undo_takes_both_back_by_either_number(home: Home, batch_id: int) -> None:
    delivered(home, UGLY)
    ledger.undo_batch(home.settings, batch_id)
    assert home.live("response").is_empty()
    assert stored(home) == set()
    assert ledger.batches(home.settings)["state"].to_list() == ["undone", "undone"]
    assert of_comments(delivered(home, UGLY)).accepted == 4


def test_undo_takes_no_other_delivery_back(home: Home) -> None:
    delivered(home, UGLY)
    delivered(home, UGLY.with_cell(0, OPEN, "Kiitos paljon!"))
    ledger.undo_batch(home.settings, 3)
    assert stored(home) == STORED
    assert home.live("response").height == 27


def test_comments_are_cleaned_and_kept_as_text(home: Home) -> None:
    said = 'Soita 040 123 4567 tai aino@example.fi, olen 010190-123A. <b>=HYPERLINK("x")</b>'
    valid = "131052-308T"
    report = delivered(home, UGLY.with_cell(0, OPEN, said.replace("010190-123A", valid)))
    assert ("webropol_own_items-1",
            'Soita [poistettu] tai [poistettu], olen [poistettu]. <b>=HYPERLINK("x")</b>') in stored(home)  # fmt: skip
    assert rules_of(of_comments(report)) == {
        "text|email_removed": 1, "text|identity_code_removed": 1, "text|phone_removed": 1,
    }  # fmt: skip
    assert not any(valid.encode() in content for content in files_below(home.settings.home).values())


def test_a_comment_of_a_megabyte_is_refused_alone(home: Home) -> None:
    report = delivered(home, UGLY.with_cell(0, OPEN, "a" * 1_000_000))
    comments = of_comments(report)
    assert (report.accepted, comments.rows_in, comments.quarantined) == (27, 4, 1)
    assert rules_of(comments) == {"text|too_long": 1}
    assert comments.batch_id is not None
    refused = ledger.quarantine_by_rule(home.settings, comments.batch_id)
    assert refused["row_numbers"].to_list() == [[2]]


def test_comments_of_one_id_with_two_contents_are_refused_with_its_answers(home: Home) -> None:
    clashing = WideText(UGLY.headers, (*UGLY.rows, UGLY.with_cell(0, header_of("S1"), "1").rows[0]))
    report = delivered(home, clashing)
    assert rules_of(of_comments(report)) == {"response_id|same_id_different_content": 6}
    assert stored(home) == {("webropol_own_items-3", "En ollut.")}


def test_a_dry_run_tells_of_both_and_stores_nothing(home: Home) -> None:
    report = delivery.check_file(
        home.settings, DeliveredFile("x.csv", UGLY.written()), home.source("webropol_own_items"), AS_OF
    )
    assert [(one.table, one.accepted, one.batch_id) for one in report.of_each_table] == [
        ("response", 27, None), ("comment", 4, None),
    ]  # fmt: skip
    assert not home.settings.register_path.exists()


def test_a_file_without_comment_columns_gives_answers_alone(home: Home) -> None:
    bare = UGLY
    for header in ("Perustelut", OPEN):
        while header in bare.headers:
            bare = bare.without(header)
    assert delivered(home, bare).beside is None


def test_all_or_nothing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault between the two tables leaves the register as it was."""
    recorded = recording.record

    def failing(register: Connection, prepared: Prepared, *given: Any, **more: Any) -> None:  # noqa: ANN401
        recorded(register, prepared, *given, **more)
        if prepared.table.name == "comment":
            raise UserError("levy täynnä")

    monkeypatch.setattr(delivery, "record", failing)
    with pytest.raises(UserError):
        delivered(home, UGLY)
    assert ledger.batches(home.settings).is_empty()
    assert home.live("response").is_empty()
