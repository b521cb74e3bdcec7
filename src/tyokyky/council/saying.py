"""What was said, what was done about it, and what the council states."""

from collections.abc import Sequence
from dataclasses import dataclass

from tyokyky.council import findings, pictures
from tyokyky.council.findings import Repeated
from tyokyky.council.names import theme_kind
from tyokyky.council.parts import Speaker, Table, headings
from tyokyky.council.pictures import Picture
from tyokyky.council.told import Action, Quotation, Statement
from tyokyky.domain.themes import ThemeKind


@dataclass(frozen=True)
class Theme:
    """One theme with how often it was said, and what was said."""

    name: str
    times: str
    bar: Picture | None
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True)
class Said:
    """What was said: problems, what works, and quotations of no theme that is shown."""

    problems: tuple[Theme, ...]
    successes: tuple[Theme, ...]
    quotations: tuple[Quotation, ...]
    table: Table | None


def said_of(speaker: Speaker) -> Said:
    """Themes by their kind, the most frequent first."""
    found, texts = findings.repeated(speaker.release), speaker.release.texts
    greatest = max((one.cell.count or 0 for one in found if one.cell), default=0)
    by_kind: dict[ThemeKind, list[Theme]] = {kind: [] for kind in ThemeKind}
    for one in found:
        by_kind[theme_kind(texts, one.theme)].append(_theme(speaker, one, greatest))
    shown = {one.theme for one in found}
    return Said(
        problems=tuple(by_kind[ThemeKind.PROBLEM]),
        successes=tuple(by_kind[ThemeKind.SUCCESS]),
        quotations=tuple(one for one in texts.quotations if one.theme not in shown),
        table=_theme_table(speaker, found) if found else None,
    )


def _theme(speaker: Speaker, one: Repeated, greatest: int) -> Theme:
    count = one.cell.count if one.cell else None
    times = speaker.count(one.cell) if count is None else speaker.words("times", count=speaker.words.number(count))
    quotations = tuple(said for said in speaker.release.texts.quotations if said.theme == one.theme)
    return Theme(speaker.title("theme", one.theme), times, pictures.bar(count, greatest) if count else None, quotations)


def _theme_table(speaker: Speaker, found: Sequence[Repeated]) -> Table:
    rows = tuple((speaker.name("theme", one.theme), speaker.count(one.cell), speaker.time(one.span)) for one in found)
    return Table(speaker.words("table.themes"), headings(speaker.words, ("theme", "count", "time")), rows)


@dataclass(frozen=True)
class Done:
    """One action in words."""

    action: Action
    about: str
    state: str
    told_back: str


def done_of(speaker: Speaker) -> tuple[Done, ...]:
    """What was heard, what was done or why not, and whether it was told back."""
    return tuple(_done(speaker, action) for action in speaker.release.texts.actions)


def _done(speaker: Speaker, action: Action) -> Done:
    words, told_on = speaker.words, action.told_back_on
    codes = (("joint", action.joint), ("theme", action.theme))
    about = " · ".join(speaker.title(name, code) for name, code in codes if code)
    told_back = words("told_back", day=words.day(told_on)) if told_on else words("told_back.not_yet")
    return Done(action, about, words(f"action.{action.state}"), told_back)


@dataclass(frozen=True)
class Stated:
    """One statement of the council in words."""

    statement: Statement
    paragraphs: tuple[str, ...]
    written: str


def stated_of(speaker: Speaker) -> tuple[Stated, ...]:
    """The council's own statements, each paragraph apart."""
    return tuple(
        Stated(
            one,
            tuple(part.strip() for part in one.text.split("\n") if part.strip()),
            speaker.words("statement.written", day=speaker.words.day(one.written_on)) if one.written_on else "",
        )
        for one in speaker.release.texts.statements
    )
