"""A development team from a weak joint to an action whose effect is still too early to tell, in the browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from tests.browser.visit import Visit, visit

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MARKUP = "<img src=x onerror=alert(1)> **ei lihavaa**"


def _press(seen: Visit, name: str, role: str = "button") -> None:
    seen.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
    seen.settle()


def _write(seen: Visit, label: str, text: str) -> None:
    seen.page.get_by_label(label, exact=True).fill(text)


def _choose(seen: Visit, label: str, option: str) -> None:
    seen.page.get_by_role("combobox", name=label, exact=False).click()
    seen.page.get_by_role("option", name=option, exact=True).click()


def _save(seen: Visit) -> None:
    _press(seen, "Tallenna")
    seen.page.get_by_text("Tallennettu.", exact=True).wait_for()


def _is_accessible(seen: Visit) -> None:
    answer = Axe().run(seen.page, options={"runOnly": {"type": "tag", "values": TAGS}})
    found = answer.response["violations"]
    assert [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]] == []


def test_from_a_weak_joint_to_an_action_and_its_effect(chromium: Browser, demo: str) -> None:
    with visit(chromium, demo) as seen:
        seen.open("/overview")
        seen.choose("Kehittäjätiimi")
        link = seen.page.get_by_role("link", name="Aloita yhteiskehittäminen tästä: kuntouttava työtoiminta")
        link.focus()
        seen.page.keyboard.press("Enter")
        seen.page.get_by_role("heading", name="Yhteiskehittäminen", exact=True).wait_for()
        seen.settle()
        _write(seen, "Työn nimi (pakollinen)", f"Jatkopolku {MARKUP}")
        _choose(seen, "Toimintamalli (pakollinen)", "Yhteiskehittämisen työprosessi (PAKU)")
        _is_accessible(seen)
        _save(seen)
        seen.page.get_by_role("button", name="Avaa: Jatkopolku").click()
        _phase(seen)
        _persona(seen)
        _press(seen, "Menetelmät", "radio")
        seen.page.get_by_text("heikointa tasoa").first.wait_for()
        _action(seen)
        _is_accessible(seen)
        assert [error for error in seen.errors if "404" not in error] == []
        assert seen.foreign == []
        assert seen.page.locator("img[src=x]").count() == 0


def _phase(seen: Visit) -> None:
    _press(seen, "Vaiheet", "radio")
    seen.page.get_by_text("Alkukartoitus – ei vielä aloitettu").click()
    _press(seen, "Kirjaa vaihe: Alkukartoitus")
    _write(seen, "Alkoi (1)", "1.6.2026")
    _write(seen, "Muistio (1)", MARKUP)
    _save(seen)
    seen.page.get_by_text("käynnissä 1.6.2026 alkaen").first.wait_for()
    seen.page.get_by_text(MARKUP, exact=True).first.wait_for()


def _persona(seen: Visit) -> None:
    _press(seen, "Persoonat ja kartat", "radio")
    _press(seen, "Lisää persoona")
    _write(seen, "Keksitty nimi ja ikä (pakollinen)", "Veikko, 52")
    _press(seen, "Lisää rivi: tarpeet")
    _write(seen, "Miksi (1)", "ettei jää yksin")
    _save(seen)
    seen.page.get_by_role("heading", name="Veikko, 52").wait_for()


def _action(seen: Visit) -> None:
    _press(seen, "Toimenpiteet ja vaikutus", "radio")
    _press(seen, "Lisää toimenpide")
    _write(seen, "Mitä tehdään (pakollinen)", "Saattaen vaihto")
    _choose(seen, "Tila", "Kokeilussa")
    _write(seen, "Alkoi", "15.6.2026")
    _write(seen, "Määräpäivä", "1.6.2026")
    _press(seen, "Tallenna")
    seen.page.get_by_text("väärin päin").wait_for()
    _write(seen, "Määräpäivä", "31.12.2026")
    _save(seen)
    seen.page.get_by_text("Vaikutusta on vielä liian varhaista arvioida").wait_for()
    seen.page.locator("[data-testid=stPlotlyChart] svg.main-svg").first.wait_for(state="attached")
