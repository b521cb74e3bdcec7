"""The form as a person meets it: 360 px wide, by keyboard only, in every language, without a script."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from tests.form.asking import ITEM_COUNT, LINK
from tests.form.serving import Served, served_form

from tyokyky.domain.answer_codes import mark_of
from tyokyky.feedback.answer_codes import FORMS_LIST
from tyokyky.feedback.queue import read_queue
from tyokyky.settings import Settings

pytestmark = pytest.mark.browser

CODE = "7K2MQ-X04TB"
WORDS = {
    "fi": ("Seuraava", "Lähetä", "Kiitos vastauksestasi"),
    "sv": ("Nästa", "Skicka", "Tack för ditt svar"),
    "en": ("Next", "Send", "Thank you for your answer"),
    "selko": ("Seuraava", "Lähetä", "Kiitos vastauksestasi"),
}
# Chromium writes an answer that asks for a correction into its console; nothing is wrong with the page.
EXPECTED_ERRORS = ("Failed to load resource: the server responded with a status of 422",)
LEAST_TARGET_PIXELS = 44


@dataclass
class Walker:
    """A person with a keyboard."""

    page: Page
    place: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Presses keys one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, name: str) -> None:
        """Presses Tab until what is focused has this text."""
        for _ in range(60):
            self.press("Tab")
            if self.focused("textContent").strip() == name:
                return
        raise AssertionError(f"{name} can not be reached by Tab")

    def focused(self, what: str) -> str:
        """A property of the focused element."""
        return str(self.page.evaluate(f"document.activeElement.{what} ?? ''"))

    def check(self) -> None:
        """What every page must be."""
        assert _violations(self.page) == []
        assert self.page.evaluate("document.documentElement.scrollWidth") <= 360
        assert _small_targets(self.page) == []
        assert self.page.locator("h1").count() == 1


def _violations(page: Page) -> list[str]:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": tags}})
    found: list[dict[str, Any]] = answer.response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def _small_targets(page: Page) -> list[str]:
    """What one may press is at least 44 px high; links within a sentence have a line of their own."""
    places = page.locator("button, label.choice, .languages a, input[type=text]")
    boxes = [places.nth(i).bounding_box() for i in range(places.count())]
    return [f"{box['height']}" for box in boxes if box and box["height"] < LEAST_TARGET_PIXELS]


@pytest.fixture(scope="module")
def home(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("form") / "koti"


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    settings = Settings.of_home(home)
    settings.queue_folder.mkdir(parents=True)
    marks = [mark_of(CODE), *(mark_of(language) for language in WORDS)]
    (settings.queue_folder / FORMS_LIST).write_text("\n".join(marks), encoding="ascii")
    with served_form(home) as found:
        yield found


@pytest.fixture
def walker(chromium: Browser, served: Served) -> Iterator[Walker]:
    yield from _walker(chromium, served.place)


def _walker(chromium: Browser, place: str) -> Iterator[Walker]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    made = Walker(context.new_page(), place)

    def note(said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith(EXPECTED_ERRORS):
            made.errors.append(said.text)

    made.page.on("console", note)
    made.page.on("request", lambda asked: None if asked.url.startswith(place) else made.foreign.append(asked.url))
    yield made
    assert made.errors == []
    assert [url for url in made.foreign if not url.startswith("data:")] == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("language", sorted(WORDS))
def test_the_form_is_walked_by_keyboard_alone(language: str, walker: Walker, home: Path) -> None:
    following, sends, thanks = WORDS[language]
    folder = Settings.of_home(home).queue_folder
    before = len(read_queue(folder).sent)
    walker.page.goto(f"{walker.place}{LINK}&lang={language}")
    walker.check()
    expect(walker.page.locator("h1")).to_be_focused()
    while walker.focused("id") != "code":
        walker.press("Tab")
    walker.page.keyboard.type(language)
    walker.press("Enter")
    for number in range(1, ITEM_COUNT + 1):
        walker.page.get_by_text(f"{number} / 16").wait_for()
        expect(walker.page.locator("h1")).to_be_focused()
        if number in (1, 2):
            walker.check()
        walker.press("Tab", "Space", *["ArrowDown"] * (number % 7))
        walker.tab_to(following)
        walker.press("Enter")
    walker.page.locator(".answers").wait_for()
    expect(walker.page.locator("h1")).to_be_focused()
    walker.check()
    while walker.focused("id") != "comment":
        walker.press("Tab")
    walker.page.keyboard.type("Kiitos! 040 123 4567")
    walker.tab_to(sends)
    walker.press("Enter")
    walker.page.get_by_role("heading", name=thanks).wait_for()
    walker.check()
    sent = read_queue(folder).sent
    assert len(sent) == before + 1
    newest = next(one for one in sent if one.code_mark == mark_of(language))
    assert (newest.scores["T1"], newest.scores["T2"], newest.scores["A3"]) == (2, 3, 1)
    assert newest.not_applicable == ("A1", "P2")
    assert newest.language == language
    assert newest.comment == "Kiitos! [poistettu]"


@pytest.mark.parametrize("language", sorted(WORDS))
def test_errors_take_the_focus_and_lead_to_the_choices(language: str, walker: Walker) -> None:
    walker.page.goto(f"{walker.place}{LINK}&lang={language}")
    walker.page.locator("#code").fill("WRONG")
    walker.press("Enter")
    walker.page.get_by_role("alert").wait_for()
    expect(walker.page.get_by_role("alert")).to_be_focused()
    walker.check()
    walker.press("Tab", "Enter")
    assert walker.focused("id") == "code"
    walker.press("Enter")
    walker.page.get_by_text("1 / 16").wait_for()
    walker.tab_to(WORDS[language][0])
    walker.press("Enter")
    walker.page.get_by_role("alert").wait_for()
    expect(walker.page.get_by_role("alert")).to_be_focused()
    walker.check()
    walker.press("Tab", "Enter")
    assert walker.focused("id") == "a0"


def test_back_is_reached_by_keyboard_and_keeps_the_answer(walker: Walker) -> None:
    walker.page.goto(f"{walker.place}{LINK}")
    walker.tab_to("Aloita")
    walker.press("Enter")
    walker.page.get_by_text("1 / 16").wait_for()
    walker.press("Tab", "Space", "Enter")
    walker.page.get_by_text("2 / 16").wait_for()
    walker.tab_to("Edellinen")
    walker.press("Enter")
    walker.page.get_by_text("1 / 16").wait_for()
    assert walker.page.locator("input:checked").get_attribute("value") == "1"


def test_the_browsers_own_back_shows_the_earlier_page(walker: Walker) -> None:
    walker.page.goto(f"{walker.place}{LINK}")
    walker.page.get_by_role("button", name="Aloita").click()
    for number in (1, 2):
        walker.page.get_by_text(f"{number} / 16").wait_for()
        walker.page.get_by_text("5 – Täysin samaa mieltä").click()
        walker.page.get_by_role("button", name="Seuraava").click()
    walker.page.get_by_text("3 / 16").wait_for()
    walker.page.go_back()
    walker.page.get_by_text("2 / 16").wait_for()
    assert walker.page.get_by_text("3 / 16").count() == 0
    walker.page.get_by_text("1 – Täysin eri mieltä").click()
    walker.page.get_by_role("button", name="Seuraava").click()
    walker.page.get_by_text("3 / 16").wait_for()


def test_a_focused_choice_and_button_are_seen(walker: Walker) -> None:
    walker.page.goto(f"{walker.place}{LINK}")
    walker.tab_to("Aloita")
    assert float(walker.page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")) >= 3
    walker.press("Enter")
    walker.page.get_by_text("1 / 16").wait_for()
    walker.press("Tab")
    label = "getComputedStyle(document.activeElement.closest('label')).outlineWidth"
    assert float(walker.page.evaluate(f"parseFloat({label})")) >= 3


def test_a_wrong_link_has_a_page_as_good_as_any(walker: Walker) -> None:
    walker.page.goto(f"{walker.place}/?form=own_items&unit=nowhere&service=KTT")
    assert "yksikköä ei ole" in walker.page.locator("main").inner_text()
    walker.check()
    walker.errors.clear()  # chromium tells of every 404


def test_the_form_works_without_scripts(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served.place}{LINK}")
    page.get_by_role("button", name="Aloita").click()
    for number in range(1, ITEM_COUNT + 1):
        page.get_by_text(f"{number} / 16").wait_for()
        page.get_by_text("En halua vastata" if number % 2 else "5 – Täysin samaa mieltä").click()
        page.get_by_role("button", name="Seuraava").click()
    page.get_by_role("button", name="Lähetä").first.click()
    page.get_by_role("heading", name="Kiitos vastauksestasi").wait_for()
    page.reload()
    page.get_by_role("heading", name="Kiitos vastauksestasi").wait_for()
    assert page.get_by_role("button", name="Lähetä").count() == 0
    context.close()


def test_a_kiosk_clears_itself(chromium: Browser, home: Path, tmp_path: Path) -> None:
    with served_form(tmp_path / "koti", "--kiosk", "--idle-seconds", "20") as kiosk:
        page = chromium.new_page()
        page.goto(f"{kiosk.place}{LINK}&lang=sv")
        page.get_by_role("button", name="Börja").click()
        page.get_by_text("Helt av annan åsikt").click()
        page.get_by_role("button", name="Nästa").click()
        page.get_by_text("2 / 16").wait_for()
        page.get_by_role("button", name="Börja").wait_for(timeout=40_000)
        page.get_by_role("button", name="Börja").click()
        page.get_by_text("1 / 16").wait_for()
        assert page.locator("input:checked").count() == 0
        page.close()
    assert read_queue(tmp_path / "koti" / "queue").sent == ()
