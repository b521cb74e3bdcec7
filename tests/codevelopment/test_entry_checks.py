"""What may not be written down is refused in one sentence, and nothing of it reaches the store."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.codevelopment.entry_examples import (
    ACTION,
    ASSESSMENT,
    CONCERN,
    DAY,
    GROUP,
    LATER,
    PERSONA,
    STAKEHOLDERS,
    STATEMENT,
    WORK,
    meeting_of,
)

from tyokyky.codevelopment.entries import latest_entries, save
from tyokyky.domain.codevelopment import (
    ActionState,
    BoardStep,
    ConcernState,
    Content,
    Fulfilment,
    Mark,
    Need,
    Origin,
    Stakeholder,
    WorkPhase,
)
from tyokyky.domain.developer_groups import Part, Participants
from tyokyky.domain.entry_fields import LONGEST_NAME_CHARACTERS, LONGEST_TEXT_CHARACTERS, MOST_PARTS
from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings

BEFORE = date(2025, 2, 1)
CODE = "131052-308T"
REFUSED: list[tuple[Content, str]] = [
    # Days the wrong way round.
    (replace(ACTION, due_on=BEFORE), "väärin päin"),
    (replace(ACTION, state=ActionState.STOPPED, stopped_on=BEFORE), "väärin päin"),
    (replace(WORK, due_on=BEFORE), "väärin päin"),
    (replace(WORK, phases=(WorkPhase("evaluation", LATER, DAY),)), "väärin päin"),
    (replace(CONCERN, discussed_on=BEFORE), "väärin päin"),
    (replace(CONCERN, discussed_on=None, decided_on=BEFORE), "väärin päin"),
    (replace(CONCERN, done_on=DAY), "väärin päin"),
    (replace(CONCERN, told_on=BEFORE), "väärin päin"),
    (replace(STATEMENT, steps=(BoardStep("lautakunta", BEFORE),)), "väärin päin"),
    # Codes that nobody knows.
    (replace(ACTION, joint="XX"), "Nivelkohtaa ei tunneta"),
    (replace(ACTION, joint="TYO"), "Nivelkohtaa ei tunneta"),
    (replace(ACTION, unit_code="XX"), "Yksikköä ei tunneta"),
    (replace(ACTION, responsible_role="Matti"), "Roolia ei tunneta"),
    (replace(ACTION, card_ids=("our_list", "xx")), "Menetelmäkorttia ei tunneta"),
    (replace(CONCERN, theme_id="xx"), "Teemaa ei ole"),
    (replace(WORK, model_id="xx"), "Toimintamallia ei tunneta"),
    (replace(WORK, municipality_codes=("111", "000")), "Kuntaa ei tunneta"),
    (replace(WORK, phases=(WorkPhase("listen"),)), "vaihe, jota valitussa toimintamallissa ei ole"),
    (replace(ASSESSMENT, criteria_id="xx"), "Kriteeristöä ei tunneta"),
    (replace(ASSESSMENT, marks=(Mark("xx", Fulfilment.MET),)), "Itsearviossa"),
    (replace(ASSESSMENT, marks=(Mark("told_back", Fulfilment.MET),) * 2), "Itsearviossa"),
    # What is missing.
    (replace(ACTION, what="  "), "pakollinen tieto"),
    (replace(ACTION, joint=""), "pakollinen tieto"),
    (replace(CONCERN, heard_on=None), "pakollinen tieto"),
    (replace(meeting_of(1), group_id=None), "pakollinen tieto"),
    (replace(WORK, joint=""), "puuttuu lähtökohta"),
    (replace(WORK, origin=Origin.THEME), "puuttuu lähtökohta"),
    (replace(WORK, origin=Origin.STATEMENT), "puuttuu lähtökohta"),
    (replace(ACTION, begun_on=None), "puuttuu alkupäivä"),
    (replace(ACTION, stopped_on=LATER), "ei ole lopetettu"),
    (replace(CONCERN, why=" "), "Kerro asiakkaille syy"),
    (replace(CONCERN, why="", state=ConcernState.PARTLY), "Kerro asiakkaille syy"),
    # Numbers of people.
    (replace(GROUP, women_count=7), "enemmän kuin osallistujia"),
    (replace(GROUP, target_count=-1), "ei ole mahdollinen"),
    (replace(GROUP, participants=(Participants(Part.KELA, -2),)), "ei ole mahdollinen"),
    (replace(GROUP, reached_count=10**9), "ei ole mahdollinen"),
    (replace(GROUP, participants=(Participants(Part.KELA, 9),) * 2), "kahdesti"),
    # What is too long.
    (replace(ACTION, evidence="x" * (LONGEST_TEXT_CHARACTERS + 1)), "liian pitkä"),
    (replace(ACTION, what="x" * (LONGEST_NAME_CHARACTERS + 1)), "liian pitkä"),
    (replace(PERSONA, needs=(Need("x" * (LONGEST_TEXT_CHARACTERS + 1)),)), "liian pitkä"),
    (replace(STAKEHOLDERS, stakeholders=(Stakeholder("Kela"),) * (MOST_PARTS + 1)), "liian pitkä luettelo"),
    # Traces of people.
    (replace(ACTION, evidence=f"asiakas {CODE}"), "henkilötunnus"),
    (replace(ACTION, cost_note="aino@esimerkki.fi"), "yhteystieto"),
    (replace(PERSONA, needs=(Need("soita 040 123 4567"),)), "yhteystieto"),
    (replace(WORK, phases=(WorkPhase("evaluation", minutes=f"{CODE} paikalla"),)), "henkilötunnus"),
    (replace(STAKEHOLDERS, stakeholders=(Stakeholder(CODE),)), "henkilötunnus"),
    (replace(ASSESSMENT, marks=(Mark("told_back", Fulfilment.MET, CODE),)), "henkilötunnus"),
    (replace(STATEMENT, given_by="aino@esimerkki.fi"), "yhteystieto"),
]


@pytest.mark.parametrize(("content", "said"), REFUSED)
def test_it_is_refused_in_one_sentence_that_repeats_nothing(content: Content, said: str, tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    with pytest.raises(UserError, match=said) as told:
        save(settings, content, "a")
    assert "131052" not in str(told.value)
    assert "esimerkki" not in str(told.value)
    assert str(told.value).endswith(".")
    assert not settings.codevelopment_path.exists()


@pytest.mark.parametrize(
    "content",
    [
        replace(ACTION, what="x" * LONGEST_NAME_CHARACTERS, evidence="y" * LONGEST_TEXT_CHARACTERS),
        replace(ACTION, due_on=DAY),
        replace(ACTION, state=ActionState.IDEA, begun_on=None),
        replace(ACTION, state=ActionState.STOPPED, stopped_on=LATER),
        replace(GROUP, women_count=6, men_count=2, other_gender_count=0),
        replace(GROUP, participants=(), women_count=154, target_count=195, reached_count=188),
        replace(CONCERN, discussed_on=DAY, decided_on=DAY, done_on=DAY, told_on=DAY),
        replace(STAKEHOLDERS, stakeholders=(Stakeholder("Kela"),) * MOST_PARTS),
        replace(WORK, model_id="sosku", phases=(WorkPhase("own_change"), WorkPhase("own_change"))),
    ],
)
def test_what_is_just_inside_is_written(content: Content, tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path)
    save(settings, content, "a")
    assert [one.content for one in latest_entries(settings, type(content))] == [content]
