"""What changed since the release before, from the counts of the two alone."""

from dataclasses import dataclass

from tyokyky.council import findings
from tyokyky.council.cells import TOTAL
from tyokyky.council.findings import Since
from tyokyky.council.parts import Speaker, Table, headings
from tyokyky.council.rates import Change
from tyokyky.council.reader import Release
from tyokyky.council.spans import Span


@dataclass(frozen=True)
class Changed:
    """What changed since the release before."""

    since: str
    sentences: tuple[str, ...]
    unclear: str
    corrected: str
    table: Table


def changed_of(speaker: Speaker, before: Release | None) -> Changed | None:
    """Clear changes as sentences, the others together; `None` where nothing can be set beside."""
    found = findings.changes(speaker.release, before)
    if before is None or not found:
        return None
    clear = [one for one in found if one.change is not Change.UNCLEAR]
    rows = tuple(
        (
            _joint_name(speaker, one),
            speaker.tenths(one.before_share),
            speaker.tenths(one.now_share),
            speaker.words(f"change.{one.change}"),
        )
        for one in found
    )
    return Changed(
        since=speaker.words("change.since", day=speaker.words.day(before.published_on)),
        sentences=tuple(_change_sentence(speaker, one) for one in clear),
        corrected=_corrected(speaker, before),
        unclear=_unclear(speaker, len(found), len(clear)),
        table=Table(
            speaker.words("table.changes"), headings(speaker.words, ("joint", "before", "now", "change")), rows
        ),
    )


def _corrected(speaker: Speaker, before: Release) -> str:
    quarters = findings.corrected_quarters(speaker.release, before)
    if not quarters:
        return ""
    times = ", ".join(speaker.time(Span((quarter,), is_whole=False)) for quarter in quarters)
    return speaker.words("change.corrected", times=times)


def _unclear(speaker: Speaker, all_count: int, clear_count: int) -> str:
    if clear_count == all_count:
        return ""
    return speaker.words("change.unclear.others" if clear_count else "change.unclear.all")


def _joint_name(speaker: Speaker, one: Since) -> str:
    return speaker.words("all_services") if one.code == TOTAL else speaker.title("joint", one.code)


def _change_sentence(speaker: Speaker, one: Since) -> str:
    """Of a hundred people where ten would look the same."""
    before, now = one.before_share, one.now_share
    in_tenths = before.out_of_ten != now.out_of_ten
    told = [speaker.tenths(share) if in_tenths else speaker.hundredths(share) for share in (before, now)]
    return speaker.words(f"change.sentence.{one.change}", name=_joint_name(speaker, one), before=told[0], now=told[1])
