"""The yearly client report as Markdown in Finnish: a draft that a person completes. What people wrote stays plain."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import polars as pl

from tyokyky.domain.client_report import ClientReport, ReportedAction, ReportedWork
from tyokyky.domain.codevelopment import Concern, ConcernState
from tyokyky.domain.figures import Figure
from tyokyky.domain.told_back import StatementWay
from tyokyky.presentation.numbers import count_text, day_text
from tyokyky.presentation.sentences import Names, sentence
from tyokyky.presentation.tables import ReadableTable, table_of
from tyokyky.presentation.texts import say
from tyokyky.presentation.told_back_words import answered_text, theme_lines, way_lines

_FEWEST_PEOPLE: Final = 5
_MOST_THEMES: Final = 10
_DROP_OFF: Final = ("service", "drop_off", "interval", "exits")
_VIEWS: Final = ("level", "plane", "respondent", "responses", "mean", "mean_interval")
_THEMES: Final = ("service", "theme_kind", "theme", "n", "share")
_MARKS: Final = re.compile(r"[\\`*_\[\]|~$]|^(?:[-+=#>]|\d+(?=[.)]))")
"""What Markdown reads as more than a letter: anywhere, and at the beginning of a line."""
Lines = Iterator[str]


def client_report_text(report: ClientReport, names: Names) -> str:
    """The whole draft; paragraphs, lists and tables only, so that any editor opens it."""
    parts = (
        _opening(report),
        _figure_part("falling", report.drop_off, names, _DROP_OFF),
        _figure_part("heard", report.views, names, _VIEWS),
        _figure_part("themes", _most_common(report.themes), names, _THEMES),
        _developed(report.works),
        _acted(report.actions, names),
        _told_back(report, names),
        _stated(report.told_back.statements),
        _not_known(report, names),
    )
    return "\n\n".join(line for part in parts for line in part) + "\n"


def _plain(text: str) -> str:
    """What somebody wrote, on one line and with no mark that an editor would take for its own."""
    one_line = " ".join(text.split())
    marked = _MARKS.sub(_escaped, one_line)
    return marked.replace("&", "&amp;").replace("<", "&lt;")


def _escaped(mark: re.Match[str]) -> str:
    """A number that would begin a list keeps its digits: the sign after it is what is escaped."""
    return f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}"


def _table(table: ReadableTable) -> str:
    rows = [[_plain(cell) for cell in row] for row in (table.headings, *table.rows)]
    drawn = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([drawn[0], "|" + " --- |" * len(table.headings), *drawn[1:]])


def _list(lines: Iterable[str]) -> Lines:
    found = "\n".join(f"- {line}" for line in lines)
    if found:
        yield found


def _opening(report: ClientReport) -> Lines:
    yield f"# {say('client_report.title', {'year': str(report.year)})}"
    yield say("client_report.draft", {"day": day_text(report.asked_on)})
    if report.drop_off.synthetic:
        yield f"**{say('client_report.synthetic')}**"


def _figure_part(part: str, figure: Figure, names: Names, columns: Sequence[str]) -> Lines:
    yield f"## {say(f'client_report.{part}')}"
    yield sentence(figure.finding, names)
    table = table_of(figure, None, names, only=columns)
    if table.rows:
        yield _table(table)
    yield sentence(figure.is_of, names)


def _most_common(themes: Figure) -> Figure:
    """The themes told of most; one whose number is withheld is not among them."""
    told = themes.table.filter(pl.col("n") > 0)
    return replace(themes, table=told.sort("n", "service", "theme", descending=[True, False, False]).head(_MOST_THEMES))


def _developed(works: Sequence[ReportedWork]) -> Lines:
    yield f"## {say('client_report.developed')}"
    if not works:
        yield say("client_report.developed.nothing")
    for one in works:
        yield f"### {_plain(one.work.title)}"
        if one.work.aim:
            yield _plain(one.work.aim)
        values = {
            "groups": count_text(one.group_count),
            "clients": _people(one.people.client_count),
            "professionals": _people(one.people.professional_count),
            "meetings": count_text(one.meeting_count),
        }
        yield say("client_report.work", values)


def _people(count: int) -> str:
    """A number of people; few could be told apart."""
    return say("client_report.few") if 0 < count < _FEWEST_PEOPLE else count_text(count)


def _acted(actions: Sequence[ReportedAction], names: Names) -> Lines:
    yield f"## {say('client_report.acted')}"
    if not actions:
        yield say("client_report.acted.nothing")
    for one in actions:
        yield f"### {_plain(one.action.what)}"
        if one.action.begun_on is not None:
            joint = _plain(names.of("service", one.action.joint, "fi"))
            yield say("client_report.action", {"joint": joint, "day": day_text(one.action.begun_on)})
        yield sentence(one.effect, names)


def _told_back(report: ClientReport, names: Names) -> Lines:
    told = report.told_back
    yield f"## {say('client_report.told')}"
    yield answered_text(told.answered, told.answer_days)
    yield from _list(map(_plain, theme_lines(told.by_theme, lambda theme: names.of("theme", theme, "fi"))))
    for one in report.concerns:
        yield from _concern(one)


def _concern(one: Concern) -> Lines:
    yield f"### {_plain(one.what)}"
    days = {
        "heard": one.heard_on,
        "discussed": one.discussed_on,
        "decided": one.decided_on,
        "done": one.done_on,
        "told": one.told_on,
    }
    said = [say(f"client_report.day.{name}", {"day": day_text(day)}) for name, day in days.items() if day is not None]
    yield " · ".join(said)
    yield " ".join(text for text in (say(f"client_report.state.{one.state}"), _plain(one.why)) if text)


def _stated(ways: Sequence[StatementWay]) -> Lines:
    yield f"## {say('client_report.stated')}"
    if not ways:
        yield say("client_report.stated.nothing")
    for one in ways:
        yield f"### {_plain(one.title)}"
        yield from map(_plain, way_lines(one))


def _not_known(report: ClientReport, names: Names) -> Lines:
    """What the reader must not take from the report: what is missing, withheld, too early, or not written down."""
    yield f"## {say('client_report.not_known')}"
    yield from _list(_gaps(report, names))


def _gaps(report: ClientReport, names: Names) -> Iterator[str]:
    if report.data_ends_on is not None:
        yield say("client_report.gap.data_ends", {"day": day_text(report.data_ends_on)})
    early = sum(not one.is_measured for one in report.actions)
    if early:
        yield say("client_report.gap.not_measured", {"count": count_text(early)})
    still_open = sum(one.state is ConcernState.OPEN or one.told_on is None for one in report.concerns)
    if still_open:
        yield say("client_report.gap.open", {"count": count_text(still_open)})
    if not report.concerns:
        yield say("client_report.gap.no_concerns")
    yield say("client_report.gap.small")
    yield say("client_report.gap.cause")
    figures = (report.drop_off, report.views, report.themes)
    yield from dict.fromkeys(sentence(caveat, names) for figure in figures for caveat in figure.caveats)
