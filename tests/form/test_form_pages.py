"""The way through the form: one item a page, back and forth, and what is stored in the end."""

import re
from pathlib import Path

import pytest
from tests.form.asking import ITEM_COUNT, LINK, Asker, Page

from tyokyky.feedback.queue import read_queue
from tyokyky.form.app import form_app
from tyokyky.form.pages import Kiosk
from tyokyky.settings import Settings


def stored(settings: Settings) -> int:
    return len(read_queue(settings.queue_folder).sent)


def test_start_says_what_is_asked_of_what(asker: Asker) -> None:
    page = asker.get(LINK)
    assert "kuntouttava työtoiminta" in page.text
    assert "Asikkala: työpaja" in page.text
    assert "16 väittämää" in page.text
    assert [link["hreflang"] for link in page.of_tag("a")] == ["fi", "sv", "en", "fi"]


@pytest.mark.parametrize(
    ("language", "tag", "first", "sends", "thanks"),
    [
        ("fi", "fi", "Sain tietoa palveluista silloin, kun tarvitsin sitä.", "Lähetä", "Kiitos vastauksestasi"),
        ("sv", "sv", "Jag fick information om tjänster när jag behövde den.", "Skicka", "Tack för ditt svar"),
        ("en", "en", "I got information when I needed it.", "Send", "Thank you for your answer"),
        ("selko", "fi", "Sain tietoa palveluista silloin, kun tarvitsin sitä.", "Lähetä", "Kiitos vastauksestasi"),
    ],
)
def test_a_form_is_answered_in_each_language(
    language: str, tag: str, first: str, sends: str, thanks: str, asker: Asker, settings: Settings
) -> None:
    page = asker.begin(f"{LINK}&lang={language}")
    assert page.heading == first
    assert page.of_tag("html")[0]["lang"] == tag
    summary = asker.walk("4", "not_applicable", "declined", "2", link=f"{LINK}&lang={language}")
    assert sends in summary.text
    done = asker.send(summary)
    assert done.status == 303
    assert asker.get(done.headers["location"]).heading == thanks
    (sent,) = read_queue(settings.queue_folder).sent
    assert sent.scores == {"T1": 4, **dict.fromkeys(list_of_items()[3:], 2)}
    assert sent.not_applicable == ("T2",)
    assert (sent.language, sent.unit_code, sent.municipality_code) == (language, "PH016TP1", "016")


def list_of_items() -> list[str]:
    return ["T1", "T2", "T3", "T4", "A1", "A2", "A3", "S1", "S2", "S3", "P1", "P2", "P3", "R1", "R2", "R3"]


def test_plain_finnish_is_shorter_than_finnish(asker: Asker) -> None:
    plain, finnish = asker.get(f"{LINK}&lang=selko"), asker.get(f"{LINK}&lang=fi")
    assert len(re.sub(r"<[^>]+>", "", plain.text)) < len(re.sub(r"<[^>]+>", "", finnish.text))


def test_every_item_can_be_left_unanswered(asker: Asker) -> None:
    page = asker.begin()
    for number in range(1, ITEM_COUNT + 1):
        assert f"{number} / 16" in page.text
        assert page.choices == ["1", "2", "3", "4", "5", "not_applicable", "declined"]
        page = asker.answer(page, "declined")
    assert "En halua vastata" in page.text


def test_a_page_has_what_screen_readers_need(asker: Asker) -> None:
    page = asker.begin()
    assert len(page.of_tag("fieldset")) == len(page.of_tag("legend")) == 1
    assert re.search(r"<legend><h1[^>]*>", page.text)
    assert "autofocus" in page.of_tag("h1")[0]
    assert page.text.count("<label") == len(page.choices)
    assert "<script" not in page.text


def test_nothing_chosen_is_told_and_keeps_the_page(asker: Asker) -> None:
    page = asker.begin()
    again = asker.post("/step", {**page.hidden, "go": "next"})
    assert again.status == 422
    assert again.heading == page.heading
    assert "Valitse yksi vaihtoehto" in again.text
    alert = next(values for values in again.of_tag("div") if values.get("role") == "alert")
    assert "autofocus" in alert
    assert "autofocus" not in again.of_tag("h1")[0]
    assert again.of_tag("a")[0]["href"] == "#a0"


@pytest.mark.parametrize("value", ["6", "0", "<script>alert(1)</script>", "1e9", "x" * 30_000])
def test_an_answer_outside_the_scale_is_not_taken(value: str, asker: Asker) -> None:
    page = asker.begin()
    again = asker.answer(page, value)
    assert (again.status, again.heading) == (422, page.heading)
    assert "<script" not in again.text


def test_back_shows_the_earlier_answer_and_keeps_the_later(asker: Asker) -> None:
    second = asker.answer(asker.begin(), "5")
    first = asker.answer(second, "2", go="back")
    assert (first.chosen, "1 / 16" in first.text) == ("5", True)
    assert asker.answer(first, "4").chosen == "2"


def test_back_without_an_answer_needs_none(asker: Asker) -> None:
    second = asker.answer(asker.begin(), "5")
    assert asker.post("/step", {**second.hidden, "go": "back"}).chosen == "5"


def test_back_from_the_first_item_leads_to_the_start(asker: Asker) -> None:
    page = asker.begin(f"{LINK}&lang=sv&phase=end")
    start = asker.post("/step", {**page.hidden, "go": "back"})
    assert start.status == 303
    assert asker.get(start.headers["location"]).hidden["phase"] == "end"


def test_an_answer_is_changed_from_the_summary(asker: Asker, settings: Settings) -> None:
    summary = asker.walk("3")
    page = asker.post("/step", {**summary.hidden, "change": "10"})
    assert (page.chosen, "11 / 16" in page.text) == ("3", True)
    again = asker.answer(page, "1")
    assert again.heading == "Tarkista ja lähetä"
    asker.send(again)
    (sent,) = read_queue(settings.queue_folder).sent
    assert sent.scores == {**dict.fromkeys(list_of_items(), 3), "P1": 1}


@pytest.mark.parametrize("place", ["99", "-1", "x", "", "9999999999", "²"])
def test_a_place_that_is_none_leads_to_the_first_item(place: str, asker: Asker) -> None:
    summary = asker.walk("3")
    assert "1 / 16" in asker.post("/step", {**summary.hidden, "change": place or "x"}).text
    assert asker.post("/step", {**summary.hidden, "place": place, "answer": "2"}).status == 200


def test_a_form_left_half_way_leaves_nothing(asker: Asker, settings: Settings) -> None:
    page = asker.begin()
    for _ in range(8):
        page = asker.answer(page, "4")
    asker.walk("4")
    assert stored(settings) == 0
    assert [path.name for path in settings.home.rglob("*") if path.is_file()] == ["seal.key"]


def test_declining_everything_sends_nothing_and_says_so(asker: Asker, settings: Settings) -> None:
    page = asker.send(asker.walk("declined"))
    assert page.status == 422
    assert "Et ole vielä vastannut" in page.text
    assert stored(settings) == 0


def test_a_double_send_is_one_answer(asker: Asker, settings: Settings) -> None:
    summary = asker.walk("4")
    first, second = asker.send(summary), asker.send(summary)
    assert (first.status, second.status) == (303, 303)
    changed = asker.answer(asker.post("/step", {**summary.hidden, "change": "0"}), "1")
    assert asker.send(changed).status == 303
    (sent,) = read_queue(settings.queue_folder).sent
    assert sent.scores["T1"] == 4, "the first sending counts"


def test_a_double_send_over_a_restart_is_one_answer(asker: Asker, settings: Settings) -> None:
    summary = asker.walk("4")
    asker.send(summary)
    restarted = Asker(form_app(settings))
    assert restarted.send(summary).status == 303
    assert stored(settings) == 1


def test_a_form_under_way_survives_a_restart(asker: Asker, settings: Settings) -> None:
    summary = asker.walk("4")
    assert Asker(form_app(settings)).send(summary).status == 303
    assert stored(settings) == 1


def test_kiosk_pages_go_back_to_a_clean_start(settings: Settings) -> None:
    asker = Asker(form_app(settings, Kiosk(90)))
    start = asker.get(f"{LINK}&lang=sv")
    pages = [start, asker.begin(f"{LINK}&lang=sv"), asker.walk("4", link=f"{LINK}&lang=sv")]
    pages.append(asker.get(asker.send(pages[-1]).headers["location"]))
    for page in pages:
        refresh = next(values for values in page.of_tag("meta") if values.get("http-equiv") == "refresh")
        assert refresh["content"] == f"90;url={LINK}&lang=sv"
        assert "90 sekunder" in page.text
        assert page.headers["cache-control"] == "no-store"
    assert pages[-1].of_tag("a")[0]["href"] == f"{LINK}&lang=sv"


def test_no_page_refreshes_itself_outside_a_kiosk(asker: Asker) -> None:
    pages = [asker.get(LINK), asker.begin(), asker.walk("4")]
    assert [page for page in pages if "refresh" in page.text] == []
    assert {page.headers["cache-control"] for page in pages} == {"private, no-cache"}


def test_markup_of_a_homes_own_questionnaire_is_shown_as_text(settings: Settings) -> None:
    folder = settings.home / "instruments"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(_markup_instrument(), encoding="utf-8")
    page: Page = Asker(form_app(settings)).begin("/?form=own&unit=PH016TP1&service=KTT")
    assert page.heading == "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#34;jotain&#34;"
    assert "<script" not in page.text
    assert page.choices[:-2] == ["0", "1", "2"]
    assert "0 – vähiten" in page.text


def _markup_instrument() -> str:
    return """
instrument_id = "own"
name_fi = "Oma"
[[items]]
item_id = "X1"
text_fi = '<script>alert(1)</script> & "jotain"'
level = "planning"
plane = "own"
scale_min = 0
scale_max = 2
"""


def test_an_item_without_a_translation_is_asked_in_finnish_and_says_so(settings: Settings, tmp_path: Path) -> None:
    folder = settings.home / "instruments"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text(_markup_instrument(), encoding="utf-8")
    page = Asker(form_app(settings)).begin("/?form=own&unit=PH016TP1&service=KTT&lang=sv")
    assert (page.of_tag("html")[0]["lang"], page.of_tag("h1")[0]["lang"]) == ("sv", "fi")
