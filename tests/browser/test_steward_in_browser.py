"""The steward's work in a real browser: check, bring in, take back; and no raw identifier is left anywhere."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload
from tests.browser.server import served
from tests.browser.visit import Visit, visit

pytestmark = pytest.mark.browser

MARK = "ASIAKAS-7731"
ROWS = [f"J{i},{MARK}-{i},KTT,2024-0{1 + i % 8}-01,2024-0{2 + i % 8}-15" for i in range(20)]
BAD_ROW = f"J99,{MARK}-99,KTT,2024-05-01,2024-04-01"
FILE = "\n".join(["period_id,client_id,service_code,started_on,ended_on", *ROWS, BAD_ROW, ""])


def _fill(seen: Visit) -> None:
    payload: FilePayload = {"name": "jaksot.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    seen.page.locator("input[type=file]").set_input_files(payload)
    seen.page.get_by_text("jaksot.csv").first.wait_for()
    seen.page.get_by_role("combobox", name="Lähde").click()
    seen.page.get_by_role("option", name="canonical_csv").click()
    day = seen.page.get_by_role("textbox", name="Poimintapäivä")
    day.fill("31.12.2024")
    day.press("Enter")
    seen.page.get_by_role("button", name="Tarkista ensin").click()
    seen.page.get_by_text("Rivejä 21 = hyväksytään 20 + hylätään 1 + ennallaan 0").wait_for(timeout=60_000)


def test_check_bring_in_and_take_back(chromium: Browser, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with served(home, tmp_path, "--local") as place, visit(chromium, place) as seen:
        seen.open("/data")
        seen.choose("Aineistovastaava")
        seen.reads("Yhtään toimitusta ei ole vielä tuotu")
        _fill(seen)
        assert not list(home.glob("*.duckdb")), "a check must not store anything"
        seen.page.get_by_role("button", name="Tuo nämä rivit").click()
        seen.page.get_by_role("heading", name="Hylätyt rivit säännöittäin").wait_for(timeout=60_000)
        seen.reads("loppu on ennen alkua")
        seen.page.get_by_text("Ymmärrän, että toimituksen 1 rivit").click()
        seen.page.get_by_role("button", name="Peru toimitus 1").click()
        seen.page.get_by_role("cell", name="peruttu").wait_for(timeout=60_000)
    _nothing_raw_is_left(tmp_path)
    lines = [json.loads(line) for line in (home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()]
    done = [(line["kind"], line["row_count"]) for line in lines if line["kind"] in ("dry_run", "import", "undo")]
    assert done == [("dry_run", 21), ("import", 20), ("undo", None)]


def _nothing_raw_is_left(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert [path.name for path in files if MARK.encode() in path.read_bytes()] == []
