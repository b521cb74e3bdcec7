"""From the queue into the register: each answer once, linked only by a code, and nothing lost on the way."""

import json
from pathlib import Path

import polars as pl
import pytest
from tests.feedback.sendings import sending
from tests.ingest.deliveries import PERIOD, Home, changed

from tyokyky.domain.answer_codes import mark_of
from tyokyky.domain.errors import UserError
from tyokyky.feedback.queue import IMPORTED_FOLDER, QueueWriter, read_queue
from tyokyky.ingest import delivery
from tyokyky.ingest.ledger import batches, undo_batch
from tyokyky.privacy.pseudonyms import open_key_ring
from tyokyky.reporting.answer_queue import codes_for, import_queue
from tyokyky.settings import Settings


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(Settings.of_home(tmp_path / "koti"))


def put(home: Home, *numbers: int, **changes: object) -> None:
    writer = QueueWriter(home.settings.queue_folder)
    for number in numbers:
        writer.append(sending(number, **changes))


def answers(home: Home) -> pl.DataFrame:
    return home.live("response").sort("response_id", "item_id")


def code_for(home: Home, folder: Path, client: str) -> str:
    (folder / "list.txt").write_text(f"{client}\n", encoding="utf-8")
    (code,) = codes_for(home.settings, folder / "list.txt")
    return code


def test_an_answer_becomes_one_row_per_item(home: Home) -> None:
    put(home, 1)
    report = import_queue(home.settings)
    assert (report.sent_count, report.linked_count, report.broken_count) == (1, 0, 0)
    assert report.delivery is not None
    assert (report.delivery.accepted, report.delivery.quarantined) == (3, 0)
    rows = answers(home).select("item_id", "score", "not_applicable").rows()
    assert rows == [("P1", None, True), ("S1", 2.0, False), ("T1", 4.0, False)]
    row = answers(home).row(0, named=True)
    assert (row["channel"], row["respondent"], row["phase"]) == ("survey", "client", "end")
    assert (row["service_code"], row["unit_code"], row["municipality_code"]) == ("KTT", "PH016TP1", "016")
    assert (row["client_id"], str(row["answered_on"]), row["controller"]) == (None, "2026-03-01", "hyvinvointialue")


def test_an_import_takes_each_answer_once(home: Home) -> None:
    put(home, 1, 2)
    import_queue(home.settings)
    assert read_queue(home.settings.queue_folder).sent == ()
    assert len(read_queue(home.settings.queue_folder / IMPORTED_FOLDER).sent) == 2
    assert import_queue(home.settings).delivery is None
    put(home, 3)
    import_queue(home.settings)
    assert answers(home)["response_id"].n_unique() == 3
    assert answers(home).height == 9


def test_files_that_come_back_change_nothing(home: Home) -> None:
    put(home, 1, 2)
    import_queue(home.settings)
    before = answers(home)
    for path in (home.settings.queue_folder / IMPORTED_FOLDER).glob("*.jsonl"):
        path.replace(home.settings.queue_folder / path.name)
    put(home, 3)
    report = import_queue(home.settings).delivery
    assert report is not None
    assert (report.accepted, report.unchanged) == (3, 6)
    assert answers(home).filter(pl.col("response_id") != "form-3").equals(before)


def test_a_code_links_to_the_person_whom_the_register_knows(home: Home, tmp_path: Path) -> None:
    home.deliver([changed(PERIOD, client_id="Asiakas-7")])
    mark = mark_of(code_for(home, tmp_path, " asiakas-7 "))
    put(home, 1, code_mark=mark)
    put(home, 2)
    assert import_queue(home.settings).linked_count == 1
    by_answer = dict(answers(home).select("response_id", "client_id").unique().rows())
    assert by_answer == {"form-1": home.live("period").item(0, "client_id"), "form-2": None}


def test_a_code_links_only_the_first_answer_it_came_with(home: Home, tmp_path: Path) -> None:
    mark = mark_of(code_for(home, tmp_path, "ASIAKAS-7"))
    put(home, 1, code_mark=mark)
    assert import_queue(home.settings).linked_count == 1
    put(home, 2, code_mark=mark)
    assert import_queue(home.settings).linked_count == 0
    linked = answers(home).filter(pl.col("client_id").is_not_null())
    assert linked["response_id"].unique().to_list() == ["form-1"]
    assert answers(home)["response_id"].n_unique() == 2


def test_an_unknown_mark_links_to_nobody(home: Home) -> None:
    put(home, 1, code_mark=mark_of("nobody's"))
    assert import_queue(home.settings).linked_count == 0
    assert answers(home)["client_id"].null_count() == 3


def test_no_identifier_and_no_mark_is_in_the_register(home: Home, tmp_path: Path) -> None:
    mark = mark_of(code_for(home, tmp_path, "ASIAKAS-4711"))
    put(home, 1, code_mark=mark)
    import_queue(home.settings)
    group = home.settings.link_group_of("hyvinvointialue")
    expected = open_key_ring(home.settings.keys_folder).pseudonyms(group, ["ASIAKAS-4711"])
    assert answers(home)["client_id"].unique().to_list() == expected
    content = home.settings.register_path.read_bytes()
    assert b"ASIAKAS-4711" not in content
    assert mark.encode() not in content


def test_torn_lines_are_told_and_the_others_come_in(home: Home) -> None:
    put(home, 1)
    (path,) = home.settings.queue_folder.glob("*.jsonl")
    with path.open("ab") as file:
        file.write(b'{"checksum": "half')
    report = import_queue(home.settings)
    assert (report.sent_count, report.broken_count) == (1, 1)
    assert answers(home).height == 3


def test_an_item_that_no_questionnaire_has_any_more_goes_to_quarantine(home: Home) -> None:
    put(home, 1, scores={"GONE": 3, "T1": 9, "T2": 5}, not_applicable=())
    report = import_queue(home.settings).delivery
    assert report is not None
    assert {rule.rule for rule in report.rules} == {"item_id|unknown_item", "score|outside_scale"}
    assert answers(home)["item_id"].to_list() == ["T2"]


def test_a_queue_of_any_length_is_usual(home: Home) -> None:
    put(home, *range(10))
    import_queue(home.settings)
    put(home, *range(100, 140))
    report = import_queue(home.settings).delivery
    assert report is not None
    assert (report.accepted, report.rules) == (120, ())


def test_a_refused_import_leaves_the_queue(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, 1)

    def refuse(*arguments: object, **named: object) -> None:
        raise UserError("Levy on täynnä.")

    with monkeypatch.context() as patched:
        patched.setattr(delivery, "import_file", refuse)
        with pytest.raises(UserError, match="täynnä"):
            import_queue(home.settings)
    assert len(read_queue(home.settings.queue_folder).sent) == 1
    import_queue(home.settings)
    assert answers(home).height == 3


def test_an_import_taken_back_stays_back(home: Home) -> None:
    put(home, 1)
    import_queue(home.settings)
    undo_batch(home.settings, 1)
    assert import_queue(home.settings).delivery is None
    assert answers(home).height == 0
    assert batches(home.settings)["state"].to_list() == ["undone"]


def test_an_empty_home_has_an_empty_queue(home: Home) -> None:
    report = import_queue(home.settings)
    assert (report.sent_count, report.delivery) == (0, None)
    assert not home.settings.register_path.exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "tyhjä"),
        ("A-1\n\nA-2\n", "rivi 2"),
        ("A-1\nB-1\na-1 \n", "rivi 3"),
    ],
)
def test_a_list_of_clients_with_a_mistake_gives_no_codes(text: str, said: str, home: Home, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=said) as raised:
        codes_for(home.settings, tmp_path / "list.txt")
    assert "A-1" not in str(raised.value)
    assert not home.settings.queue_folder.exists()


def test_a_list_that_is_no_text_gives_no_codes(home: Home, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "list.txt", tmp_path / "missing.txt", tmp_path):
        with pytest.raises(UserError, match="UTF-8"):
            codes_for(home.settings, path)


def test_codes_come_in_the_order_of_the_list(home: Home, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("\ufeffB-1\r\nA-1\r\n", encoding="utf-8")
    codes = codes_for(home.settings, tmp_path / "list.txt")
    lines = (home.settings.keys_folder / "answer_codes.jsonl").read_text(encoding="utf-8").splitlines()
    group = home.settings.link_group_of("hyvinvointialue")
    expected = open_key_ring(home.settings.keys_folder).pseudonyms(group, ["B-1", "A-1"])
    assert [json.loads(line)["pseudonym"] for line in lines] == expected
    assert [json.loads(line)["mark"] for line in lines] == [mark_of(code) for code in codes]
