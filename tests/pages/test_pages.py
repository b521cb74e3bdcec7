"""Every page for every role, run as Streamlit runs it when it comes first: without main.py."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tyokyky.domain.filters import Filters
from tyokyky.domain.participation import Level
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, decide
from tyokyky.reporting import trend_marks
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import current_mart
from tyokyky.ui.mode import MODE_VARIABLE, Mode, settings
from tyokyky.ui.registry import PAGES, PageEntry

SECONDS = 60


def _run(entry: PageEntry, role: Role | None) -> AppTest:
    app = AppTest.from_file(entry.file, default_timeout=SECONDS)
    if role is not None:
        app.session_state["role"] = role
    return app.run()


def _page(name: str) -> PageEntry:
    return next(entry for entry in PAGES if entry.name == name)


def _shows_figures(app: AppTest) -> bool:
    return bool(app.get("plotly_chart") or app.table or app.get("download_button"))


def _log(home: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (home / "access_log.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_page_opens_for_those_who_may_and_for_nobody_else(entry: PageEntry, role: Role, demo_server: Path) -> None:
    app = _run(entry, role)
    assert not app.exception
    allowed = decide(role, entry.permission, WHOLE_COUNTY).allowed
    if allowed:
        assert app.title
        assert any("Synteettinen aineisto" in mark.value for mark in app.markdown)
    else:
        assert not _shows_figures(app)
        assert "ei ole pääsyä" in app.warning[0].value
    line = [line for line in _log(demo_server) if line["kind"] == "page"][-1]
    assert (line["what"], line["allowed"], line["who"]) == (entry.name, allowed, role)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_without_a_role_a_page_only_asks_for_one(entry: PageEntry, demo_server: Path) -> None:
    app = _run(entry, None)
    assert not app.exception
    assert app.title[0].value == "Kenenä katsot palvelua?"
    assert len(app.button) == len(Role)
    assert not _shows_figures(app)


@pytest.mark.parametrize("mode", [None, "open", Mode.DEMO])
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_server_that_we_did_not_start_shows_nothing(
    entry: PageEntry, mode: str | None, demo_server: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if mode is None:
        monkeypatch.delenv(MODE_VARIABLE)
    else:
        monkeypatch.setenv(MODE_VARIABLE, mode)
        # A home that is not synthetic has no demo.
        monkeypatch.setenv("TYOKYKY_HOME", str(tmp_path))
    app = _run(entry, Role.MANAGER)
    assert not app.exception
    assert "ei ole auki" in app.error[0].value
    assert not _shows_figures(app)
    assert not app.button


def test_overview_says_the_finding_first(demo_server: Path) -> None:
    app = _run(PAGES[0], Role.MANAGER)
    said = [block.value for block in app.markdown]
    finding = next(i for i, words in enumerate(said) if words.startswith("Eniten ihmisiä putosi vuodessa"))
    assert finding <= 3
    assert any("vielä ikkunassa:" in words for words in said)
    assert [block.value for block in app.header] == [
        "Korjattavat nivelkohdat",
        "Mikä on muuttunut vuodessa",
        "Mitä palvelun jälkeen seurasi",
        "Nivelkohdat suurimmasta putoamisesta pienimpään",
    ]
    lines = next(words for words in said if words.startswith("1. **"))
    assert lines.count("\n") == 4
    assert "päättymisiä" in lines
    assert len(app.get("plotly_chart")) == 4
    assert len(app.table) == 6


def test_joints_are_ordered_by_lost_people_or_by_excess(demo_server: Path) -> None:
    app = _run(PAGES[0], Role.TEAM)
    app.get("button_group")[-1].set_value("unit").run()  # type: ignore[union-attr]
    assert not app.exception
    asked = [str(line["what"]) for line in _log(demo_server) if line["kind"] == "figure"]
    assert any(what.startswith("gaps:by ") and "by=unit" in what for what in asked)
    said = [block.value for block in app.markdown]
    assert any("koko aluee" in words for words in said)
    assert [block.label for block in app.expander if block.label.startswith("Väliin jääneet")] == []


def test_official_numbers_are_folded_at_the_end(demo_server: Path) -> None:
    app = _run(PAGES[0], Role.MANAGER)
    folded = next(block for block in app.expander if block.label == "Viralliset luvut vieressä")
    words = " ".join(block.value for block in [*folded.markdown, *folded.caption])
    assert "Miksi luvut eroavat" in words
    assert "Niitä ei pidä laskea yhteen" in words
    assert "CC BY 4.0" in words


def test_a_first_day_does_not_cut_the_year(demo_server: Path) -> None:
    app = _run(PAGES[0], Role.MANAGER)
    app.selectbox(key="alkaen").set_value("2025Q2").run()
    assert not app.exception
    asked = [str(line["what"]) for line in _log(demo_server) if line["kind"] == "figure"]
    assert [what for what in asked if what.startswith(("gaps", "change", "no-shows")) and "since" in what] == []
    assert any(what.startswith("drop-off ") and "since=2025-04-01" in what for what in asked)


def test_drop_off_shows_experience_beside_evidence(demo_server: Path) -> None:
    app = _run(PAGES[1], Role.TEAM)
    assert [block.value for block in app.subheader] == [
        "Koettu: mitä asiakkaat itse sanovat",
        "Kirjattu: mitä palvelu on merkinnyt",
    ]
    assert len(app.get("plotly_chart")) == 5


def test_drop_off_says_what_the_silent_could_change(demo_server: Path) -> None:
    app = _run(PAGES[1], Role.TEAM)
    said = [block.value for block in app.markdown]
    assert "Entä jos hiljaiset olisivat vastanneet?" in [block.value for block in app.header]
    lines = next(words for words in said if words.startswith("Ero on putoaminen, kun taso ei toteutunut"))
    assert lines.count("\n- ") == len(Level)
    assert any("Ääripäät on laskettu olettamalla" in block.value for block in app.caption)
    asked = [str(line["what"]) for line in _log(demo_server) if line["kind"] == "figure"]
    assert any(what.startswith("silence ") for what in asked)
    folded = next(block for block in app.expander if block.label.startswith("Nimetön palaute yksiköistä"))
    assert any(block.value.startswith("Yksikkötason tieto: ei kerro yksittäisistä") for block in folded.caption)


def test_filters_change_what_is_asked(demo_server: Path) -> None:
    app = _run(PAGES[1], Role.TEAM)
    app.selectbox(key="jaottelu").set_value("quarter")
    app.run()
    assert not app.exception
    asked = [str(line["what"]) for line in _log(demo_server) if line["kind"] == "figure"]
    assert asked[-1].startswith("drop-off:by")
    assert "by=quarter" in asked[-1]


def test_days_the_wrong_way_round_are_told_not_drawn(demo_server: Path) -> None:
    app = _run(PAGES[0], Role.MANAGER)
    app.selectbox(key="alkaen").set_value("2025Q2")
    app.selectbox(key="asti").set_value("2024Q1")
    app.run()
    assert "väärin päin" in app.warning[0].value
    assert not app.get("plotly_chart")


def test_counts_only_for_those_who_do_not_manage_the_data(demo_server: Path) -> None:
    assert not _run(_page("data"), Role.MANAGER).get("file_uploader")
    steward = _run(_page("data"), Role.STEWARD)
    assert steward.get("file_uploader")
    assert any("Älä tuo tänne ihmisten tietoja" in warning.value for warning in steward.warning)


def test_participation_shows_clients_experience_record_trend_and_silence(demo_server: Path) -> None:
    app = _run(_page("participation"), Role.TEAM)
    assert not app.exception
    headings = [block.value for block in app.header]
    assert [heading.partition(":")[0] for heading in headings[:3]] == [
        "Asiakkaat ja ammattilaiset rinnakkain",
        "Koettu ja kirjattu päättyneissä palveluissa",
        "Asiakkaiden kokemus neljänneksittäin",
    ]
    assert headings[3].startswith("Kuka vastaa ja kuka on hiljaa")
    assert len(app.get("plotly_chart")) == 6
    assert len(app.table) == 4
    asked = [str(line["what"]) for line in _log(demo_server) if line["kind"] == "figure"][-4:]
    assert [what.split()[0] for what in asked] == ["views", "participation", "feedback", "feedback:by"]
    assert "by=municipality" in asked[3]


def test_feedback_says_the_finding_and_takes_any_service(demo_server: Path) -> None:
    app = _run(_page("feedback"), Role.MANAGER)
    assert not app.exception
    said = [block.value for block in app.markdown]
    assert any(words.startswith("Asiakkaat kokevat") for words in said)
    assert any(words.startswith("Hiljaisinta (palvelu)") for words in said)
    assert len(app.get("plotly_chart")) == 5
    app.selectbox(key="palvelusta").set_value("KTT")
    app.selectbox(key="missa").set_value("unit")
    app.run()
    assert not app.exception
    asked = [str(line["what"]) for line in _log(demo_server) if line["kind"] == "figure"]
    by_place = [what for what in asked if what.startswith("feedback:by")]
    assert "service=KTT" in asked[-1]
    assert "by=unit" in by_place[-1]


def test_level_of_the_volume_is_the_readers(demo_server: Path) -> None:
    app = _run(_page("feedback"), Role.MANAGER)
    app.button_group(key="taso").set_value("decision")
    app.run()
    assert not app.exception
    assert any("tasolle päätösosallisuus" in block.value for block in app.markdown)


def test_every_figure_shown_is_logged_with_its_rows(demo_server: Path) -> None:
    before = len(_log(demo_server))
    app = _run(PAGES[0], Role.MANAGER)
    app.run()
    lines = _log(demo_server)[before:]
    assert [line["kind"] for line in lines] == ["page"] + ["figure"] * 7
    shown = [str(line["what"]).split()[0] for line in lines[1:]]
    assert sorted(shown) == ["change", "destinations", "drop-off", "gaps", "no-shows", "official", "themes"]
    assert all(isinstance(line["row_count"], int) for line in lines[1:])


def test_counts_of_exits_are_not_added_up_over_destinations(demo_server: Path) -> None:
    mart = current_mart(settings())
    exits = figure(mart, "drop-off", Filters(service="KTT")).table["still_in_window"].item()
    caveats = figure(mart, "destinations", Filters(service="KTT")).caveats
    assert exits is None or exits > 0
    assert [caveat for caveat in caveats if caveat.key == "caveat.still_in_window"] == []


def test_the_about_page_tells_what_is_asked_and_why_others_items_are_not(demo_server: Path) -> None:
    about = next(entry for entry in PAGES if entry.name == "about")
    role = next(role for role in Role if decide(role, about.permission, WHOLE_COUNTY).allowed)
    app = _run(about, role)
    assert not app.exception
    headers = [header.value for header in app.header]
    assert "Mitä kysytään" in headers
    assert "Muiden mittarit" in headers
    cells = {str(cell) for table in app.table for row in table.value.to_numpy().tolist() for cell in row}
    assert any("käyttää yksittäisen asiakkaan mittarina" in cell for cell in cells)
    assert "ei validoitu" in cells
    assert "0–100" in {cell.replace("\N{WORD JOINER}", "") for cell in cells}


def test_a_mistake_in_the_homes_questionnaires_is_told_and_the_page_goes_on(demo_server: Path) -> None:
    about = next(entry for entry in PAGES if entry.name == "about")
    role = next(role for role in Role if decide(role, about.permission, WHOLE_COUNTY).allowed)
    broken = demo_server / "instruments" / "broken.toml"
    broken.parent.mkdir(exist_ok=True)
    broken.write_text("x = 1\n", encoding="utf-8")
    try:
        app = _run(about, role)
    finally:
        broken.unlink()
        broken.parent.rmdir()
    assert not app.exception
    assert any("broken.toml" in error.value for error in app.error)
    assert "Saavutettavuus" in [header.value for header in app.header]


def test_lines_of_joints_name_the_themes_that_their_clients_repeat(demo_server: Path) -> None:
    app = _run(_page("overview"), Role.TEAM)
    lists = [block.value for block in app.markdown if block.value.startswith("1. **")]
    assert any("Palautteessa toistuu: " in lines for lines in lists)


def _opened_on(page: str) -> str:
    return str(_run(_page(page), Role.TEAM).selectbox(key="palvelu").value)


def test_the_page_of_change_opens_on_the_newest_signal_and_else_on_the_worst_joint(
    demo_server: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert figure(current_mart(settings()), "signals", Filters()).table.is_empty()
    assert _opened_on("trends") == _opened_on("drop_off") == "KTT"
    monkeypatch.setattr(trend_marks, "newest_signal_service", lambda _: "TYV")
    assert _opened_on("trends") == "TYV"
    assert _opened_on("drop_off") == "KTT"
