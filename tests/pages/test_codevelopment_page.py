"""Yhteiskehittäminen as a team works on it: start, save, bad input, two editors, undo, taking out, roles."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from tests.codevelopment.entry_examples import ACTION, CONCERN, GROUP, STATEMENT, WORK, meeting_of

from tyokyky.codevelopment import entries
from tyokyky.domain.codevelopment import Action, ActionState, Concern, Content, Saved, SelfAssessment, Statement, Work
from tyokyky.domain.developer_groups import Group, Part, Participants
from tyokyky.privacy.roles import Role
from tyokyky.settings import Settings
from tyokyky.store.method_library import load_models
from tyokyky.ui.codevelopment import View, WorkPart
from tyokyky.ui.registry import PAGES

FILE = next(page.file for page in PAGES if page.name == "codevelopment")
MARKUP = "<script>alert(1)</script> **lihava** =1+1"


@pytest.fixture
def settings(unwritten: Settings) -> Settings:
    """The home without what an earlier test wrote down."""
    return unwritten


def opened(role: Role = Role.TEAM, link: dict[str, str] | None = None, **state: object) -> AppTest:
    app = AppTest.from_file(FILE, default_timeout=60)
    app.session_state["role"] = role
    for key, value in state.items():
        app.session_state[key] = value
    for key, text in (link or {}).items():
        app.query_params[key] = text
    app.run()
    assert not app.exception
    return app


def saved(settings: Settings, content: Content) -> int:
    came = entries.save(settings, content, "tiimi")
    assert isinstance(came, Saved)
    return came.entry_id


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def field(app: AppTest, label: str) -> Any:  # noqa: ANN401 - any widget
    widgets: list[Any] = [*app.text_input, *app.text_area, *app.selectbox, *app.multiselect]
    return next(one for one in widgets if one.label == label)


def fill(app: AppTest, **told: object) -> None:
    for label, value in told.items():
        field(app, label).set_value(value)


def test_a_link_from_a_joint_begins_a_work_there_and_is_taken_once(settings: Settings) -> None:
    app = opened(link={"nivelkohta": "KTT"})
    assert field(app, "Nivelkohta (palvelun jälkeen)").value == "KTT"
    assert "nivelkohta" not in app.query_params
    field(app, "Työn nimi (pakollinen)").set_value(MARKUP)
    field(app, "Toimintamalli (pakollinen)").set_value("paku")
    app = press(app, "Tallenna")
    assert [one.value for one in app.success] == ["Tallennettu."]
    (kept,) = entries.latest_entries(settings, Work)
    assert (kept.content.title, kept.content.joint, kept.content.model_id) == (MARKUP, "KTT", "paku")
    assert kept.saved_by == "team"
    assert not [one for one in app.markdown if "<script" in one.value]
    assert not [button for button in app.button if "**" in button.label.replace("\\*", "")]


@pytest.mark.parametrize("link", [{"nivelkohta": "<b>"}, {"teema": "tuntematon"}, {"kannanotto": "77"}])
def test_a_link_to_nothing_known_is_told(link: dict[str, str], settings: Settings) -> None:
    app = opened(link=link)
    assert "ei tunneta" in app.warning[0].value
    assert not [button for button in app.button if button.label == "Tallenna"]


def test_bad_input_is_told_at_its_field_and_what_was_written_stays(settings: Settings) -> None:
    app = press(opened(), "Aloita uusi työ")
    fill(app, Alkoi="huomenna", Määräpäivä="1.4.2026", Tavoite="x" * 4001)
    app = press(app, "Tallenna")
    told = [one.value for one in app.error]
    assert sum("täytä kenttä" in one for one in told) == 2
    assert sum("ei ole päivä" in one for one in told) == 1
    assert sum("lyhennä se enintään 4000" in one for one in told) == 1
    assert field(app, "Alkoi").value == "huomenna"
    assert not settings.codevelopment_path.exists() or not entries.latest_entries(settings, Work)


@pytest.mark.parametrize(
    ("label", "text", "words"),
    [("Alkoi", "2.4.2026", "väärin päin"), ("Tavoite", "soita 040 123 4567", "yhteystieto")],
)
def test_what_the_door_refuses_is_told_in_the_form(label: str, text: str, words: str, settings: Settings) -> None:
    app = opened(link={"nivelkohta": "KTT"})
    fill(app, **{"Työn nimi (pakollinen)": "a", "Toimintamalli (pakollinen)": "paku", "Määräpäivä": "1.4.2026"})
    fill(app, **{label: text})
    app = press(app, "Tallenna")
    assert words in app.error[0].value
    assert field(app, label).value == text


def test_two_editors_see_both_versions_and_nothing_is_lost(settings: Settings) -> None:
    number = saved(settings, WORK)
    app = press(opened(codevelopment_work=number), "Muuta: Jatkopolku työtoiminnasta")
    entries.save(settings, replace(WORK, title="heidän", aim=MARKUP), "toinen", number, 1)
    fill(app, **{"Työn nimi (pakollinen)": "minun"})
    app = press(app, "Tallenna")
    assert "Työn nimi, Tavoite" in app.warning[0].value
    assert "toinen on tallentanut" in app.warning[0].value
    shown = [one.value for one in app.text]
    assert any(one.startswith("Työn nimi: minun") for one in shown)
    assert any(one.startswith("Työn nimi: heidän") and MARKUP in one for one in shown)
    app = press(app, "Tallenna minun versioni")
    assert [one.content.title for one in entries.versions(settings, Work, number)] == [WORK.title, "heidän", "minun"]
    app = press(app, "Muuta: minun")
    next(one for one in app.selectbox if one.label == "Aiempi versio").set_value(2).run()
    app = press(app, "Palauta valittu versio")
    assert entries.latest_entries(settings, Work)[0].content.title == "heidän"


def test_the_later_editor_can_go_on_from_what_the_other_saved(settings: Settings) -> None:
    number = saved(settings, WORK)
    app = press(opened(codevelopment_work=number), "Muuta: Jatkopolku työtoiminnasta")
    entries.save(settings, replace(WORK, title="heidän"), "toinen", number, 1)
    app = press(press(app, "Tallenna"), "Jatka toisen versiosta")
    assert field(app, "Työn nimi (pakollinen)").value == "heidän"
    press(app, "Tallenna")
    assert [one.content.title for one in entries.versions(settings, Work, number)][1:] == ["heidän", "heidän"]


def test_a_phase_is_written_alone_and_the_others_stay(settings: Settings) -> None:
    number = saved(settings, WORK)
    app = opened(codevelopment_work=number, osa=WorkPart.PHASES)
    app = press(app, "Kirjaa vaihe: 2 Asiakasymmärrys")
    index = _place_in_paku(settings, "client_understanding")
    fill(app, **{f"Muistio ({index})": MARKUP, f"Alkoi ({index})": "5.5.2025"})
    app = press(app, "Tallenna")
    phases = entries.latest_entries(settings, Work)[0].content.phases
    assert [(one.phase_id, one.started_on) for one in phases] == [
        ("initial_mapping", WORK.phases[0].started_on),
        ("client_understanding", date(2025, 5, 5)),
    ]
    assert MARKUP in [one.value for one in app.text]


def _place_in_paku(settings: Settings, phase_id: str) -> int:
    model = next(one for one in load_models(settings) if one.model_id == "paku")
    return [one.phase_id for one in model.phases].index(phase_id) + 1


def test_a_group_takes_rows_and_counts(settings: Settings) -> None:
    work = saved(settings, WORK)
    group = saved(settings, replace(GROUP, work_id=work, participants=GROUP.participants[:1], women_count=None))
    saved(settings, meeting_of(group))
    app = opened(codevelopment_work=work, osa=WorkPart.GROUPS)
    assert any("Tavoitettu 8 / 10" in one.value and "pidetty 1 / 6" in one.value for one in app.markdown)
    app = press(press(app, "Muuta: Kehittäjät"), "Lisää rivi: osallistujat")
    fill(app, **{"Osallistujajoukko (2)": Part.KELA, "Henkilöitä (2) (pakollinen)": "kaksi"})
    app = press(app, "Tallenna")
    assert any("ei ole lukumäärä" in one.value for one in app.error)
    fill(app, **{"Henkilöitä (2) (pakollinen)": "9"})
    press(app, "Tallenna")
    (kept,) = entries.latest_entries(settings, Group)
    assert kept.content.participants == (GROUP.participants[0], Participants(Part.KELA, 9))


def test_methods_are_suggested_with_the_reason(settings: Settings) -> None:
    work = saved(settings, replace(WORK, theme_id="bouncing"))
    app = opened(codevelopment_work=work, osa=WorkPart.METHODS)
    labels = [one.label for one in app.expander]
    assert labels
    assert any("pompottelu" in one for one in labels)
    assert any("heikointa tasoa" in one for one in labels)


def test_the_effect_is_told_too_early_measured_and_not_begun(settings: Settings) -> None:
    work = saved(settings, WORK)
    own = replace(ACTION, work_id=work, unit_code="", due_on=None)
    for content in (own, replace(own, what="Juuri alkanut", begun_on=date(2026, 6, 1))):
        saved(settings, content)
    saved(settings, replace(own, what="Vasta idea", state=ActionState.IDEA, begun_on=None))
    app = opened(codevelopment_work=work, osa=WorkPart.ACTIONS)
    said = "\n".join(one.value for one in app.markdown)
    assert "toimenpiteen alettua" in said
    assert "liian varhaista arvioida" in said
    assert any("Vaikutus lasketaan, kun" in one.value for one in app.caption)
    assert len(app.get("plotly_chart")) == 3


def test_an_entry_is_taken_out_of_use_and_brought_back(settings: Settings) -> None:
    work = saved(settings, WORK)
    number = saved(settings, replace(ACTION, work_id=work))
    app = opened(codevelopment_work=work, osa=WorkPart.ACTIONS)
    app = press(press(app, "Muuta: Saattaen vaihto ennen päättymistä"), "Poista käytöstä")
    assert not entries.latest_entries(settings, Action)
    app = opened(codevelopment_work=work)
    press(app, "Palauta toimenpide: Saattaen vaihto ennen päättymistä")
    assert [one.entry_id for one in entries.latest_entries(settings, Action)] == [number]


def test_told_back_statements_and_quality_are_written(settings: Settings) -> None:
    saved(settings, CONCERN)
    number = saved(settings, STATEMENT)
    app = opened(nakyma=View.TOLD)
    assert any("takaisin 1 / 1" in one.value for one in app.markdown)
    app = press(app, "Lisää, mitä kuultiin")
    fill(app, **{"Mitä kerroitte (pakollinen)": "Kyytejä ei ole", "Kuultiin (pakollinen)": "1.6.2026"})
    press(app, "Tallenna")
    assert [one.content.what for one in entries.latest_entries(settings, Concern)][1:] == ["Kyytejä ei ole"]
    app = opened(nakyma=View.STATEMENTS)
    assert any("- Annettu " in one.value for one in app.markdown)
    app = press(app, "Aloita yhteiskehittäminen tästä")
    assert field(app, "Kannanotto").value == number
    app = press(opened(nakyma=View.QUALITY, criteria="guidance"), "Tee itsearvio")
    fill(app, **{"Arviointipäivä (pakollinen)": "1.6.2026"})
    press(app, "Tallenna")
    assert len(entries.latest_entries(settings, SelfAssessment)[0].content.marks) > 5


def test_a_manager_reads_everything_and_writes_nothing(settings: Settings) -> None:
    work = saved(settings, WORK)
    for content in (replace(GROUP, work_id=work), replace(ACTION, work_id=work), STATEMENT):
        saved(settings, content)
    for part in (WorkPart.PHASES, WorkPart.GROUPS, WorkPart.ACTIONS):
        app = opened(Role.MANAGER, codevelopment_work=work, osa=part)
        assert not [one for one in app.button if not one.label.startswith("Avaa")]
    app = opened(Role.MANAGER, link={"nivelkohta": "KTT"})
    assert [one.label for one in app.button] == ["Avaa: Jatkopolku työtoiminnasta"]
    assert app.get("download_button")
    assert entries.latest_entries(settings, Statement)


def test_a_work_shows_what_was_said_of_developing_in_its_quarters(settings: Settings) -> None:
    work = saved(settings, WORK)
    group = saved(settings, replace(GROUP, work_id=work))
    assert "Palaute yhdessä kehittämisestä" not in _subheaders(opened(codevelopment_work=work, osa=WorkPart.GROUPS))
    saved(settings, meeting_of(group))
    app = opened(codevelopment_work=work, osa=WorkPart.GROUPS)
    assert "Palaute yhdessä kehittämisestä" in _subheaders(app)
    assert any("(1 tapaamista)" in one.value for one in app.markdown)


def _subheaders(app: AppTest) -> list[str]:
    return [str(one.value) for one in app.subheader]


def test_the_yearly_report_is_drawn_when_asked_for_and_logged(settings: Settings) -> None:
    saved(settings, CONCERN)
    app = opened(Role.MANAGER, nakyma=View.TOLD)
    assert not app.code
    app = press(app, "Tee luonnos")
    assert app.code[0].value.startswith("# Asiakkuuskertomus")
    assert "client report 20" in settings.access_log_path.read_text(encoding="utf-8")
    field(app, "Kertomuksen vuosi").select_index(1)
    assert not app.run().code
