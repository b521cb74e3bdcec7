"""Where people fall: all services together, each service, and all by municipality and age."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from tyokyky.council import findings, pictures
from tyokyky.council.cells import TOTAL
from tyokyky.council.findings import Fall
from tyokyky.council.parts import Card, Speaker, Table, headings
from tyokyky.council.rates import Missing

FIRST_CARDS: Final = 3
"""Services shown at once; the rest are a press away."""


@dataclass(frozen=True)
class Falls:
    """Where people fall."""

    lead: Card | None
    most: str
    first: tuple[Card, ...]
    others: tuple[Card, ...]
    table: Table
    groups: tuple[Table, ...]


def falls_of(speaker: Speaker) -> Falls:
    """All services together, each service, and all together by municipality and age."""
    every, each = findings.all_falls(speaker.release), findings.falls(speaker.release)
    cards = tuple(_fall_card(speaker, fall, speaker.title("joint", fall.code)) for fall in each)
    rows = [*each, every] if every else [*each]
    groups = [(name, findings.falls_by(speaker.release, name)) for name in findings.GROUPED_BY]
    return Falls(
        lead=_lead(speaker, every) if every else None,
        most=_most(speaker, each),
        first=cards[:FIRST_CARDS],
        others=cards[FIRST_CARDS:],
        table=_fall_table(speaker, "joint", rows),
        groups=tuple(_fall_table(speaker, name, rows_of) for name, rows_of in groups if rows_of),
    )


def _most(speaker: Speaker, each: Sequence[Fall]) -> str:
    """The service after which most people fell; nothing where another one's count could be greater.

    All of the time holds the newest year: what is no greater over all of it is no greater in the year.
    """
    newest = [fall for fall in each if not fall.span.is_whole] or each
    shown = [(cell.count, fall) for fall in newest if (cell := fall.cells["dropped"]) and cell.count]
    if len(each) < 2 or not shown:
        return ""
    count, most = max(shown, key=lambda one: one[0])
    others = [fall.cells["dropped"] for fall in each if fall is not most]
    if any(cell is None or cell.upper >= count for cell in others):
        return ""
    return speaker.words("most", name=speaker.name("joint", most.code), count=speaker.words.number(count))


def _fall_card(speaker: Speaker, fall: Fall, title: str) -> Card:
    share, words = fall.share, speaker.words
    if isinstance(share, Missing):
        fell, went = speaker.count(fall.cells["dropped"]), speaker.count(fall.cells["continued"])
        note = f"{words('cells', fell=fell, went=went)} {speaker.time_note(fall.span)}".strip()
        return Card(title, speaker.fell(share), note=note)
    fallen = share.out_of_ten
    label = words("picture.people", standing=10 - fallen, fallen=fallen)
    note = f"{words('base', count=words.number(share.base))} {speaker.time_note(fall.span)}".strip()
    return Card(title, speaker.fell(share), pictures.people(fallen, label), note)


def _lead(speaker: Speaker, fall: Fall) -> Card:
    """All services together: its time is always told."""
    card = _fall_card(speaker, fall, speaker.words("all_services"))
    return card if fall.span.is_whole else replace(card, note=f"{card.note} {speaker.time_sentence(fall.span)}".strip())


def _fall_table(speaker: Speaker, dimension: str, falls: Sequence[Fall]) -> Table:
    rows = tuple(
        (
            speaker.words("all_services") if fall.code == TOTAL else speaker.title(dimension, fall.code),
            speaker.tenths(fall.share),
            *(speaker.count(fall.cells[outcome]) for outcome in findings.OUTCOMES),
            speaker.time(fall.span),
        )
        for fall in falls
    )
    names = (dimension, "tenths", *findings.OUTCOMES, "time")
    return Table(speaker.words(f"table.falls.{dimension}"), headings(speaker.words, names), rows)
