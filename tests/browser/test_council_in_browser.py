"""The council view as a person meets it: phone and screen, keyboard alone, every language, no script, paper."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from tests.browser.visit import visit
from tests.council.release_folders import write_two
from tests.form.serving import free_port

from tyokyky.council.app import council_app

pytestmark = pytest.mark.browser

LANGUAGES = ("selko", "fi", "sv", "en")
# Streamlit looks for its own address below a deep link before it finds it: answers 404 that harm nobody.
HARMLESS_ERRORS = ("Failed to load resource: the server responded with a status of 404",)
ALL_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
LEAST_TARGET_PIXELS = 44
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.fixture(scope="module")
def place(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a council view of two releases."""
    folder = tmp_path_factory.mktemp("council") / "releases"
    write_two(folder)
    port = free_port()
    options = {"host": "127.0.0.1", "port": port, "log_level": "critical", "lifespan": "off"}
    server = uvicorn.Server(uvicorn.Config(council_app(folder, is_at_home=True), **options))  # type: ignore[arg-type]
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
        assert thread.is_alive(), "the council view did not start"
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)


@dataclass
class Visit:
    """A page with what it complained of and whom it tried to reach."""

    page: Page
    place: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


BOTH = pytest.mark.parametrize("seen", [360, 1280], indirect=True)
PHONE = pytest.mark.parametrize("seen", [360], indirect=True)


@pytest.fixture
def seen(request: pytest.FixtureRequest, chromium: Browser, place: str) -> Iterator[Visit]:
    """A visit on a phone and on a screen; nothing may be complained of, reached elsewhere or kept."""
    context = chromium.new_context(viewport={"width": request.param, "height": 740})
    made = Visit(context.new_page(), place)
    made.page.on("console", lambda said: made.errors.append(said.text) if said.type == "error" else None)
    made.page.on("request", lambda asked: None if asked.url.startswith(place) else made.foreign.append(asked.url))
    yield made
    assert made.errors == []
    assert [url for url in made.foreign if not url.startswith("data:")] == []
    assert context.cookies() == []
    context.close()


def _violations(page: Page, *tags: str) -> list[str]:
    answer = Axe().run(
        page, options={"runOnly": {"type": "tag", "values": [*(tags or ALL_TAGS)]}, "resultTypes": ["violations"]}
    )
    found: list[dict[str, Any]] = answer.response["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def _small_targets(page: Page) -> list[str]:
    """What one may press is at least 44 px high."""
    small = f"""() => [...document.querySelectorAll('nav a, summary, .files a, .button')]
        .filter(one => one.offsetHeight < {LEAST_TARGET_PIXELS}).map(one => one.innerText)"""
    found: list[str] = page.evaluate(small)
    return found


@pytest.mark.parametrize(("seen", "language"), [(360, "selko"), (360, "sv"), (1280, "selko")], indirect=["seen"])
def test_a_page_is_accessible_and_one_column(language: str, seen: Visit) -> None:
    seen.page.goto(f"{seen.place}/?lang={language}")
    seen.page.evaluate(OPEN_ALL)
    assert _violations(seen.page) == []
    width = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1]
    assert _small_targets(seen.page) == []


@PHONE
def test_every_language_fits_a_phone(seen: Visit) -> None:
    for language in LANGUAGES:
        seen.page.goto(f"{seen.place}/?lang={language}&size=large")
        seen.page.evaluate(OPEN_ALL)
        width = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert width[0] <= width[1], language
        assert _small_targets(seen.page) == []


@PHONE
def test_large_text_fits_too(seen: Visit) -> None:
    seen.page.goto(f"{seen.place}/")
    before = seen.page.locator(".lead .quiet").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    seen.page.get_by_role("link", name="Suurempi teksti").click()
    seen.page.evaluate(OPEN_ALL)
    after = seen.page.locator(".lead .quiet").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert after >= 1.3 * before
    width = seen.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert width[0] <= width[1]


@BOTH
def test_everything_is_reached_by_keyboard(seen: Visit) -> None:
    seen.page.goto(f"{seen.place}/")
    reached = []
    for _ in range(80):
        seen.page.keyboard.press("Tab")
        name = str(seen.page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''"))
        if name in reached and name == "Siirry sisältöön":
            break
        reached.append(name.split("\n", maxsplit=1)[0])
    for said in (
        "Siirry sisältöön",
        "Svenska",
        "Suurempi teksti",
        "Mitä tehtiin?",
        "Luvut taulukkona",
        "Näytä tiedostot",
    ):
        assert said in reached
    assert "Julkaistu 20.5.2026" in reached


@BOTH
def test_folded_parts_open_by_keyboard_and_are_then_walked(seen: Visit) -> None:
    seen.page.goto(f"{seen.place}/")
    folded = seen.page.locator("#falls ~ details summary").nth(1)
    folded.focus()
    table = seen.page.locator("#falls ~ details table").first
    assert not table.is_visible()
    seen.page.keyboard.press("Enter")
    table.wait_for()
    seen.page.keyboard.press("Tab")
    focused = seen.page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "Mitä palvelun päättymisen jälkeen tapahtui"


@PHONE
def test_links_lead_to_their_part_and_language_and_release_are_kept(seen: Visit) -> None:
    seen.page.goto(f"{seen.place}/?size=large")
    seen.page.get_by_role("link", name="Mitä raati sanoo?").press("Enter")
    expect(seen.page).to_have_url(re.compile("#statements$"))
    assert seen.page.locator("#statements").bounding_box() is not None
    seen.page.get_by_role("link", name="Svenska").press("Enter")
    seen.page.get_by_text("Publicerat 20.5.2026").press("Enter")
    seen.page.get_by_text("Du läser en äldre publicering.").wait_for()
    assert seen.page.locator("html").get_attribute("class") == "large"
    assert seen.page.locator("html").get_attribute("lang") == "sv"


def test_without_a_script_nothing_is_missing(chromium: Browser, place: str) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(place)
    page.get_by_text("10 ihmisestä 3 putosi.").first.wait_for()
    page.locator("summary").first.click()
    assert page.locator("details[open] .card").count() == 3
    context.close()


def test_on_paper_everything_is_open(chromium: Browser, place: str, tmp_path: Path) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(place)
    page.emulate_media(media="print")
    heights = [page.locator("#falls ~ details").nth(i).evaluate("one => one.offsetHeight") for i in range(3)]
    assert min(heights) > LEAST_TARGET_PIXELS * 2
    assert page.get_by_role("navigation").count() == 0
    assert page.pdf(path=tmp_path / "page.pdf").startswith(b"%PDF")
    context.close()


@PHONE
def test_a_table_comes_as_a_file(seen: Visit) -> None:
    seen.page.goto(f"{seen.place}/")
    seen.page.get_by_text("Näytä tiedostot").click()
    with seen.page.expect_download() as waiting:
        seen.page.get_by_role("link", name="themes.csv").click()
    assert waiting.value.suggested_filename == "2026-09-30-1-themes.csv"


@pytest.fixture
def published(demo_home: Path) -> Iterator[None]:
    """Two releases in the demo server's home; taken away again, since others ask the home too."""
    write_two(demo_home / "releases")
    yield
    shutil.rmtree(demo_home / "releases")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_dashboard_shows_the_same(width: int, chromium: Browser, demo: str, published: None) -> None:
    with visit(chromium, demo, width=width) as seen:
        seen.open("/council")
        seen.choose("Asiakasraati")
        seen.page.get_by_text("10 ihmisestä 3 putosi.").first.wait_for()
        drawn = seen.page.locator(".council img.people")
        assert drawn.first.get_attribute("alt") == "Kuvassa on 10 ihmistä: 7 seisoo, 3 on pudonnut."
        assert drawn.first.evaluate("one => one.decode().then(() => one.naturalWidth > 0)")
        if width == 360:
            assert _violations(seen.page, "wcag2a", "wcag2aa", "wcag21aa", "wcag22aa") == []
        wider = seen.page.locator("[data-testid=stMain]").evaluate("one => one.scrollWidth - one.clientWidth")
        assert wider <= 0
        assert [error for error in seen.errors if not error.startswith(HARMLESS_ERRORS)] == []
        assert seen.foreign == []
