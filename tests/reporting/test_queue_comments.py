"""Comments of the form into the register: beside their answers, each once, cleaned, and taken back."""

from pathlib import Path

import pytest
from tests.feedback.sendings import sending
from tests.ingest.deliveries import Home

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.feedback.queue import IMPORTED_FOLDER, QueueWriter, decoded, encoded, read_queue
from tyokyky.ingest.ledger import batches, undo_batch
from tyokyky.privacy.roles import WHOLE_COUNTY, Role
from tyokyky.reporting import answer_queue
from tyokyky.reporting.answer_queue import COMMENT_QUESTION, import_queue
from tyokyky.reporting.comments import comments_for_staff
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings

TEXTS = ('Sanoin: "ei", =1+1;\nja <b>näin</b>', "Toinen, pilkulla", "-")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(Settings.of_home(tmp_path / "koti"))


def put(home: Home, number: int, comment: str, **changes: object) -> None:
    QueueWriter(home.settings.queue_folder).append(sending(number, comment=comment, **changes))


def stored(home: Home) -> list[tuple[str, str, str]]:
    return home.live("comment").select("response_id", "text", "question").sort("response_id").rows()


def test_comments_come_in_with_their_answers(home: Home) -> None:
    for number, text in enumerate(TEXTS[:2]):
        put(home, number, text)
    put(home, 2, "")
    report = import_queue(home.settings)
    assert report.delivery is not None
    assert report.comments is not None
    assert (report.delivery.accepted, report.comments.accepted, report.comments.rows_in) == (9, 2, 2)
    assert stored(home) == [(f"form-{number}", text, COMMENT_QUESTION) for number, text in enumerate(TEXTS[:2])]


def test_a_comment_knows_the_place_of_its_answer(home: Home) -> None:
    put(home, 1, "Hyvä paikka.")
    import_queue(home.settings)
    build(home.settings)
    (row,) = comments_for_staff(current_mart(home.settings), Filters(), Role.TEAM, WHOLE_COUNTY).to_dicts()
    assert (row["text"], row["service_code"], row["unit_code"], row["phase"]) == (
        "Hyvä paikka.", "KTT", "PH016TP1", "end",
    )  # fmt: skip


def test_files_that_come_back_change_nothing(home: Home) -> None:
    put(home, 1, TEXTS[0])
    import_queue(home.settings)
    folder = home.settings.queue_folder
    for path in (folder / IMPORTED_FOLDER).iterdir():
        path.rename(folder / path.name)
    again = import_queue(home.settings)
    assert again.delivery is not None
    assert (again.delivery.accepted, again.comments) == (0, None)
    assert len(stored(home)) == 1


def test_the_queue_keeps_no_words_once_they_are_in_the_register(home: Home) -> None:
    """What has its time in the register must not outlive it in a file."""
    put(home, 1, "Ainutlaatuinen sana.")
    put(home, 2, "")
    import_queue(home.settings)
    folder = home.settings.queue_folder
    kept = read_queue(folder / IMPORTED_FOLDER).sent
    assert {(one.response_id, one.comment) for one in kept} == {("form-1", ""), ("form-2", "")}
    assert kept[0].scores == sending(1).scores
    assert not any(b"Ainutlaatuinen" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder / IMPORTED_FOLDER).iterdir())


def test_a_refused_import_keeps_the_words_waiting(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    put(home, 1, "Tallessa.")
    with monkeypatch.context() as patched:
        patched.setattr(answer_queue, "_comments_as_csv", _failing)
        with pytest.raises(UserError):
            import_queue(home.settings)
    report = import_queue(home.settings)
    assert report.delivery is not None
    assert report.comments is not None
    assert (report.delivery.accepted, report.comments.accepted) == (0, 1)


def _failing(_: object) -> bytes:
    raise UserError("levy täynnä")


def test_a_sending_of_words_alone_comes_in(home: Home) -> None:
    put(home, 1, "Vain tämä.", scores={}, not_applicable=())
    report = import_queue(home.settings)
    assert report.delivery is None
    assert stored(home) == [("form-1", "Vain tämä.", COMMENT_QUESTION)]


def test_a_queue_without_comments_makes_no_delivery_of_them(home: Home) -> None:
    put(home, 1, "")
    assert import_queue(home.settings).comments is None
    assert batches(home.settings)["table_name"].to_list() == ["response"]


def test_a_comment_import_is_taken_back_like_any_other(home: Home) -> None:
    put(home, 1, TEXTS[0])
    report = import_queue(home.settings)
    assert report.comments is not None
    assert report.comments.batch_id is not None
    undo_batch(home.settings, report.comments.batch_id)
    assert stored(home) == []
    assert home.live("response").height == 3


def test_a_line_written_before_there_were_comments_is_still_read() -> None:
    assert decoded(encoded(sending(1, comment="Hei"))) == sending(1, comment="Hei")
    assert sending(1).comment == ""
