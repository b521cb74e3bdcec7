"""The access log as its reader asks of it."""

from datetime import date
from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.presentation.access_log import kinds_table, log_table
from tyokyky.privacy.access_log import Access, Opened, record
from tyokyky.privacy.log_reading import MOST_SHOWN, LogAnswer, LogQuestion, read_log

LINE = (
    '{{"when": "{when}+00:00", "who": "{who}", "kind": "{kind}", "what": "x", "reason": "r",'
    ' "allowed": {allowed}, "row_count": null}}\n'
)
LINES = (
    ("2026-01-01T21:59:59.000", "aino (team)", "page", "true"),
    ("2026-01-01T22:00:00.000", "eino (team)", "page", "true"),
    ("2026-01-02T12:00:00.000", "aino (team)", "path", "false"),
    ("2026-01-02T21:59:59.999", "Aino (steward)", "figure", "true"),
    ("2026-01-02T22:00:00.000", "eino (team)", "export", "false"),
    ("2026-07-01T20:59:59.000", "eino (team)", "novelty", "true"),
)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "access_log.jsonl"
    words = ("when", "who", "kind", "allowed")
    path.write_text("".join(LINE.format(**dict(zip(words, line, strict=True))) for line in LINES), encoding="utf-8")
    return path


def seen(log: Path, **asked: object) -> list[str]:
    return [f"{line.when:%d.%m. %H:%M:%S}" for line in read_log(log, LogQuestion(**asked)).lines]  # type: ignore[arg-type]


def test_days_are_local_and_the_newest_line_comes_first(log: Path) -> None:
    assert seen(log, since=date(2026, 1, 2), until=date(2026, 1, 2)) == [
        "02.01. 23:59:59",
        "02.01. 14:00:00",
        "02.01. 00:00:00",
    ]
    assert seen(log, since=date(2026, 7, 1)) == ["01.07. 23:59:59"]
    assert len(seen(log)) == len(LINES)


def test_kind_name_and_refusals_narrow_it(log: Path) -> None:
    assert seen(log, kind=Opened.PATH) == ["02.01. 14:00:00"]
    assert len(seen(log, who=" AINO ")) == 3
    assert len(seen(log, refused_only=True)) == 2
    assert seen(log, who="aino", refused_only=True) == ["02.01. 14:00:00"]


def test_counts_are_of_all_that_match(log: Path) -> None:
    answer = read_log(log, LogQuestion(until=date(2026, 1, 3)))
    assert (answer.line_count, answer.refused_count, answer.damaged_count) == (5, 2, 0)
    assert answer.count_by_kind == {"page": 2, "path": 1, "figure": 1, "export": 1}


def test_of_many_the_newest_are_shown_and_all_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "log"
    for number in range(MOST_SHOWN + 7):
        record(path, Access("aino", Opened.PAGE, str(number), "r"))
    answer = read_log(path, LogQuestion())
    assert (answer.line_count, len(answer.lines)) == (MOST_SHOWN + 7, MOST_SHOWN)
    assert answer.lines[0].what == str(MOST_SHOWN + 6)


@pytest.mark.parametrize("broken", ['{"when": "2026-0', "[]", "1", "null", '{"who": "a"}', '{"when": 1}', "\x00"])
def test_a_damaged_line_is_counted_and_the_others_read(broken: str, log: Path) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.write(broken + "\n")
        file.write(LINE.format(when="2026-08-01T10:00:00", who="x", kind="page", allowed="true"))
    answer = read_log(log, LogQuestion())
    assert (answer.line_count, answer.damaged_count) == (len(LINES) + 1, 1)


def test_no_log_is_an_empty_one_and_an_unreadable_one_is_told(tmp_path: Path) -> None:
    assert read_log(tmp_path / "none", LogQuestion()) == LogAnswer((), 0, 0, 0)
    with pytest.raises(UserError, match="ei voi lukea"):
        read_log(tmp_path, LogQuestion())
    with pytest.raises(UserError, match="väärin päin"):
        LogQuestion(date(2026, 1, 2), date(2026, 1, 1))


def test_the_tables_say_it_in_words_and_keep_what_they_do_not_know(log: Path) -> None:
    answer = read_log(log, LogQuestion())
    table = log_table(answer.lines)
    assert table.headings == ("Milloin", "Kuka", "Mitä", "Tarkemmin", "Miksi", "Tulos", "Rivejä")
    assert table.rows[1] == ("3.1.2026 00:00:00", "eino (team)", "Lataus tai vienti", "x", "r", "evätty", "")
    assert table.rows[0][2] == "novelty"
    assert kinds_table(answer.count_by_kind).rows[0] == ("Sivu", "2")
