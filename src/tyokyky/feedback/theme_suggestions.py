"""Which themes a comment may be about, by words in their dictionary form. A person confirms or changes every one."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import simplemma

from tyokyky.domain.themes import Theme, ThemeKind

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_END: Final = re.compile(r"[.!?\n;]+")
_WORDS_BETWEEN: Final = 2
"""Other words that may stand between two words of a phrase ("ei minua koskaan kuunneltu")."""
_DENIALS: Final = frozenset({"ei", "älä", "ilman", "puuttua", "tuskin"})
_DENIED_WITHIN: Final = 3
"""A denial this many words before, or the word after, turns what works into its opposite."""


def suggested_themes(text: str, themes: Sequence[Theme]) -> tuple[str, ...]:
    """Ids of the themes whose words stand in the comment, in the codebook's order.

    Words are compared in their dictionary form (simplemma, Finnish), sentence by sentence, in their order. A theme of
    what works is not suggested where its words are denied.
    """
    sentences = [_lemmas(sentence) for sentence in _SENTENCE_END.split(text)]
    return tuple(theme.theme_id for theme in themes if any(_is_in(theme, sentence) for sentence in sentences))


def _is_in(theme: Theme, sentence: tuple[str, ...]) -> bool:
    return any(_phrase_is_in(_lemmas(words), theme.kind, sentence) for words in theme.words)


def _phrase_is_in(phrase: tuple[str, ...], kind: ThemeKind, sentence: tuple[str, ...]) -> bool:
    for start, lemma in enumerate(sentence):
        end = _end_of_phrase(phrase, sentence, start) if lemma == phrase[0] else None
        if end is not None and (kind is ThemeKind.PROBLEM or not _is_denied(sentence, start, end)):
            return True
    return False


def _end_of_phrase(phrase: tuple[str, ...], sentence: tuple[str, ...], start: int) -> int | None:
    """Where the phrase that starts here ends; null when its words do not follow closely enough."""
    place = start
    for lemma in phrase[1:]:
        near = sentence[place + 1 : place + 2 + _WORDS_BETWEEN]
        if lemma not in near:
            return None
        place += 1 + near.index(lemma)
    return place


def _is_denied(sentence: tuple[str, ...], start: int, end: int) -> bool:
    around = sentence[max(0, start - _DENIED_WITHIN) : start] + sentence[end + 1 : end + 2]
    return not _DENIALS.isdisjoint(around)


@lru_cache(maxsize=4096)
def _lemmas(words: str) -> tuple[str, ...]:
    return tuple(_lemma(word) for word in _WORD.findall(words.lower()))


@lru_cache(maxsize=65536)
def _lemma(word: str) -> str:
    return simplemma.lemmatize(word, lang="fi").lower()
