"""Open comments at the door: what a client said is kept, what points at a person is not."""

from typing import Final

import polars as pl

from tyokyky.ingest.findings import Findings
from tyokyky.privacy.free_text import REMOVED, cleaned
from tyokyky.store.tables import COMMENT, Table

LONGEST_TEXT: Final = 20_000
"""Characters; a longer text is no comment of one person but a file in the wrong column."""
_TEXT: Final = "text"
_QUESTION: Final = "question"


def with_cleaned_comments(values: pl.DataFrame, table: Table, findings: Findings) -> pl.DataFrame:
    """The values with texts of comments cleaned and a question in every row; texts too long are marked.

    A row whose text had something to remove is accepted with a warning (ADR 15).
    """
    if table != COMMENT:
        return values
    texts = values.get_column(_TEXT)
    too_long = (texts.str.len_chars() > LONGEST_TEXT).fill_null(value=False)
    findings.add("text|too_long", too_long)
    # Refused anyway: looked at no further.
    clean = cleaned(texts.set(too_long, REMOVED))
    findings.add("text|identity_code_removed", clean.with_identity_code)
    findings.add("text|email_removed", clean.with_email)
    findings.add("text|phone_removed", clean.with_phone)
    return values.with_columns(clean.texts.alias(_TEXT), pl.col(_QUESTION).fill_null(""))
