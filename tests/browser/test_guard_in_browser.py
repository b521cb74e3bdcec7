"""The first request after a server start, and what a viewer may see, in a real browser."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.browser.server import free_port, served
from tests.browser.visit import visit

from tyokyky.ui.registry import PAGES

pytestmark = pytest.mark.browser

SECRETS = (b"Putosi", "kuntouttava työtoiminta".encode(), b"Eniten ihmisi", b"canonical_parquet")
"""Words that only figures and the ledger hold."""


@pytest.fixture(scope="module")
def port() -> int:
    """One for servers after one another: the browser then knows what is the same in all."""
    return free_port()


@pytest.mark.parametrize("name", [entry.name for entry in PAGES])
def test_first_request_after_start_leaks_nothing(
    name: str, port: int, chromium: Browser, demo_home: Path, tmp_path: Path
) -> None:
    with served(demo_home, tmp_path, port=port) as place, visit(chromium, place) as seen:
        seen.open(f"/{name}")
        seen.reads("Kenenä katsot palvelua?")
        assert seen.page.locator("[data-testid=stPlotlyChart], [data-testid=stTable]").count() == 0
        everything = b"".join(seen.received)
        assert seen.received, "the page came without a web socket: the test sees nothing"
        assert [word for word in SECRETS if word in everything] == []


def test_secrets_would_be_seen(chromium: Browser, demo: str) -> None:
    with visit(chromium, demo) as seen:
        seen.open("/overview")
        seen.choose("Johto, esihenkilö")
        seen.page.locator("[data-testid=stPlotlyChart]").first.wait_for()
        assert SECRETS[0] in b"".join(seen.received)


def test_council_is_refused_by_address(chromium: Browser, demo: str) -> None:
    with visit(chromium, demo) as seen:
        seen.open("/drop_off")
        seen.choose("Asiakasraati")
        seen.reads("ei ole pääsyä tälle sivulle")
        assert seen.page.locator("[data-testid=stPlotlyChart]").count() == 0
        seen.page.get_by_test_id("stMain").get_by_role("link", name="Tietoa palvelusta").click()
        seen.page.get_by_role("heading", name="Miten luvut syntyvät").wait_for()


def test_local_server_says_so_on_every_page_and_logs(chromium: Browser, demo_home: Path, tmp_path: Path) -> None:
    with served(demo_home, tmp_path, "--local") as place, visit(chromium, place) as seen:
        seen.open("/about")
        seen.choose("Aineistovastaava")
        seen.reads("Oma kone · rooli Aineistovastaava")
    last = json.loads((demo_home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert "(steward)" in last["who"]
