"""Open comments: what a client said comes in without what points at a person, and goes when its time is over."""

import io
import logging
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from tests.homes import tyokyky
from tests.ingest.deliveries import AS_OF, COMMENT, RESPONSE, Home, changed, csv_text, files_below, rules_of
from tests.ingest.workbooks import workbook

from tyokyky.ingest import ledger
from tyokyky.ingest.comments import LONGEST_TEXT
from tyokyky.reporting.deliveries import build, build_if_behind
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings
from tyokyky.store.register import open_register, revision

PLANTED = ("131052-308T", "etu.suku@esimerkki.fi", "040 7654321")
TEXT = f"Olen {PLANTED[0]}, kirjoita {PLANTED[1]} tai soita {PLANTED[2]}. Sain 50 € 1.3.2025."
CLEAN = "Olen [poistettu], kirjoita [poistettu] tai soita [poistettu]. Sain 50 € 1.3.2025."


def today() -> date:
    return datetime.now(UTC).astimezone(ZoneInfo("Europe/Helsinki")).date()


def content_of(rows: list[dict[str, str]], kind: str) -> bytes:
    if kind == "parquet":
        packed = io.BytesIO()
        pl.DataFrame(rows).write_parquet(packed)
        return packed.getvalue()
    return workbook(rows) if kind == "xlsx" else csv_text(rows).encode()


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_what_points_at_a_person_is_removed_and_the_row_accepted(home: Home, kind: str) -> None:
    rows = [{**COMMENT, "text": TEXT}, {**COMMENT, "question": "Toinen", "text": "Kaikki 3 meni hyvin 2025."}]
    report = home.deliver(content_of(rows, kind), source=home.source(f"canonical_{kind}"))
    assert (report.table, report.accepted, report.quarantined) == ("comment", 2, 0)
    assert rules_of(report) == {
        "text|identity_code_removed": 1, "text|email_removed": 1, "text|phone_removed": 1,
    }  # fmt: skip
    assert {one.severity for one in report.rules} == {"warning"}
    assert home.live("comment").sort("row_id")["text"].to_list() == [CLEAN, "Kaikki 3 meni hyvin 2025."]


@pytest.mark.parametrize("column", ["response_id", "question"])
def test_an_identity_code_elsewhere_stops_the_row(home: Home, column: str) -> None:
    report = home.deliver([COMMENT, changed(COMMENT, **{column: f"x {PLANTED[0]}"})])
    assert rules_of(report) == {f"{column}|identity_code": 1}
    assert (report.accepted, report.quarantined) == (1, 1)


def test_planted_identifiers_are_in_no_file_output_or_log(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    folder, place = tmp_path / "koti", tmp_path / "files"
    place.mkdir()
    said = ""
    answered = changed(RESPONSE, answered_on=today().isoformat(), client_id="")
    for name, rows in (
        ("response", [answered]),
        (
            "comment",
            [{**COMMENT, "text": TEXT}, {**COMMENT, "response_id": PLANTED[0]}, {**COMMENT, "text": TEXT * 400}],
        ),
    ):
        for kind in ("csv", "xlsx"):
            path = place / f"{name}_{PLANTED[0]}.{kind}"
            path.write_bytes(content_of([dict(row) for row in rows], kind))
            for command in ("check", "import"):
                asked = (command, path, "--source", f"canonical_{kind}", "--as-of", today(), "--home", folder)
                done = tyokyky(*asked)
                assert done.code == 0, done.err
                said += done.text + done.err
    said += tyokyky("batch", "show", 3, "--home", folder).text
    printed = capfd.readouterr()
    written = {**files_below(folder), "said": (said + printed.out + printed.err + caplog.text).encode()}
    assert any(name.startswith("marts/mart-") for name in written)
    mart = current_mart(Settings.of_home(folder))
    assert mart.connection(None).sql("SELECT text FROM comment").fetchall() == [(CLEAN,)]
    left = [(name, trace) for name, content in written.items() for trace in PLANTED if trace.encode() in content]
    assert left == []
    assert [name for name, content in written.items() if PLANTED[0].lower().encode() in content] == []


def test_too_long_a_text_goes_to_quarantine(home: Home) -> None:
    rows = [
        changed(COMMENT, response_id=str(number), text=text)
        for number, text in enumerate(["a" * LONGEST_TEXT, "a" * (LONGEST_TEXT + 1), f"{PLANTED[1]} " * 50_000])
    ]
    report = home.deliver(rows)
    assert rules_of(report) == {"text|too_long": 2}
    assert home.live("comment")["text"].str.len_chars().to_list() == [LONGEST_TEXT]


def test_empty_comments_are_refused_and_a_comment_needs_its_response(home: Home) -> None:
    report = home.deliver([changed(COMMENT, text=" "), changed(COMMENT, response_id="")])
    assert rules_of(report) == {"text|missing": 1, "response_id|missing": 1}
    assert report.quarantined == 2


@pytest.mark.parametrize("text", [
    "=HYPERLINK(\"http://x\";\"y\")", "<script>alert(1)</script>", "'; DROP TABLE comment; --",
    "Kaksi\nriviä ja \"lainaus\"", "-",
])  # fmt: skip
def test_markup_formulas_and_line_breaks_are_kept_as_text(home: Home, text: str) -> None:
    home.deliver([changed(COMMENT, text=text)])
    assert home.live("comment")["text"].to_list() == [text]


@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_control_characters_break_nothing(home: Home, kind: str) -> None:
    nul = "_x0000_" if kind == "xlsx" else "\0"
    rows = [{**COMMENT, "text": f"a{nul}b\x1b[2Jc", "question": f"k\x07{nul}"}]
    report = home.deliver(content_of(rows, kind), source=home.source(f"canonical_{kind}"))
    assert report.accepted == 1
    kept = home.live("comment")["text"].item()
    assert kept.startswith("a")
    assert "\0" not in kept
    assert "\x1b" not in kept
    assert home.deliver(content_of([*rows, {**COMMENT}], kind), source=home.source(f"canonical_{kind}")).unchanged == 1


def test_redelivery_correction_and_undo(home: Home) -> None:
    two = [COMMENT, changed(COMMENT, question="", text="Ilman kysymystä.")]
    first = home.deliver(two)
    assert home.deliver(two).same_as_batch == first.batch_id
    again = home.deliver([*two, changed(COMMENT, response_id="V-2")])
    assert (again.accepted, again.unchanged) == (1, 2)
    corrected = home.deliver([changed(two[1], text="Korjattu.")])
    assert corrected.accepted == 1
    assert sorted(home.live("comment")["text"]) == sorted([COMMENT["text"], COMMENT["text"], "Korjattu."])
    assert corrected.batch_id is not None
    ledger.undo_batch(home.settings, corrected.batch_id)
    assert "Ilman kysymystä." in home.live("comment")["text"].to_list()
    for number in (1, 2):
        ledger.undo_batch(home.settings, number)
    assert home.live("comment").is_empty()


def test_a_full_delivery_closes_what_it_lacks(home: Home) -> None:
    full = home.source(delivery="full")
    home.deliver([COMMENT, changed(COMMENT, question="Toinen")], AS_OF, full)
    report = home.deliver([COMMENT], AS_OF, full)
    assert (report.closed, home.live("comment").height) == (1, 1)


def test_one_response_with_two_different_comments_on_one_question_is_refused(home: Home) -> None:
    report = home.deliver([COMMENT, changed(COMMENT, text="Toinen teksti"), changed(COMMENT, response_id="V-9")])
    assert rules_of(report) == {"response_id|same_id_different_content": 2}
    assert report.accepted == 1


def keeping(home: Home, days: int) -> Home:
    return Home(home.settings.model_copy(update={"comment_kept_days": days}))


def register_revision(home: Home) -> int:
    with open_register(home.settings.register_path, 5.0) as register:
        return revision(register)


def test_a_comment_is_as_old_as_its_answer_else_its_delivery(home: Home) -> None:
    day = today()
    home.deliver([changed(RESPONSE, answered_on=(day - timedelta(days=30)).isoformat())], day)
    home.deliver([changed(COMMENT, text="vastattu"), changed(COMMENT, response_id="V-2", text="vain toimitus")], day)
    older = changed(COMMENT, response_id="V-3", text="vanha toimitus")
    home.deliver([older], day - timedelta(days=40))
    for days, left in ((40, 3), (39, 2), (30, 2), (29, 1), (1, 1)):
        build(keeping(home, days).settings)
        assert home.live("comment").height == left, days
    assert home.live("comment")["text"].to_list() == ["vain toimitus"]


def test_expired_comments_go_at_the_next_import_of_anything(home: Home) -> None:
    home.deliver([COMMENT], today() - timedelta(days=10))
    keeping(home, 9).deliver([RESPONSE])
    assert home.live("comment").is_empty()


def test_a_comment_too_old_on_arrival_is_not_kept(home: Home) -> None:
    report = keeping(home, 9).deliver([COMMENT], today() - timedelta(days=10))
    assert report.accepted == 1
    assert home.live("comment").is_empty()
    keeping(home, 9).deliver([COMMENT], today() - timedelta(days=10))
    assert home.live("comment").is_empty()


def test_the_mart_follows_when_comments_expire_and_only_then(home: Home) -> None:
    home.deliver([changed(RESPONSE, answered_on=today().isoformat(), client_id="")], today())
    home.deliver([COMMENT, changed(COMMENT, response_id="V-2")], today() - timedelta(days=10))
    assert build_if_behind(keeping(home, 10).settings) is not None
    before = register_revision(home)
    assert build_if_behind(keeping(home, 10).settings) is None
    assert build_if_behind(keeping(home, 9).settings) is not None
    assert register_revision(home) == before + 1
    rows = current_mart(home.settings).connection(None).sql("SELECT service_code FROM comment").fetchall()
    assert rows == [("KTT",)]


def test_an_earlier_state_shows_no_expired_comment(home: Home) -> None:
    home.deliver([COMMENT], today() - timedelta(days=10))
    home.deliver([changed(COMMENT, response_id="V-2")], today())
    build(keeping(home, 9).settings, as_of_batch=1)
    assert current_mart(home.settings).connection(None).sql("SELECT * FROM comment").fetchall() == []
