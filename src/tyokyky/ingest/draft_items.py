"""Which columns of a wide questionnaire file ask which item, and which hold comments."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

import polars as pl

from tyokyky.domain.instruments import Instrument
from tyokyky.ingest.draft_file import DraftFile
from tyokyky.ingest.header_texts import normalised_question
from tyokyky.ingest.source_words import source_words

_ALIKE: Final = 0.9
_NEGATIONS: Final = frozenset(
    (
        *("ei", "en", "et", "emme", "ette", "eivät", "eikä", "enkä", "älä", "enää", "inte", "aldrig", "ej", "utan"),
        *("not", "never", "no", "don't", "didn't", "cannot", "without"),
    )
)


@dataclass(frozen=True)
class ItemGuess:
    """An item's column; `certain` when its header is the item's text in one of the three languages."""

    item_id: str
    position: int
    certain: bool


def guessed_items(file: DraftFile, instruments: tuple[Instrument, ...]) -> tuple[ItemGuess, ...]:
    """Items by headers that equal a text, then (uncertain) by a part after a colon, then by likeness.

    Of an item that several columns may ask, uncertain guesses are dropped: their answers would be one person's twice.
    A likeness that a negation changes is none: "kuunneltiin" and "ei kuunneltu" are almost the same letters.
    """
    texts = _texts(instruments)
    guesses = []
    for at, header in enumerate(file.headers):
        text = normalised_question(header)
        part = normalised_question(header.rpartition(":")[2]) if ":" in header.strip().rstrip(":") else text
        if text in texts:
            guesses.append(ItemGuess(texts[text], at, certain=True))
        elif part in texts:
            guesses.append(ItemGuess(texts[part], at, certain=False))
        elif (alike := _alike(text, texts)) is not None:
            guesses.append(ItemGuess(alike, at, certain=False))
    columns_of = Counter(guess.item_id for guess in guesses)
    return tuple(guess for guess in guesses if guess.certain or columns_of[guess.item_id] == 1)


def _texts(instruments: tuple[Instrument, ...]) -> dict[str, str]:
    """Item by compared text; of two items with one text the first."""
    texts: dict[str, str] = {}
    for item in (item for instrument in instruments for item in instrument.items):
        for text in (item.text_fi, item.text_sv, item.text_en):
            if text:
                texts.setdefault(normalised_question(text), item.item_id)
    return texts


def _alike(text: str, texts: dict[str, str]) -> str | None:
    best, ratio = None, _ALIKE
    for known, item_id in texts.items():
        if _negations(text) != _negations(known):
            continue
        matcher = SequenceMatcher(None, text, known, autojunk=False)
        if matcher.real_quick_ratio() >= ratio and matcher.quick_ratio() >= ratio and matcher.ratio() >= ratio:
            best, ratio = item_id, matcher.ratio()
    return best


def _negations(text: str) -> frozenset[str]:
    return _NEGATIONS & set(text.replace(",", " ").split())


def comment_positions(file: DraftFile, items: tuple[ItemGuess, ...]) -> tuple[dict[int, bool], dict[int, bool]]:
    """Positions of columns that explain the item before them, and of open questions; whether each is certain.

    A header that stands several times, each time right after an item and over words, is taken for an explanation.
    """
    words = source_words()
    explaining = {normalised_question(text) for text in words.comments}
    asking = {normalised_question(text) for text in words.open_questions}
    found = [normalised_question(header) for header in file.headers]
    item_at = {guess.position for guess in items}
    repeated = {text for text, count in Counter(found).items() if count > 1}
    comments, questions = {}, {}
    for at, text in enumerate(found):
        follows = all(n - 1 in item_at and n not in item_at for n, other in enumerate(found) if other == text)
        if at in item_at:
            continue
        if text in explaining:
            comments[at] = True
        elif text in asking:
            questions[at] = True
        elif text in repeated and follows and _are_words(file.cells[at]):
            comments[at] = False
    return comments, questions


def _are_words(cells: pl.Series) -> bool:
    texts = cells.drop_nulls().cast(pl.String)
    return bool(texts.str.contains(r"\pL{2}").all())
