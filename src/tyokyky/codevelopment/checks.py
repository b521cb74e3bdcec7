"""What may not be written down: refused with one sentence before anything reaches the store."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import polars as pl

from tyokyky.codevelopment.known_codes import known_codes
from tyokyky.domain.codevelopment import (
    Action,
    ActionState,
    Concern,
    ConcernState,
    Content,
    Origin,
    SelfAssessment,
    Statement,
    Work,
)
from tyokyky.domain.developer_groups import Group
from tyokyky.domain.entry_fields import LARGEST_COUNT, LONGEST_TEXT_CHARACTERS, MOST_PARTS
from tyokyky.domain.errors import UserError
from tyokyky.privacy.free_text import cleaned
from tyokyky.settings import Settings
from tyokyky.store.method_library import load_criteria, load_models

_UNKNOWN: Final = {
    "joint": "Nivelkohtaa ei tunneta: valitse polun palvelu luettelosta.",
    "theme": "Teemaa ei ole koodikirjassa: valitse teema luettelosta.",
    "model": "Toimintamallia ei tunneta: valitse malli luettelosta.",
    "role": "Roolia ei tunneta: valitse rooli luettelosta.",
    "unit": "Yksikköä ei tunneta: valitse yksikkö luettelosta.",
    "municipality": "Kuntaa ei tunneta: valitse kunta luettelosta.",
    "card": "Menetelmäkorttia ei tunneta: valitse kortti luettelosta.",
    "criteria": "Kriteeristöä ei tunneta: valitse kriteeristö luettelosta.",
}


def refuse_entry(settings: Settings, content: Content) -> None:
    """Refuses what does not belong in the store.

    Raises:
        UserError: as told in `codevelopment.entries.save`.
    """
    _refuse_missing(content)
    _refuse_sizes(content)
    _refuse_texts(content)
    _refuse_unknown_codes(settings, content)
    if isinstance(content, Work):
        _refuse_work(settings, content)
    elif isinstance(content, Group):
        _refuse_group(content)
    elif isinstance(content, SelfAssessment):
        _refuse_assessment(settings, content)
    elif isinstance(content, Action):
        _refuse_action(content)
    elif isinstance(content, Concern):
        _refuse_concern(content)
    elif isinstance(content, Statement):
        _refuse_order(*((content.given_on, step.handled_on) for step in content.steps))


def _refuse_missing(content: Content) -> None:
    for field in fields(content):
        value = getattr(content, field.name)
        if field.metadata.get("required") and (value is None or (isinstance(value, str) and not value.strip())):
            raise UserError("Kirjauksesta puuttuu pakollinen tieto: anna nimi, päivä ja se, mitä kirjaus koskee.")


def _refuse_sizes(content: Content) -> None:
    for name, value in _leaves(content):
        if isinstance(value, tuple) and len(value) > MOST_PARTS:
            raise UserError(f"Kirjauksessa on liian pitkä luettelo: enintään {MOST_PARTS} kohtaa sopii yhteen.")
        if name.endswith("_count") and isinstance(value, int) and not 0 <= value <= LARGEST_COUNT:
            raise UserError("Kirjauksen lukumäärä ei ole mahdollinen: anna nolla tai suurempi kokonaisluku.")


def _refuse_texts(content: Content) -> None:
    limits = {field.name: field.metadata.get("longest", LONGEST_TEXT_CHARACTERS) for field in fields(content)}
    texts = [(name, value) for name, value in _leaves(content) if isinstance(value, str)]
    for name, text in texts:
        longest = limits.get(name, LONGEST_TEXT_CHARACTERS)
        if len(text) > longest:
            raise UserError(f"Kirjauksen teksti on liian pitkä: lyhennä se enintään {longest} merkkiin.")
    seen = cleaned(pl.Series([str(text) for _, text in texts], dtype=pl.String))
    if (seen.with_identity_code | seen.with_email | seen.with_phone).any():
        raise UserError(
            "Kirjauksessa näyttää olevan henkilötunnus tai yhteystieto: poista se, tänne ei kirjata ihmisten tietoja."
        )


def _leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """Every value of an entry by the name of its field, lists as a whole first and then their parts."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name), field.name)
        return
    yield name, value
    if isinstance(value, tuple):
        for part in value:
            yield from _leaves(part, name)


def _refuse_unknown_codes(settings: Settings, content: Content) -> None:
    for field in fields(content):
        listed, value = field.metadata.get("code"), getattr(content, field.name)
        codes = {code for code in (value if isinstance(value, tuple) else (value,)) if code}
        if listed and codes and not codes <= known_codes(settings, listed):
            raise UserError(_UNKNOWN[listed])


def _refuse_work(settings: Settings, work: Work) -> None:
    from_what = {Origin.JOINT: work.joint, Origin.THEME: work.theme_id, Origin.STATEMENT: work.statement_id}
    if not from_what[work.origin]:
        raise UserError("Työltä puuttuu lähtökohta: valitse nivelkohta, teema tai kannanotto, josta työ alkoi.")
    model = next(one for one in load_models(settings) if one.model_id == work.model_id)
    if not {phase.phase_id for phase in work.phases} <= {phase.phase_id for phase in model.phases}:
        raise UserError("Työssä on vaihe, jota valitussa toimintamallissa ei ole: valitse vaihe mallin luettelosta.")
    _refuse_order((work.started_on, work.due_on), *((one.started_on, one.ended_on) for one in work.phases))


def _refuse_group(group: Group) -> None:
    told = [group.women_count, group.men_count, group.other_gender_count]
    person_count = sum(one.person_count for one in group.participants)
    if group.participants and sum(count or 0 for count in told) > person_count:
        raise UserError("Ryhmässä on naisia, miehiä ja muita enemmän kuin osallistujia: tarkista luvut.")
    parts = [one.part for one in group.participants]
    if len(set(parts)) < len(parts):
        raise UserError("Ryhmässä on sama osallistujien joukko kahdesti: laske heidät yhteen.")


def _refuse_assessment(settings: Settings, assessment: SelfAssessment) -> None:
    listed = next(one for one in load_criteria(settings) if one.criteria_id == assessment.criteria_id)
    marked = [mark.criterion_id for mark in assessment.marks]
    if len(set(marked)) < len(marked) or not set(marked) <= {one.criterion_id for one in listed.criteria}:
        raise UserError("Itsearviossa on kriteeri kahdesti tai kriteeri, jota luettelossa ei ole: tarkista merkinnät.")


def _refuse_action(action: Action) -> None:
    _refuse_order((action.begun_on, action.due_on), (action.begun_on, action.stopped_on))
    if action.state in (ActionState.TRIAL, ActionState.IN_USE) and action.begun_on is None:
        raise UserError("Toimenpiteeltä puuttuu alkupäivä: anna päivä, josta se on ollut kokeilussa tai käytössä.")
    if action.stopped_on and action.state is not ActionState.STOPPED:
        raise UserError("Toimenpiteellä on lopetuspäivä, mutta sitä ei ole lopetettu: muuta tila tai poista päivä.")


def _refuse_concern(concern: Concern) -> None:
    if concern.state in (ConcernState.NOT_DONE, ConcernState.PARTLY) and not concern.why.strip():
        raise UserError("Kerro asiakkaille syy: kun jotakin ei tehty tai tehtiin osittain, kenttä miksi täytetään.")
    in_turn = [concern.heard_on, concern.discussed_on, concern.decided_on, concern.done_on]
    told = [day for day in in_turn if day is not None]
    _refuse_order(*pairwise(told), (concern.heard_on, concern.told_on))


def _refuse_order(*pairs: tuple[date | None, date | None]) -> None:
    if any(first is not None and last is not None and last < first for first, last in pairs):
        raise UserError("Kirjauksen päivät ovat väärin päin: määräpäivä tai loppu ei voi olla ennen alkua.")
