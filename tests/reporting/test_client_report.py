"""The yearly client report: its numbers are those of the figure door, its rows those of the year, its words plain."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.homes import tyokyky

from tyokyky.domain.client_report import ClientReport
from tyokyky.domain.codevelopment import Concern, ConcernState, Statement
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.told_back import Balance, told_back
from tyokyky.presentation.client_report import client_report_text
from tyokyky.presentation.sentences import sentence
from tyokyky.privacy.access_log import Access, Opened
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.reporting.choices import code_names
from tyokyky.reporting.client_report import client_report
from tyokyky.reporting.codevelopment import list_entries
from tyokyky.reporting.effect import effect
from tyokyky.reporting.figures import figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.reporting.service_paths import Writer
from tyokyky.settings import Settings

DRAWN = date(2026, 6, 30)


def _reader(log: list[Access], role: Role | None = Role.TEAM, scope: Scope = WHOLE_COUNTY) -> Writer:
    return Writer(role, scope, "lukija", log.append)


@pytest.fixture(scope="module")
def mart(demo_settings: Settings) -> Mart:
    return current_mart(demo_settings)


@pytest.fixture(scope="module")
def report(demo_settings: Settings, mart: Mart) -> ClientReport:
    return client_report(demo_settings, mart, _reader([]), 2026, DRAWN)


@pytest.fixture(scope="module")
def text(report: ClientReport, mart: Mart) -> str:
    return client_report_text(report, code_names(mart))


def test_its_figures_are_those_of_the_door_for_the_days_of_the_year(report: ClientReport, mart: Mart) -> None:
    of_year = Filters(since=date(2026, 1, 1), until=date(2026, 12, 31))
    for name, found in (("drop-off", report.drop_off), ("views", report.views), ("themes", report.themes)):
        assert found.table.equals(figure(mart, name, of_year).table)


def test_actions_are_told_with_what_their_effect_view_says(report: ClientReport, mart: Mart) -> None:
    finished, running = report.actions
    assert (finished.action.joint, running.action.joint) == ("TYV", "KTT")
    assert finished.action.begun_on is not None
    assert finished.effect == effect(mart, Filters(), "TYV", finished.action.begun_on).finding
    assert (running.effect.key, running.is_measured) == ("finding.effect.too_early", False)


def test_works_and_concerns_are_those_of_the_year(demo_settings: Settings, mart: Mart, report: ClientReport) -> None:
    [running] = report.works
    assert (running.work.joint, running.group_count, running.people, running.meeting_count) == (
        "KTT",
        1,
        Balance(7, 4),
        2,
    )
    assert [one.heard_on for one in report.concerns] == [date(2026, 3, 17)]
    earlier = client_report(demo_settings, mart, _reader([]), 2024, DRAWN)
    assert [one.work.joint for one in earlier.works] == ["TYV"]
    assert earlier.works[0].meeting_count == 4
    assert earlier.actions == ()
    assert len(earlier.concerns) == 3
    assert earlier.told_back.answered.told_count == 0


def test_what_was_told_back_is_of_all_that_was_written_by_then(demo_settings: Settings, report: ClientReport) -> None:
    concerns = [one.content for one in list_entries(demo_settings, Concern, _reader([]))]
    statements = [one.content for one in list_entries(demo_settings, Statement, _reader([]))]
    found = report.told_back
    assert found == told_back(concerns, statements, DRAWN)
    assert (found.answered.told_count, found.answered.old_enough_count) == (3, 5)
    assert [way.waiting_for for way in found.statements] == [(), ("Aluehallitus",)]


def test_the_draft_says_all_of_it_and_what_is_not_known(text: str, report: ClientReport, mart: Mart) -> None:
    assert text.startswith("# Asiakkuuskertomus 2026\n")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert (len(headings), headings[-1]) == (8, "Mitä emme tiedä")
    for message in (report.drop_off.finding, report.views.finding, *(one.effect for one in report.actions)):
        assert sentence(message, code_names(mart)) in text
    said = text.replace("\N{NO-BREAK SPACE}", " ")
    assert "kerrottu takaisin 3 / 5 (60,0 %)" in said
    assert "Mukana omasta kokemuksestaan puhuvia 7, työnsä puolesta mukana alle 5." in said
    assert "Aineisto päättyy 30.6.2026" in said
    assert "on keksitty" in said
    assert "vaihda luvut julkaisun lukuihin" in said


def test_words_of_people_are_neither_markup_nor_a_table(report: ClientReport, mart: Mart) -> None:
    odd = "# <img src=x> [a](b) *c* | d\n- e `f` & g"
    concern = Concern(odd, heard_on=DRAWN, state=ConcernState.NOT_DONE, why="1. <b>ei</b>")
    statement = Statement("<script>", given_on=DRAWN)
    changed = replace(report, concerns=(concern,), told_back=told_back([concern], [statement], DRAWN))
    text = client_report_text(changed, code_names(mart))
    assert r"### \# &lt;img src=x> \[a\](b) \*c\* \| d - e \`f\` &amp; g" in text
    assert r"1\. &lt;b>ei&lt;/b>" in text
    assert not re.search(r"<(?:img|b|script)", text)
    assert "Yksikään ei ole vielä 90 päivää vanha" in text


def test_a_year_without_a_word_says_so(report: ClientReport, mart: Mart) -> None:
    bare = replace(report, works=(), actions=(), concerns=(), told_back=told_back([], [], DRAWN))
    text = client_report_text(bare, code_names(mart))
    for said in ("Yhteiskehittämisen töitä ei ole kirjattu", "Yhtään toimenpidettä", "Kannanottoja ei ole kirjattu"):
        assert said in text
    assert "kertomus ei voi sanoa, vastattiinko asiakkaille" in text


@pytest.mark.parametrize("year", [1999, 2027])
def test_a_year_that_has_not_begun_is_refused(demo_settings: Settings, mart: Mart, year: int) -> None:
    with pytest.raises(UserError, match="vuosi ei käy"):
        client_report(demo_settings, mart, _reader([]), year, DRAWN)


def test_only_staff_draw_it_and_it_is_logged(demo_settings: Settings, mart: Mart) -> None:
    log: list[Access] = []
    for role in (None, Role.COUNCIL, Role.STEWARD):
        with pytest.raises(UserError, match="vaihda rooli"):
            client_report(demo_settings, mart, _reader(log, role), 2026, DRAWN)
    assert not any(one.kind is Opened.EXPORT or one.allowed for one in log)
    client_report(demo_settings, mart, _reader(log), 2026, DRAWN)
    assert [one.what for one in log if one.kind is Opened.EXPORT] == ["client report 2026"]


def test_a_team_draws_it_of_its_own_part(demo_settings: Settings, mart: Mart) -> None:
    of_lahti = Scope(municipalities=frozenset({"398"}))
    found = client_report(demo_settings, mart, _reader([], scope=of_lahti), 2025, DRAWN)
    seen = figure(mart.seen_by(of_lahti), "drop-off", Filters(since=date(2025, 1, 1), until=date(2025, 12, 31)))
    assert found.drop_off.table.equals(seen.table)


def test_the_command_writes_the_draft_once(demo_home: Path, tmp_path: Path) -> None:
    file = tmp_path / "kertomus.md"
    first = tyokyky("client-report", "--year", "2025", "--output", file, "--home", demo_home)
    assert (first.code, file.read_text(encoding="utf-8")[:25]) == (0, "# Asiakkuuskertomus 2025\n")
    again = tyokyky("client-report", "--year", "2025", "--output", file, "--home", demo_home)
    assert (again.code, "on jo olemassa" in again.err) == (2, True)
    printed = tyokyky("client-report", "--year", "2025", "--home", demo_home)
    assert printed.text == file.read_text(encoding="utf-8")
