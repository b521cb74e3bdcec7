"""One entry of each kind, as full as a team would write it."""

from datetime import date
from typing import Final

from tyokyky.domain.codevelopment import (
    Action,
    ActionState,
    BoardStep,
    Concern,
    ConcernState,
    Content,
    Fulfilment,
    GoalGroup,
    Mark,
    Need,
    Origin,
    Persona,
    Reach,
    Ring,
    SelfAssessment,
    Stakeholder,
    StakeholderMap,
    Statement,
    Work,
    WorkPhase,
    WorkStatus,
)
from tyokyky.domain.developer_groups import Group, GroupKind, Meeting, Part, Participants, Support, TakingPart
from tyokyky.domain.participation import Level

DAY: Final = date(2025, 3, 1)
LATER: Final = date(2025, 4, 1)

WORK: Final = Work(
    "Jatkopolku työtoiminnasta",
    "paku",
    Origin.JOINT,
    joint="KTT",
    aim="Kukaan ei jää tyhjän päälle.",
    target_group="työttömät ja osatyökykyiset",
    resources="kaksi päivää kuussa",
    status=WorkStatus.RUNNING,
    facilitator_role="case_manager",
    started_on=DAY,
    due_on=LATER,
    municipality_codes=("111", "781"),
    phases=(WorkPhase("initial_mapping", DAY, LATER, "muistio", "kuva tilanteesta", "opimme hidastamaan"),),
)
ACTION: Final = Action(
    "Saattaen vaihto ennen päättymistä",
    "KTT",
    Level.PLANNING,
    unit_code="PH081TP1",
    responsible_role="case_manager",
    state=ActionState.TRIAL,
    reach=Reach.ONE_PLACE,
    begun_on=DAY,
    due_on=LATER,
    card_ids=("escorted_rehearsal",),
    cost_note="bussiliput",
    evidence="<b>12 vaihtoa</b> =SUM(A1)",
)
CONCERN: Final = Concern(
    "Kukaan ei kertonut, mitä seuraavaksi tapahtuu",
    theme_id="plan_missing",
    joint="KTT",
    heard_on=DAY,
    discussed_on=DAY,
    decided_on=LATER,
    told_on=LATER,
    state=ConcernState.NOT_DONE,
    why="Rahaa tähän ei ole tänä vuonna.",
    told_how="ryhmässä ja seinällä",
)
STATEMENT: Final = Statement(
    "Raati: kyydit", "Kyyti on ehto.", "asiakasraati", DAY, (BoardStep("aluehallitus", LATER, "pöydälle"),)
)
GROUP: Final = Group(
    "Kehittäjät",
    GroupKind.DEVELOPER_GROUP,
    topic="jatkopolku",
    participants=(Participants(Part.DEVELOPER_CLIENT, 5), Participants(Part.PROFESSIONAL, 3)),
    women_count=6,
    men_count=2,
    modes=(TakingPart.ACTIVE, TakingPart.INTERVIEWED),
    supports=(Support.BUS_TICKETS, Support.FOOD),
    target_count=10,
    reached_count=8,
    planned_meeting_count=6,
)
PERSONA: Final = Persona(
    "Veikko, 52",
    life_situation="yksin, velkoja",
    strengths="käsistään taitava",
    obstacles="selkä",
    functional_value="päivässä on rytmi",
    social_value="kaverit verstaalla",
    emotional_value="minua tarvitaan",
    needs=(Need("ettei jää yksin", "tuttu ihminen", "käy mukana"),),
    goal_groups=(GoalGroup.INCLUSION,),
)
STAKEHOLDERS: Final = StakeholderMap(
    "Veikon ympärillä", stakeholders=(Stakeholder("Kela", Ring.FAR, "päätös", "kuukausittain"),)
)
ASSESSMENT: Final = SelfAssessment(
    "guidance", DAY, "PH081TP1", clients_took_part=True, marks=(Mark("told_back", Fulfilment.PARTLY, "kerran"),)
)


def meeting_of(group_id: int) -> Meeting:
    return Meeting(group_id, DAY, 5, 3, ("learning_cafe",), "muistio", "kolme ehdotusta", "hyvä henki")


ALONE: Final[tuple[Content, ...]] = (
    WORK, GROUP, PERSONA, STAKEHOLDERS, ASSESSMENT, ACTION, CONCERN, STATEMENT
)  # fmt: skip
"""Kinds that need no other entry to be there first."""
