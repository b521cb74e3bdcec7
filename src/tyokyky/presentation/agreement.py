"""How readers of the same comments agree, as a table and a word of caution."""

from collections.abc import Sequence
from typing import Final

from tyokyky.domain.themes import Agreement, CoderPair
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.tables import ReadableTable
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

ENOUGH_COMMENTS: Final = 30
"""With fewer comments read by both, kappa moves much by chance alone."""


def agreement_table(pairs: Sequence[CoderPair], names: Names, language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """A row for each pair and theme: comments that both have read, share of the same answer, Cohen's kappa."""
    headings = ("agreement.readers", "column.theme", "agreement.compared", "agreement.observed", "agreement.kappa")
    rows = [
        (f"{pair.first} – {pair.second}", names.of("theme", theme_id, language), *_numbers(agreement, language))
        for pair in pairs
        for theme_id, agreement in pair.per_theme
    ]
    return ReadableTable(tuple(texts.say(heading, language=language) for heading in headings), tuple(rows))


def _numbers(agreement: Agreement, language: str) -> tuple[str, str, str]:
    observed, kappa = agreement.observed_share, agreement.kappa
    return (
        numbers.count_text(agreement.comment_count, language),
        texts.say("nothing", language=language) if observed is None else numbers.share_text(observed, language),
        texts.say("agreement.no_kappa", language=language)
        if kappa is None
        else numbers.decimal_text(kappa, language, 2).replace("-", numbers.MINUS),
    )


def is_thin(pairs: Sequence[CoderPair]) -> bool:
    """Whether any pair has read so few comments together that its kappa tells little."""
    compared = [agreement.comment_count for pair in pairs for _, agreement in pair.per_theme]
    return any(count < ENOUGH_COMMENTS for count in compared)
