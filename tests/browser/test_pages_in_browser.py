"""Every page as a person meets it: drawn, accessible as far as we can test, silent towards the world."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from tests.browser.visit import Visit, visit

pytestmark = pytest.mark.browser

ROLE_OF_PAGE = {
    "overview": "Johto, esihenkilö",
    "drop_off": "Kehittäjätiimi",
    "transition": "Kehittäjätiimi",
    "participation": "Kehittäjätiimi",
    "feedback": "Johto, esihenkilö",
    "journeys": "Kehittäjätiimi",
    "trends": "Johto, esihenkilö",
    "codevelopment": "Kehittäjätiimi",
    "data": "Aineistovastaava",
    "council": "Asiakasraati",
    "access_log": "Aineistovastaava",
    "releases": "Aineistovastaava",
    "about": "Asiakasraati",
}
PICTURES = {
    "overview": 4,
    "drop_off": 5,
    "transition": 9,
    "participation": 6,
    "feedback": 5,
    "journeys": 7,
    "trends": 3,
    "codevelopment": 0,
    "data": 0,
    "council": 0,
    "releases": 0,
    "about": 0,
    "access_log": 0,
}

WITH_TABLES = ("drop_off", "participation", "feedback", "trends")
"""Pages where every picture has a table of the same numbers."""

# Streamlit looks for its own address below a deep link before it finds it: two answers 404 that harm nobody.
HARMLESS_ERRORS = ("Failed to load resource: the server responded with a status of 404",)

ALLOWED: Mapping[str, str] = {}
"""Rules of axe that Streamlit itself breaks, each with its reason; told in the accessibility statement."""


def _opened(seen: Visit, name: str) -> None:
    seen.open(f"/{name}")
    seen.choose(ROLE_OF_PAGE[name])
    pictures = seen.page.locator("[data-testid=stPlotlyChart] svg.main-svg")
    for i in range(PICTURES[name]):
        pictures.nth(i).wait_for(state="attached")


def _violations(seen: Visit) -> list[dict[str, Any]]:
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    answer = Axe().run(seen.page, options={"runOnly": {"type": "tag", "values": tags}})
    found: list[dict[str, Any]] = answer.response["violations"]
    return [violation for violation in found if violation["id"] not in ALLOWED]


def _told(violations: list[dict[str, Any]]) -> list[str]:
    return [f"{one['id']}: {node['html'][:200]}" for one in violations for node in one["nodes"]]


@pytest.mark.parametrize("name", sorted(ROLE_OF_PAGE))
def test_page_is_drawn_accessible_and_keeps_to_itself(name: str, chromium: Browser, demo: str) -> None:
    with visit(chromium, demo) as seen:
        _opened(seen, name)
        assert _told(_violations(seen)) == []
        assert [error for error in seen.errors if not error.startswith(HARMLESS_ERRORS)] == []
        assert seen.foreign == []
        expect(seen.page.locator("html")).to_have_attribute("lang", "fi")
        expect(seen.page).to_have_title(re.compile("– Työkyky$"))
        seen.page.get_by_text("Synteettinen aineisto").first.wait_for()
        if name in WITH_TABLES:
            _has_words_for_those_who_do_not_see(seen, PICTURES[name])


def _has_words_for_those_who_do_not_see(seen: Visit, picture_count: int) -> None:
    """Every picture says that its numbers stand in a table."""
    # The words are put beside a picture after it is drawn: they are waited for, not read at once.
    said = "[aria-label*='Samat luvut ovat taulukossa']"
    named = seen.page.locator(f"[role=img]{said}, figure{said}, [data-testid=stPlotlyChart]{said}")
    expect(named).to_have_count(picture_count)


def test_asking_for_a_role_is_accessible(chromium: Browser, demo: str) -> None:
    with visit(chromium, demo) as seen:
        seen.open("/")
        assert _told(_violations(seen)) == []


@pytest.mark.parametrize("name", sorted(ROLE_OF_PAGE))
def test_narrow_screen_needs_no_scrolling_sideways(name: str, chromium: Browser, demo: str) -> None:
    with visit(chromium, demo, width=360) as seen:
        _opened(seen, name)
        wider = seen.page.evaluate(
            "() => { const main = document.querySelector('[data-testid=stMain]');"
            " return main.scrollWidth - main.clientWidth; }"
        )
        assert wider <= 0


def test_what_scrolls_sideways_can_be_reached_by_keyboard(chromium: Browser, demo: str) -> None:
    with visit(chromium, demo, width=360) as seen:
        _opened(seen, "data")
        seen.page.locator("[data-testid=stTable] [tabindex='0'] table").first.wait_for()
        assert [one for one in _told(_violations(seen)) if "scrollable" in one] == []


def test_role_switch_in_the_sidebar(chromium: Browser, demo: str) -> None:
    with visit(chromium, demo) as seen:
        seen.open("/")
        seen.choose("Johto, esihenkilö")
        expect(seen.page).to_have_url(f"{demo}/overview")
        seen.pick("Rooli", "Aineistovastaava")
        seen.page.get_by_text("ei ole pääsyä tälle sivulle").wait_for()
        seen.page.get_by_role("navigation").get_by_role("link", name="Aineisto").click()
        seen.page.get_by_role("heading", name="Tuo aineisto").wait_for()


def test_filters_live_in_the_link(chromium: Browser, demo: str) -> None:
    with visit(chromium, demo) as seen:
        _opened(seen, "drop_off")
        seen.page.get_by_role("radio", name="30 päivää", exact=True).click()
        seen.page.get_by_text("Seuraavien 30 päivän aikana").or_(
            seen.page.get_by_text("seuraavien 30 päivän aikana")
        ).first.wait_for()
        expect(seen.page).to_have_url(re.compile("ikkuna="))
        link = seen.page.url
    with visit(chromium, demo) as seen:
        seen.open(link.removeprefix(demo))
        seen.choose("Johto, esihenkilö")
        seen.page.get_by_text("seuraavien 30 päivän aikana").first.wait_for()
        expect(seen.page).to_have_url(re.compile("ikkuna="))


def test_single_keys_do_nothing(chromium: Browser, demo: str) -> None:
    with visit(chromium, demo) as seen:
        _opened(seen, "about")
        before = len(seen.received)
        seen.page.keyboard.press("r")
        seen.page.keyboard.press("c")
        seen.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert seen.page.locator("[role=dialog]").count() == 0
        assert len(seen.received) == before
