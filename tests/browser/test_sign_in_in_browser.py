"""People who sign in with an identity provider: what each role sees, and what none does, in a real browser."""

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.provider import provided
from tests.browser.server import free_port, served
from tests.browser.visit import Visit, visit

from tyokyky.domain.filters import Filters
from tyokyky.privacy.removals import REMOVALS_FILE
from tyokyky.privacy.roles import Role
from tyokyky.reporting.choices import code_names
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import SETTINGS_FILE, Settings
from tyokyky.ui.registry import PAGES, pages_for

pytestmark = pytest.mark.browser

FIGURES = (b"Putosi", b"Eniten ihmisi", b"stPlotlyChart")
MENU = "[data-testid=stSidebarNavLink]"
SHORT_SECONDS = 30
"""A sign-in of that length ends soon, but not before a busy machine has drawn the first page."""
LAHTI = "398"
GRANTS = "".join(f'[[sign_in.grants]]\nclaim = "roles"\nvalue = "{role}"\nrole = "{role}"\n\n' for role in Role) + (
    '[[sign_in.grants]]\nclaim = "groups"\nvalue = "lahti"\nrole = "team"\nmunicipalities_claim = "kunnat"\n\n'
)
PEOPLE: tuple[dict[str, Any], ...] = (
    *({"sub": f"matti.{role}", "roles": [role.value]} for role in Role),
    {"sub": "lahti", "groups": "lahti", "kunnat": [LAHTI]},
    {"sub": "monta", "roles": ["manager", "steward"]},
    {"sub": "vieras", "roles": ["something_else"]},
)


@dataclass(frozen=True)
class Service:
    """A dashboard where people sign in, and what its very first visitor was sent."""

    place: str
    home: Path
    first_words: str
    first_bytes: bytes

    def log(self) -> list[dict[str, Any]]:
        """The lines of the access log."""
        lines = (self.home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def service(chromium: Browser, demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    home, port = tmp_path_factory.mktemp("signed") / "koti", free_port()
    shutil.copytree(demo_home, home)
    with ExitStack() as running:
        ports = {
            "tavallinen": running.enter_context(provided(PEOPLE, 3600)),
            "lyhyt": running.enter_context(provided(PEOPLE, SHORT_SECONDS)),
        }
        with (home / SETTINGS_FILE).open("a", encoding="utf-8") as file:
            file.write(f'\n[sign_in]\npublic_address = "http://127.0.0.1:{port}"\n\n{GRANTS}{providers(ports)}')
        (home / "sign_in").mkdir()
        for name in ports:
            secret = home / "sign_in" / f"{name}.secret"
            secret.write_text("salainen", encoding="utf-8")
            secret.chmod(0o600)
        place = running.enter_context(served(home, home.parent, port=port))
        with visit(chromium, place) as seen:
            seen.open("/drop_off")
            seen.reads("Kirjaudu Työkykyyn")
            words, everything = seen.words, b"".join(seen.received)
        yield Service(place, home, words, everything)


def providers(ports: dict[str, int]) -> str:
    return "".join(
        f'[[sign_in.providers]]\nname = "{name}"\nlabel = "Kirjaudu: {name}"\nclient_id = "tyokyky"\n'
        f'metadata_url = "http://localhost:{port}/.well-known/openid-configuration"\n\n'
        for name, port in ports.items()
    )


@contextmanager
def signed_in(browser: Browser, service: Service, who: str, path: str, by: str = "tavallinen") -> Iterator[Visit]:
    """A visit that began at a link and signed in there."""
    with visit(browser, service.place) as seen:
        seen.open(path)
        sign_in(seen, who, by)
        yield seen


def sign_in(seen: Visit, who: str, by: str = "tavallinen") -> None:
    seen.page.get_by_role("button", name=f"Kirjaudu: {by}").click()
    seen.page.get_by_role("button", name=who, exact=True).click()
    seen.page.wait_for_url(f"{seen.place}/**", timeout=30_000)
    seen.settle()


def test_the_first_request_of_a_fresh_server_is_asked_to_sign_in(service: Service) -> None:
    assert "Kirjaudu Työkykyyn" in service.first_words
    assert service.first_bytes
    assert [word for word in FIGURES if word in service.first_bytes] == []


@pytest.mark.parametrize("role", list(Role))
def test_each_role_sees_its_pages_and_no_other(role: Role, chromium: Browser, service: Service) -> None:
    own = [entry.name for entry in pages_for(role)]
    others = [entry.name for entry in PAGES if entry.name not in own]
    with signed_in(chromium, service, f"matti.{role}", "/about") as seen:
        expect(seen.page).to_have_url(f"{service.place}/about")
        expect(seen.page.locator("[data-testid=stSidebar]")).to_contain_text(f"matti.{role}")
        named = own if len(own) > 1 else []  # of one page Streamlit makes no menu
        expect(seen.page.locator(MENU)).to_have_count(len(named))
        links = [link.get_attribute("href") or "" for link in seen.page.locator(MENU).all()]
        assert [link.rsplit("/", 1)[-1] for link in links] == named
        before = len(seen.received)
        seen.open(f"/{others[-1]}")
        seen.reads("ei ole pääsyä tälle sivulle")
        assert [word for word in FIGURES if word in b"".join(seen.received[before:])] == []


def test_a_link_is_opened_after_signing_in(chromium: Browser, service: Service) -> None:
    link = f"/drop_off?palvelu={quote('IPS-työhönvalmennus')}&ikkuna=180+p%C3%A4iv%C3%A4%C3%A4"
    with signed_in(chromium, service, "matti.manager", link) as seen:
        expect(seen.page).to_have_url(f"{service.place}{link}")
        seen.page.get_by_text("seuraavien 180 päivän aikana").first.wait_for()
        assert not [one for one in seen.page.context.cookies() if one["name"] == "tyokyky_return"]


def test_a_team_sees_its_own_part_also_from_another_roles_cache(chromium: Browser, service: Service) -> None:
    mart = current_mart(Settings.of_home(service.home))
    link = f"/drop_off?palvelu={quote(code_names(mart).of('service', 'KTT'))}"
    whole, own = (at_start_in_words(at_start(mart, place)) for place in (None, LAHTI))
    with signed_in(chromium, service, "matti.manager", link) as seen:
        seen.reads(whole)
    with signed_in(chromium, service, "lahti", link) as seen:
        seen.reads("Oma alue: Lahti")
        seen.reads(own)
        assert not whole.search(seen.words)
        seen.settle()  # a list that is open while the page is still drawn closes again
        seen.page.get_by_text("Lisää rajauksia").first.click()
        assert seen.choices("Kunta") == ["kaikki", "Lahti"]
        seen.open(f"{link}&kunta=Heinola")
        seen.reads(own)
        assert "Heinola" not in seen.words
        seen.open("/data")
        seen.reads("koskevat koko aluetta")
        assert seen.page.locator("[data-testid=stTable]").count() == 0


def at_start(mart: Mart, place: str | None) -> int:
    shown = figure(mart, "drop-off", Filters(service="KTT", municipality=place)).table["at_start"]
    return int(shown[0])


def at_start_in_words(count: int) -> re.Pattern[str]:
    """The count as it is written, with or without a space between its digits."""
    digits = r"\s?".join(str(count))
    return re.compile(rf"seurannan alussa {digits}(?!\d)")


def test_several_roles_are_chosen_from_and_a_removed_one_is_refused_at_the_next_click(
    chromium: Browser, service: Service
) -> None:
    removed = service.home / "sign_in" / REMOVALS_FILE
    with signed_in(chromium, service, "monta", "/overview") as seen:
        seen.page.get_by_role("button", name="Johto, esihenkilö").click()
        seen.page.get_by_role("heading", name="Yleiskuva").wait_for()
        seen.settle()
        removed.write_text('[[removed]]\nname = "monta"\nroles = ["manager"]\n', encoding="utf-8")
        before = len(seen.received)
        seen.page.get_by_text("180 päivää").first.click()
        seen.page.get_by_text("Sinulla ei ole enää roolia").wait_for()
        assert [word for word in FIGURES if word in b"".join(seen.received[before:])] == []
        removed.write_text('[[removed]]\nname = "monta"\n', encoding="utf-8")
        seen.open("/overview")
        seen.reads("Sinulla ei ole oikeuksia")
    removed.unlink()


def test_who_has_no_role_sees_nothing(chromium: Browser, service: Service) -> None:
    with signed_in(chromium, service, "vieras", "/overview") as seen:
        seen.reads("Sinulla ei ole oikeuksia")
        assert [word for word in FIGURES if word in b"".join(seen.received)] == []


def test_an_expired_token_is_refused_and_signing_out_ends_the_session(chromium: Browser, service: Service) -> None:
    with signed_in(chromium, service, "matti.manager", "/about", by="lyhyt") as seen:
        ends = time.monotonic() + SHORT_SECONDS
        expect(seen.page.locator("[data-testid=stSidebar]")).to_contain_text("Kirjautunut: matti.manager")
        seen.page.wait_for_timeout(max(0.0, ends - time.monotonic()) * 1000)
        before = len(seen.received)
        seen.page.get_by_role("link", name="Yleiskuva").click()
        seen.page.get_by_text("Kirjautumisesi on vanhentunut").wait_for()
        assert [word for word in FIGURES if word in b"".join(seen.received[before:])] == []
        sign_in(seen, "matti.manager")
        expect(seen.page).to_have_url(f"{service.place}/overview")
        seen.page.get_by_role("button", name="Kirjaudu ulos").click()
        seen.page.get_by_role("button").first.click()
        seen.page.wait_for_url(f"{seen.place}/**", timeout=30_000)
        seen.settle()
        seen.reads("Kirjaudu Työkykyyn")
        assert not [one for one in seen.page.context.cookies() if one["name"].startswith("_streamlit_user")]
        seen.open("/overview")
        seen.reads("Kirjaudu Työkykyyn")
    kept = [(one["who"], one["what"], one["allowed"]) for one in service.log() if one["kind"] == "sign_in"]
    assert ("matti.manager (manager)", "signed_in", True) in kept
    assert ("matti.manager (no role)", "refused", False) in kept
    assert ("matti.manager", "signed_out", True) in kept
