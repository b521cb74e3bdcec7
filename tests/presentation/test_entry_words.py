"""Entries in words: every kind tells every field that was filled, codes by name, two versions by what differs."""

from dataclasses import fields, replace

import polars as pl
import pytest
from tests.codevelopment.entry_examples import (
    ACTION,
    ALONE,
    ASSESSMENT,
    CONCERN,
    GROUP,
    PERSONA,
    STAKEHOLDERS,
    WORK,
    meeting_of,
)
from tests.presentation.sample_figures import NAMES

from tyokyky.domain.codevelopment import Concern, Content, Mark, Stakeholder, Work, WorkPhase
from tyokyky.domain.entry_shapes import Shape, shapes
from tyokyky.domain.method_library import Audience, MethodCard, MethodTheme
from tyokyky.domain.participation import Level
from tyokyky.domain.told_back import Balance
from tyokyky.presentation import codevelopment as words
from tyokyky.presentation import effect_words, entry_words
from tyokyky.presentation.entry_words import EntryNames
from tyokyky.presentation.method_words import card_facts


class Codes:
    """Every code has a name of its own."""

    def name(self, listed: str, code: str) -> str:
        return f"<{listed} {code}>"


EVERYTHING = EntryNames(Codes(), {"work": {1: "Jatkopolku"}, "group": {1: "Kehittäjät"}})
CARD = MethodCard(
    "c", "Kortti", "Tarkoitus", Audience.STAFF, 90, 1440, ("kynät",), ("Piirrä.",), (Level.PLANNING,),
    (MethodTheme.MEANING,), ("bouncing",)
)  # fmt: skip


@pytest.mark.parametrize("content", [*ALONE, meeting_of(1)], ids=lambda content: content.KIND)
def test_every_filled_field_is_told_and_no_code_or_word_of_ours_is_left(content: Content) -> None:
    told = {fact.shape.name for fact in entry_words.facts(content, (), EVERYTHING)}
    filled = {one.name for one in fields(content) if getattr(content, one.name) not in (None, "", ())}
    assert told == filled
    said = entry_words.outline(content, EVERYTHING)
    assert "_" not in said.replace("<", " <").split("<")[0]
    assert "None" not in said
    assert entry_words.title_of(content, EVERYTHING)


def test_values_are_said_as_people_say_them() -> None:
    said = entry_words.outline(replace(ACTION, work_id=1), EVERYTHING).splitlines()
    for line in (
        "Nivelkohta (palvelun jälkeen): <joint KTT>",
        "Osallisuuden taso: Suunnitteluosallisuus",
        "Työ: Jatkopolku",
        "Tila: Kokeilussa",
        "Alkoi: 1.3.2025",
        "Mihin perustuu, mitä on nähty: <b>12 vaihtoa</b> =SUM(A1)",
    ):
        assert line in said
    assert "Työ: #7" in entry_words.outline(replace(ACTION, work_id=7), EVERYTHING)
    assert "– Kehittäjäasiakas · 5\n– Ammattilainen · 3" in entry_words.outline(GROUP, EVERYTHING)
    assert "Saa lähteä seuraavaan julkaisuun hyväksynnän jälkeen: Ei" in entry_words.outline(CONCERN, EVERYTHING)


def test_what_differs_is_named() -> None:
    assert entry_words.differing(WORK, replace(WORK, title="toinen", due_on=None)) == ("Työn nimi", "Määräpäivä")
    assert entry_words.differing(WORK, WORK) == ()


def test_a_long_title_is_cut_and_lists_become_tables_without_empty_columns() -> None:
    assert len(entry_words.title_of(replace(PERSONA, name="x" * 200), EVERYTHING)) == 80
    table = entry_words.parts_table(Stakeholder, (Stakeholder("Sisko"), *STAKEHOLDERS.stakeholders), EVERYTHING)
    assert table.headings[:2] == ("Kuka tai mikä taho", "Kuinka lähellä asiakasta")
    assert table.rows[0] == ("Sisko", "Keskellä", "", "")
    marks = entry_words.parts_table(Mark, ASSESSMENT.marks, EVERYTHING)
    assert marks.rows == (("<criterion told_back>", "Toteutuu osittain", "kerran"),)
    assert entry_words.saves_headings(Concern, ("version", "what")) == ("Versio", "Mitä kerroitte")


def test_shapes_are_read_from_the_definition() -> None:
    found = {one.name: one for one in shapes(Work)}
    assert (found["title"].shape, found["title"].required, found["title"].longest) == (Shape.NAME, True, 200)
    assert (found["model_id"].shape, found["model_id"].listed) == (Shape.CODE, "model")
    assert (found["municipality_codes"].shape, found["phases"].part) == (Shape.CODES, WorkPhase)
    assert (found["statement_id"].shape, found["statement_id"].listed) == (Shape.ENTRY, "statement")
    assert (found["started_on"].shape, found["status"].shape) == (Shape.DAY, Shape.WORD)
    assert next(one for one in shapes(WorkPhase) if one.name == "phase_id").shape is Shape.GIVEN


def test_a_work_is_told_by_its_state_origin_model_and_phase() -> None:
    row = words.works_table([words.WorkRow(WORK, 2)], EVERYTHING).rows[0]
    assert row == (
        "Jatkopolku työtoiminnasta", "Käynnissä", "Nivelkohta: <joint KTT>", "<model paku>", "<phase initial_mapping>",
        "1.3.2025", "1.4.2025", "2"
    )  # fmt: skip
    assert "määräpäivä 1.4.2025" in words.standing(WORK, EVERYTHING)
    states = [words.phase_state(phase) for phase in (WORK.phases[0], replace(WORK.phases[0], ended_on=None))]
    assert states == ["1.3.2025–1.4.2025", "käynnissä 1.3.2025 alkaen"]
    assert words.phase_state(WorkPhase("x")) == "ei vielä aloitettu"


def test_people_and_answers_are_told_in_sentences() -> None:
    assert words.people_lines(GROUP, Balance(5, 3), 2) == (
        "Asiakkaita, läheisiä ja kokemusasiantuntijoita 5, työn puolesta mukana 3.",
        "Tavoitettu 8 / 10.",
        "Tapaamisia pidetty 2 / 6.",
    )


def test_a_card_is_suggested_with_its_reason_and_told_in_words() -> None:
    ((_, why),) = words.suggested((CARD,), Level.PLANNING, ("bouncing",), Codes())
    assert why.startswith("Vahvistaa nivelkohdan heikointa tasoa, joka on suunnitteluosallisuus ja vastaa")
    assert words.suggested((CARD,), Level.DECISION, (), Codes()) == ()
    assert "<theme bouncing>" in words.gap_sentence(Level.PLANNING, ("bouncing",), Codes())
    assert "ei ole vielä" in words.gap_sentence(None, (), Codes())
    told = dict(card_facts(CARD))
    assert told["Aika"] == "90 min–1 pv"
    assert told["Kenelle"] == "Työntekijöiden kesken"


def test_the_table_of_an_effect_says_why_there_is_no_number() -> None:
    known = {
        "service": "KTT", "exits_before": 60, "drop_off_before": 0.5, "exits_after": 60, "drop_off_after": 0.1,
        "difference": -0.4, "lower": -0.5, "upper": -0.25, "state": "", "is_joint": True, "is_comparable": False
    }  # fmt: skip
    gone = dict.fromkeys(("exits_before", "drop_off_before", "difference", "lower", "upper"))
    hidden = {**known, **gone, "service": "THV", "state": "hidden", "is_joint": False, "is_comparable": True}
    first, second = effect_words.table(pl.DataFrame([known, hidden]), NAMES).rows
    assert first[-2:] == ("−40,0 (−50,0…−25,0)", "toimenpiteen nivelkohta")
    assert second[-1] == "vertailtava"
    assert second[2] == second[5]
    assert "suojattu" in second[5].lower()
