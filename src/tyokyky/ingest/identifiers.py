"""The door behind which no client's identifier goes: pseudonyms, made ids, and a search for identifiers elsewhere."""

import re
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from tyokyky.domain.codes import CodeBook
from tyokyky.ingest.findings import Findings
from tyokyky.ingest.recognition import MADE_IDS
from tyokyky.ingest.vocabularies import known_texts
from tyokyky.privacy.identity_codes import MASK, mask_identity_codes, rows_with_identity_code
from tyokyky.privacy.pseudonyms import KeyRing
from tyokyky.store.tables import Table

CLIENT: Final = "client_id"
_SHORTEST_INSIDE: Final = 4
"""Shorter identifiers are parts of so many other texts that finding them inside one means nothing."""
_SHORTEST_OF_OTHERS: Final = 6
"""Another client's identifier is sought as a whole cell, and only where it can hardly be a code by chance."""


@dataclass(frozen=True)
class Identifiers:
    """Raw identifiers of a delivery, normalised (trimmed, upper case), one per row and each once. Never shown."""

    per_row: pl.Series = field(repr=False)
    unique: pl.Series = field(repr=False)

    @classmethod
    def of(cls, values: pl.DataFrame) -> "Identifiers":
        """Those of the client column; none where the table has no such column."""
        if CLIENT not in values.columns:
            nobody = pl.Series(CLIENT, [None] * values.height, dtype=pl.String)
            return cls(nobody, nobody.clear())
        per_row = values.get_column(CLIENT).str.to_uppercase()
        return cls(per_row, per_row.drop_nulls().unique())

    def masked(self, file_name: str) -> str:
        """A file name without identity codes and without any identifier of the delivery."""
        name = mask_identity_codes(file_name)
        long_enough = self.unique.filter(self.unique.str.len_chars() >= _SHORTEST_INSIDE)
        upper = pl.select(pl.lit(name.upper())).to_series()
        inside = long_enough.to_frame(CLIENT).filter(pl.lit(upper).first().str.contains(pl.col(CLIENT), literal=True))
        for identifier in sorted(inside.get_column(CLIENT), key=len, reverse=True):
            name = re.sub(re.escape(identifier), MASK, name, flags=re.IGNORECASE)
        return name


def pseudonymised(
    values: pl.DataFrame,
    table: Table,
    raw: Identifiers,
    findings: Findings,
    *,
    book: CodeBook,
    ring: KeyRing,
    link_group: str,
) -> pl.DataFrame:
    """The values with pseudonyms in place of identifiers; rows where an identifier stands elsewhere are marked.

    Made ids take the pseudonym, never the identifier. An id that the source made of the identifier has that part
    replaced, so that the same id stays the same.
    """
    # An id may be made of the client's identifier, which is replaced in it below. Without a client, none belongs there.
    made_id = MADE_IDS.get(table.name) if CLIENT in table.columns else None
    for column, dtype in values.schema.items():
        if dtype == pl.String and column not in (CLIENT, made_id):
            _mark_identifiers(values.get_column(column), known_texts(book, table.name, column), raw, findings)
    if CLIENT not in values.columns:
        return values
    pseudonyms = pl.Series(ring.pseudonyms(link_group, raw.unique.to_list()), dtype=pl.String)
    per_row = raw.per_row.replace_strict(raw.unique, pseudonyms, default=None, return_dtype=pl.String)
    if made_id:
        given = _without_own_identifier(values.get_column(made_id), raw.per_row, per_row)
        findings.add(f"{made_id}|identity_code", rows_with_identity_code(given))
        values = values.with_columns(given)
    return values.with_columns(per_row.alias(CLIENT))


def _mark_identifiers(texts: pl.Series, known: list[str], raw: Identifiers, findings: Findings) -> None:
    """Looks only at texts that are no known code or word: those are few in most columns."""
    odd = (texts.is_not_null() & ~texts.is_in(pl.Series(known, dtype=pl.String).implode())).fill_null(value=False)
    rows = odd.arg_true()
    if rows.is_empty():
        return
    odd_texts, own = texts.gather(rows).str.to_uppercase(), raw.per_row.gather(rows)
    inside = _contains(odd_texts, own)
    others = raw.unique.filter(raw.unique.str.len_chars() >= _SHORTEST_OF_OTHERS)
    is_other = odd_texts.is_in(others.implode())
    findings.add(f"{texts.name}|identity_code", _at(rows, rows_with_identity_code(odd_texts), len(texts)))
    findings.add(f"{texts.name}|client_identifier", _at(rows, inside | is_other, len(texts)))


def _contains(upper_texts: pl.Series, own: pl.Series) -> pl.Series:
    """Whether each text holds the identifier of its own row."""
    pair = pl.DataFrame({"text": upper_texts, "own": own})
    found = pl.col("text").str.contains(pl.col("own"), literal=True)
    long_enough = pl.col("own").str.len_chars() >= _SHORTEST_INSIDE
    return pair.select((found & long_enough).fill_null(value=False).alias("found")).to_series()


def _at(rows: pl.Series, marked: pl.Series, row_count: int) -> pl.Series:
    every = pl.repeat(value=False, n=row_count, dtype=pl.Boolean, eager=True)
    return every.scatter(rows.filter(marked.fill_null(value=False)), values=True)


def _without_own_identifier(ids: pl.Series, raw: pl.Series, pseudonyms: pl.Series) -> pl.Series:
    upper = ids.str.to_uppercase()
    rows = _contains(upper, raw).arg_true()
    if rows.is_empty():
        return ids
    parts = zip(upper.gather(rows), raw.gather(rows), pseudonyms.gather(rows), strict=True)
    return ids.scatter(rows, [text.replace(own, pseudonym) for text, own, pseudonym in parts])
