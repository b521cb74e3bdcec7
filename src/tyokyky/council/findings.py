"""What a release says: where people fall, whether they are heard, what is repeated, and what changed since the last."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from tyokyky.council.cells import TOTAL, Cell, ReleaseTable, sum_of
from tyokyky.council.rates import Change, Missing, Share, change_of, share_of, tenths
from tyokyky.council.reader import Release
from tyokyky.council.spans import Span, spans_of
from tyokyky.domain.participation import ExperienceGroup, Level

OUTCOMES: Final = ("dropped", "continued", "open")
BANDS: Final = ("high", "middle", "low")
GROUPED_BY: Final = ("municipality", "age_band")
_EXPERIENCE: Final = "experience_"
_ANSWER: Final = "answer_"
_Cells = Mapping[str, Cell | None]


@dataclass(frozen=True)
class Fall:
    """What followed the end of a service (or of one group of it), over a time. `cells`: by outcome."""

    code: str
    span: Span
    cells: _Cells

    @property
    def share(self) -> Share | Missing:
        """The fallen among those of whom it is known whether they fell."""
        return share_of(self.cells["dropped"], self.cells["continued"])


@dataclass(frozen=True)
class Voice:
    """Answers of one level over a time. `cells`: by band."""

    level: Level
    span: Span
    cells: _Cells

    @property
    def good(self) -> Share | Missing:
        """Answers of the highest band among all; a share only where every band is shown."""
        return share_of(self.cells["high"], sum_of([self.cells["middle"], self.cells["low"]]))

    @property
    def out_of_ten(self) -> tuple[int, ...] | Missing:
        """Ten answers divided over the bands, in their order."""
        if isinstance(self.good, Missing):
            return self.good
        return tenths(tuple(cell.count or 0 for band in BANDS if (cell := self.cells[band]) is not None))


@dataclass(frozen=True)
class Beside:
    """Falls of those for whom a level was realised beside those for whom it was not."""

    level: Level
    realised: Fall
    not_realised: Fall


@dataclass(frozen=True)
class Repeated:
    """How often a theme was said; without a cell where the time's count is not wholly known."""

    theme: str
    span: Span
    cell: Cell | None


@dataclass(frozen=True)
class Since:
    """One service, or all together, in this release and in the one before."""

    code: str
    now: Fall
    before: Fall
    now_share: Share
    before_share: Share

    @property
    def change(self) -> Change:
        """Whether fewer or more fall."""
        return change_of(self.now_share, self.before_share)


def all_falls(release: Release) -> Fall | None:
    """All services together."""
    return next(iter(_falls(release, "joint", lambda code: code == TOTAL)), None)


def falls(release: Release) -> tuple[Fall, ...]:
    """Each service, the greatest share first; then those without a share, in the order of the release."""
    return tuple(sorted(_falls(release, "joint", lambda code: code != TOTAL), key=_by_share))


def _by_share(fall: Fall) -> tuple[bool, float]:
    share = fall.share
    return (True, 0.0) if isinstance(share, Missing) else (False, -share.share)


def falls_by(release: Release, dimension: str) -> tuple[Fall, ...]:
    """All services together by the codes of another dimension, in the order of the release: never a league table."""
    return tuple(_falls(release, dimension, lambda code: code != TOTAL))


def beside(release: Release) -> tuple[Beside, ...]:
    """Each level of which the release tells falls by experience."""
    found = []
    for level in Level:
        by_group = {fall.code: fall for fall in falls_by(release, f"{_EXPERIENCE}{level}")}
        realised, not_realised = by_group.get(ExperienceGroup.REALISED), by_group.get(ExperienceGroup.NOT)
        if realised and not_realised:
            found.append(Beside(level, realised, not_realised))
    return tuple(found)


def voices(release: Release) -> tuple[Voice, ...]:
    """Answers of clients, level by level in their own order; a level of which the release tells nothing is left out."""
    found = []
    for level in Level:
        name = f"{_ANSWER}{level}"
        found += [_voice(table, spans, level, name) for table, spans in _tables(release, "answers", name)][:1]
    return tuple(found)


def _voice(table: ReleaseTable, spans: tuple[Span, ...], level: Level, name: str) -> Voice:
    tried = [Voice(level, span, {band: span.cell(table, {name: band}) for band in BANDS}) for span in spans]
    return next((one for one in tried if isinstance(one.good, Share)), tried[-1])


def repeated(release: Release) -> tuple[Repeated, ...]:
    """Each theme that was said or may have been, the most frequent first; a protected one by its least count."""
    for table, spans in _tables(release, "themes", "theme"):
        dimension = table.dimension("theme")
        themes = dimension.parts if dimension else ()
        found = [_theme(table, spans, theme) for theme in themes]
        said = [one for one in found if one.cell is None or one.cell.upper > 0]
        return tuple(sorted(said, key=lambda one: -one.cell.lower if one.cell else 0))
    return ()


def _theme(table: ReleaseTable, spans: tuple[Span, ...], theme: str) -> Repeated:
    tried = [Repeated(theme, span, span.cell(table, {"theme": theme})) for span in spans]
    return next((one for one in tried if one.cell is not None and one.cell.is_shown), tried[-1])


def changes(release: Release, before: Release | None) -> tuple[Since, ...]:
    """All services together and each, where both releases tell a share of a year or both of all their time."""
    if before is None:
        return ()
    earlier = {fall.code: fall for fall in (all_falls(before), *falls(before)) if fall}
    found = []
    for now in (all_falls(release), *falls(release)):
        then = earlier.get(now.code) if now else None
        if now is None or then is None or now.span.is_whole != then.span.is_whole:
            continue
        now_share, then_share = now.share, then.share
        if isinstance(now_share, Share) and isinstance(then_share, Share):
            found.append(Since(now.code, now, then, now_share, then_share))
    return tuple(found)


def corrected_quarters(release: Release, before: Release) -> tuple[str, ...]:
    """Quarters that both releases have and that were corrected in between."""
    now, then = release.quarter_versions, before.quarter_versions
    return tuple(sorted(quarter for quarter in now if then.get(quarter, now[quarter]) != now[quarter]))


def _falls(release: Release, name: str, wanted: Callable[[str], bool]) -> Iterator[Fall]:
    """Falls by the codes of a dimension, from the first table that has it."""
    for table, spans in _tables(release, "exits", name, "outcome"):
        dimension = table.dimension(name)
        for code in dimension.codes if dimension else ():
            if wanted(code):
                yield _fall(table, spans, name, code)
        return


def _fall(table: ReleaseTable, spans: tuple[Span, ...], name: str, code: str) -> Fall:
    """Over the newest year where it can be told, else over all of the time."""
    tried = [
        Fall(code, span, {outcome: span.cell(table, {name: code, "outcome": outcome}) for outcome in OUTCOMES})
        for span in spans
    ]
    return next((one for one in tried if isinstance(one.share, Share)), tried[-1])


def _tables(release: Release, measure: str, *names: str) -> Iterator[tuple[ReleaseTable, tuple[Span, ...]]]:
    """Tables of a measure that have these dimensions, with the times they can be asked of; at least one time."""
    for table in release.tables:
        quarters = table.dimension("quarter")
        spans = spans_of(quarters, release.frozen_until) if quarters else ()
        if table.measure == measure and spans and all(table.dimension(name) for name in names):
            yield table, spans
