"""Works of co-development in words: where each is, who takes part, why a method is suggested, what was told back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tyokyky.domain.codevelopment import Origin, Work, WorkPhase
from tyokyky.domain.developer_groups import Group
from tyokyky.domain.method_library import MethodCard, suggest
from tyokyky.domain.participation import Level
from tyokyky.domain.told_back import Balance
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.entry_words import CodeWords, EntryNames, enum_word, title_of
from tyokyky.presentation.method_words import reason
from tyokyky.presentation.tables import ReadableTable
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

HEADINGS: Final = ("title", "status", "origin", "model", "phase", "started_on", "due_on", "actions")


@dataclass(frozen=True)
class WorkRow:
    """A work, and how many actions it has."""

    work: Work
    action_count: int


def works_table(rows: Sequence[WorkRow], names: EntryNames, language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """The works in their order: state, what each began from, model, phase, days, actions."""
    headings = tuple(texts.say(f"codev.works.{name}", language=language) for name in HEADINGS)
    return ReadableTable(headings, tuple(_cells(row, names, language) for row in rows))


def _cells(row: WorkRow, names: EntryNames, language: str) -> tuple[str, ...]:
    work = row.work
    days = (numbers.day_text(day, language) if day else "" for day in (work.started_on, work.due_on))
    return (
        title_of(work, names, language),
        enum_word(work.status, language),
        origin_text(work, names, language),
        names.codes.name("model", work.model_id),
        _phase(work, names),
        *days,
        numbers.count_text(row.action_count, language),
    )


def origin_text(work: Work, names: EntryNames, language: str = DEFAULT_LANGUAGE) -> str:
    """What a work began from: the joint's service, the theme or the statement."""
    name = {
        Origin.JOINT: names.codes.name("joint", work.joint),
        Origin.THEME: names.codes.name("theme", work.theme_id),
        Origin.STATEMENT: names.entry("statement", work.statement_id) if work.statement_id else "",
    }[work.origin]
    return f"{enum_word(work.origin, language)}: {name}" if name else enum_word(work.origin, language)


def _phase(work: Work, names: EntryNames) -> str:
    """The last phase that has begun, in the order of the model."""
    begun = [one.phase_id for one in work.phases if one.started_on is not None]
    return names.codes.name("phase", begun[-1]) if begun else ""


def phase_state(phase: WorkPhase, language: str = DEFAULT_LANGUAGE) -> str:
    """Whether a phase has begun and ended, and when."""
    days = {
        name: numbers.day_text(day, language) if day else ""
        for name, day in (("first", phase.started_on), ("last", phase.ended_on))
    }
    state = "ended" if phase.ended_on else "running" if phase.started_on else "waiting"
    return texts.say(f"codev.phase.{state}", days, language=language)


def standing(work: Work, names: EntryNames, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """Where a work is, in a few words each."""
    phase = _phase(work, names)
    parts = (
        enum_word(work.status, language),
        origin_text(work, names, language),
        names.codes.name("model", work.model_id),
        texts.say("codev.in_phase", {"phase": phase}, language=language) if phase else "",
        texts.say("codev.due", {"day": numbers.day_text(work.due_on, language)}, language=language)
        if work.due_on
        else "",
    )
    return tuple(part for part in parts if part)


def people_lines(group: Group, people: Balance, held_count: int, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """People of a group in sentences: the balance, whom it reached of its target, meetings held of those planned."""
    lines = []
    if group.participants:
        counts = {"clients": str(people.client_count), "professionals": str(people.professional_count)}
        lines.append(texts.say("codev.people.balance", counts, language=language))
    if group.target_count is not None and group.reached_count is not None:
        reached = {"reached": str(group.reached_count), "target": str(group.target_count)}
        lines.append(texts.say("codev.people.reached", reached, language=language))
    if group.planned_meeting_count is not None:
        held = {"held": str(held_count), "planned": str(group.planned_meeting_count)}
        lines.append(texts.say("codev.people.meetings", held, language=language))
    return tuple(lines)


def suggested(
    cards: tuple[MethodCard, ...],
    level: Level | None,
    theme_ids: tuple[str, ...],
    codes: CodeWords,
    language: str = DEFAULT_LANGUAGE,
) -> tuple[tuple[MethodCard, str], ...]:
    """Cards that fit a gap, each with its reason, the best first (`domain.method_library.suggest`)."""
    return tuple((one.card, reason(one, codes, language)) for one in suggest(cards, level, theme_ids))


def gap_sentence(
    level: Level | None, theme_ids: Sequence[str], codes: CodeWords, language: str = DEFAULT_LANGUAGE
) -> str:
    """What cards are suggested by, or that nothing is known to suggest them by."""
    parts = []
    if level is not None:
        name = texts.say(f"level.{level}", language=language)
        parts.append(texts.say("codev.gap.level", {"level": name}, language=language))
    if theme_ids:
        themes = ", ".join(codes.name("theme", theme) for theme in theme_ids)
        parts.append(texts.say("codev.gap.themes", {"themes": themes}, language=language))
    return " ".join(parts) or texts.say("codev.gap.nothing", language=language)
