"""The box for one's own words: optional, explained, short enough, kept on the way, and cleaned before it is written."""

import html
from pathlib import Path

import pytest
from tests.form.asking import ITEM_COUNT, Asker, Page

from tyokyky.feedback.answering import LONGEST_COMMENT, SentForm
from tyokyky.feedback.queue import read_queue
from tyokyky.form.app import form_app
from tyokyky.settings import Settings

CODE = "131052-308T"


def sent(settings: Settings) -> list[SentForm]:
    return list(read_queue(settings.queue_folder).sent)


def send(asker: Asker, summary: Page, comment: str) -> Page:
    return asker.post("/send", {**summary.hidden, "comment": comment})


def box(page: Page) -> str:
    """What stands in the box; HTML leaves out a first line end."""
    inside = page.text.split("<textarea", 1)[1].split(">", 1)[1].split("</textarea>")[0]
    return html.unescape(inside.removeprefix("\n"))


def test_a_comment_goes_with_the_answers(asker: Asker, settings: Settings) -> None:
    assert send(asker, asker.walk("4"), "  Kaikki sujui.\r\nKiitos!  ").status == 303
    (one,) = sent(settings)
    assert one.comment == "Kaikki sujui.\nKiitos!"
    assert len(one.scores) == ITEM_COUNT


def test_it_may_be_left_empty(asker: Asker, settings: Settings) -> None:
    assert asker.send(asker.walk("4")).status == 303
    assert send(asker, asker.walk("4"), "   ").status == 303
    assert [one.comment for one in sent(settings)] == ["", ""]


def test_one_may_say_only_this(asker: Asker, settings: Settings) -> None:
    assert send(asker, asker.walk("declined"), "Vain tämä.").status == 303
    (one,) = sent(settings)
    assert (one.comment, one.scores, one.not_applicable) == ("Vain tämä.", {}, ())


@pytest.mark.parametrize(("language", "who", "kept"), [
    ("fi", "esihenkilöt ja kehittäjätiimi", "365 päivän"),
    ("sv", "chefer och utvecklingsteam", "365 dagar"),
    ("en", "managers and the development team", "365 days"),
    ("selko", "esihenkilöt ja kehittäjätiimi", "365 päivän"),
])  # fmt: skip
def test_the_page_says_who_reads_it_and_how_long_it_is_kept(language: str, who: str, kept: str, asker: Asker) -> None:
    summary = asker.walk("4", link=f"/?form=own_items&unit=PH016TP1&service=KTT&lang={language}")
    assert who in summary.text
    assert kept in summary.text
    (area,) = summary.of_tag("textarea")
    assert (area["maxlength"], area["aria-describedby"]) == (str(LONGEST_COMMENT), "comment-help")
    assert [label.get("for") for label in summary.of_tag("label")] == ["comment"]


def test_a_homes_own_time_is_told(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path / "koti").model_copy(update={"comment_kept_days": 90})
    assert "90 päivän" in Asker(form_app(settings)).walk("4").text


@pytest.mark.parametrize(("written", "kept"), [
    (f"Olen {CODE}.", "Olen [poistettu]."),
    ("Soita 040 123 4567", "Soita [poistettu]"),
    ("aino.esimerkki@example.fi vastaa", "[poistettu] vastaa"),
    (f"04\u200b0 1234567 ja {CODE.lower()}", "[poistettu] ja [poistettu]"),
    ("<b>=1+1</b> & 'hei'\x00", "<b>=1+1</b> & 'hei' "),
    ("Tulin 1.3.2025 klo 12.30, maksoi 120 €", "Tulin 1.3.2025 klo 12.30, maksoi 120 €"),
])  # fmt: skip
def test_what_points_at_a_person_never_reaches_the_disk(
    written: str, kept: str, asker: Asker, settings: Settings
) -> None:
    send(asker, asker.walk("4"), written)
    (one,) = sent(settings)
    assert one.comment == kept
    files = b"".join(path.read_bytes() for path in settings.home.rglob("*") if path.is_file())
    for secret in (CODE, CODE.lower(), "123 4567", "1234567", "aino.esimerkki"):
        assert secret.encode() not in files


@pytest.mark.parametrize(("length", "status"), [(LONGEST_COMMENT, 303), (LONGEST_COMMENT + 1, 422), (10_000, 422)])
def test_too_long_is_told_and_nothing_is_lost(length: int, status: int, asker: Asker, settings: Settings) -> None:
    page = send(asker, asker.walk("4"), "ä" * length)
    assert page.status == status
    assert len(sent(settings)) == (status == 303)
    if status == 422:
        assert "Lyhennä se enintään 2000 merkkiin" in page.text
        assert box(page) == "ä" * length
        assert [link["href"] for link in page.of_tag("a")] == ["#comment"]
        assert send(asker, page, "Lyhyt.").status == 303
        assert [one.comment for one in sent(settings)] == ["Lyhyt."]


def test_line_ends_count_as_one_sign(asker: Asker, settings: Settings) -> None:
    """A browser sends two signs for a line end that it counted as one."""
    assert send(asker, asker.walk("4"), "\r\n".join("a" * (LONGEST_COMMENT // 2))).status == 303
    assert len(sent(settings)[0].comment) == LONGEST_COMMENT - 1


def test_a_comment_is_kept_while_an_answer_is_changed(asker: Asker, settings: Settings) -> None:
    summary = asker.walk("4")
    written = 'Sanon näin: <script>"x"</script>\nja näin.'
    item = asker.post("/step", {**summary.hidden, "change": "2", "comment": written})
    assert "3 / 16" in item.text
    again = asker.answer(item, "1")
    assert box(again) == written
    assert "<script>" not in again.text
    assert asker.post("/send", {**again.hidden, "comment": box(again)}).status == 303
    (one,) = sent(settings)
    assert (one.comment, one.scores["T3"]) == (written, 1)


def test_a_double_send_is_one_comment(asker: Asker, settings: Settings) -> None:
    summary = asker.walk("4")
    send(asker, summary, "Kerran.")
    assert send(asker, summary, "Toisen kerran.").status == 303
    assert [one.comment for one in sent(settings)] == ["Kerran."]


def test_a_comment_survives_a_restart_under_way(asker: Asker, settings: Settings) -> None:
    summary = asker.walk("4")
    item = asker.post("/step", {**summary.hidden, "change": "0", "comment": "Vielä tallella."})
    assert box(Asker(form_app(settings)).answer(item, "5")) == "Vielä tallella."
