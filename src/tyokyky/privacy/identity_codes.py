"""Finnish personal identity codes in whole columns; what one is stands in `domain.identity_codes`."""

import polars as pl

from tyokyky.domain.identity_codes import MASK, SHAPE, contains_identity_code, mask_identity_codes

__all__ = ["MASK", "contains_identity_code", "mask_identity_codes", "rows_with_identity_code"]


def rows_with_identity_code(texts: pl.Series) -> pl.Series:
    """For each text whether it holds an identity code (boolean, never null).

    The shape is sought over the whole column first: the check character costs only where that is found.
    """
    candidates = texts.filter(texts.str.contains(SHAPE).fill_null(value=False)).unique()
    hits = [text for text in candidates.to_list() if contains_identity_code(text)]
    if not hits:
        return pl.repeat(value=False, n=len(texts), dtype=pl.Boolean, eager=True).alias(texts.name)
    return texts.is_in(pl.Series(hits, dtype=pl.String).implode()).fill_null(value=False)
