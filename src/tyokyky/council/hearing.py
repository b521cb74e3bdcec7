"""Whether people are heard: five levels, answers in three bands, and falling beside being heard."""

from dataclasses import dataclass

from tyokyky.council import findings, pictures
from tyokyky.council.findings import Voice
from tyokyky.council.parts import Card, Speaker, Table, headings
from tyokyky.council.rates import Missing, Share


@dataclass(frozen=True)
class Beside:
    """How many fell when a level was realised, and when it was not, as sentences."""

    level: str
    yes: str
    no: str


@dataclass(frozen=True)
class Voices:
    """Whether people are heard, and how it goes with falling."""

    cards: tuple[Card, ...]
    table: Table
    beside: tuple[Beside, ...]
    beside_table: Table | None


def voices_of(speaker: Speaker) -> Voices | None:
    """The five levels; `None` where the release tells of no answers."""
    found = findings.voices(speaker.release)
    if not found:
        return None
    rows = tuple(
        (
            speaker.words(f"level.{one.level}"),
            *(speaker.count(one.cells[band]) for band in findings.BANDS),
            speaker.time(one.span),
        )
        for one in found
    )
    names = ("level", *findings.BANDS, "time")
    return Voices(
        cards=tuple(_voice_card(speaker, one) for one in found),
        table=Table(speaker.words("table.voices"), headings(speaker.words, names), rows),
        beside=_beside_of(speaker),
        beside_table=_beside_table(speaker),
    )


def _voice_card(speaker: Speaker, voice: Voice) -> Card:
    words, tenths, title = speaker.words, voice.out_of_ten, speaker.words(f"level.{voice.level}")
    if isinstance(tenths, Missing):
        high, low = speaker.count(voice.cells["high"]), speaker.count(voice.cells["low"])
        note = f"{words('cells.answers', high=high, low=low)} {speaker.time_note(voice.span)}".strip()
        return Card(title, words(f"missing.{tenths}.answers"), note=note)
    base = voice.good.base if isinstance(voice.good, Share) else 0
    note = f"{words('base.answers', count=words.number(base))} {speaker.time_note(voice.span)}".strip()
    drawn = dict(zip(findings.BANDS, tenths, strict=True))
    picture = pictures.answers(tenths, words("picture.answers", **drawn))
    return Card(
        title, words("voice", **{band: _told(speaker, voice, band, drawn[band]) for band in drawn}), picture, note
    )


def _told(speaker: Speaker, voice: Voice, band: str, drawn: int) -> str:
    """How many of ten answers; none are drawn of a few, and then the words say so."""
    cell = voice.cells[band]
    return str(drawn) if drawn or cell is None or not cell.count else speaker.words("under_one")


def _beside_table(speaker: Speaker) -> Table | None:
    rows = tuple(
        (
            speaker.words(f"level.{one.level}"),
            speaker.tenths(one.realised.share),
            speaker.tenths(one.not_realised.share),
        )
        for one in findings.beside(speaker.release)
    )
    names = ("level", "realised", "not_realised")
    return Table(speaker.words("table.beside"), headings(speaker.words, names), rows) if rows else None


def _beside_of(speaker: Speaker) -> tuple[Beside, ...]:
    """Only where both shares are of the same time."""
    said = []
    for one in findings.beside(speaker.release):
        realised, other = one.realised.share, one.not_realised.share
        if isinstance(realised, Share) and isinstance(other, Share) and one.realised.span == one.not_realised.span:
            level = speaker.words(f"level.{one.level}")
            said.append(Beside(level, speaker.fell(realised), speaker.fell(other)))
    return tuple(said)
