"""The layout of a CSV text: where records end and how many cells each has, without reading the cells."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tyokyky.domain.errors import UserError

_BLOCK_BYTES: Final = 1 << 24
_LINE_FEED: Final = ord("\n")
_CARRIAGE_RETURN: Final = ord("\r")
_QUOTE: Final = ord('"')


@dataclass(frozen=True)
class Layout:
    """Where the header ends, and for each record after it (blank ones too) how many cells it has; 0 = blank."""

    header: tuple[str, ...]
    body_start: int
    cell_counts: NDArray[np.int64]
    ends_with_line_feed: bool


def layout_of(text: bytes, separator: str) -> Layout:
    """Layout of a text whose quotes, if any, enclose whole cells and are doubled inside (RFC 4180).

    Raises:
        UserError: a quote opens that never closes, or text follows a closing quote.
    """
    has_quotes = b'"' in text
    if has_quotes:
        refuse_stray_quotes(text, separator)
    ends, separators_before = _records(text, ord(separator), has_quotes=has_quotes)
    counts = np.diff(separators_before, prepend=0) + 1
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts
    content = np.frombuffer(text, dtype=np.uint8)
    only_return = (lengths == 1) & (content[np.minimum(starts, len(text) - 1)] == _CARRIAGE_RETURN)
    counts[(lengths == 0) | only_return] = 0
    header_text = text[: int(ends[0])].decode()
    header = next(csv.reader(io.StringIO(header_text.rstrip("\r"), newline=""), delimiter=separator), [])
    return Layout(tuple(header), int(ends[0]) + 1, counts[1:], text.endswith(b"\n"))


def _records(text: bytes, separator: int, *, has_quotes: bool) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Offset of each record's end, and how many separators stand before it."""
    ends: list[NDArray[np.int64]] = []
    separators_before: list[NDArray[np.int64]] = []
    separator_count = quote_count = 0
    for start, block in _blocks(text):
        is_end, is_separator = block == _LINE_FEED, block == separator
        if has_quotes:
            quotes_so_far = quote_count + np.cumsum(block == _QUOTE)
            outside = (quotes_so_far & 1) == 0
            is_end, is_separator = is_end & outside, is_separator & outside
            quote_count = int(quotes_so_far[-1])
        block_ends = np.flatnonzero(is_end)
        block_separators = np.flatnonzero(is_separator)
        ends.append(block_ends + start)
        separators_before.append(np.searchsorted(block_separators, block_ends) + separator_count)
        separator_count += len(block_separators)
    if not text.endswith(b"\n"):
        ends.append(np.array([len(text)]))
        separators_before.append(np.array([separator_count]))
    return np.concatenate(ends), np.concatenate(separators_before)


def _blocks(text: bytes) -> Iterator[tuple[int, NDArray[np.uint8]]]:
    """Block by block: positions as whole numbers take eight times the memory of the text."""
    content = np.frombuffer(text, dtype=np.uint8)
    for start in range(0, len(text), _BLOCK_BYTES):
        yield start, content[start : start + _BLOCK_BYTES]


def refuse_stray_quotes(text: bytes, separator: str) -> None:
    """Refuses a text where a quote stands inside an unquoted cell or is never closed.

    A reader would take all up to the next quote, maybe thousands of rows, for one cell.
    """
    content = np.frombuffer(text, dtype=np.uint8)
    quotes = np.flatnonzero(content == _QUOTE)
    opening, closing = quotes[0::2], quotes[1::2]
    before = content[np.maximum(opening - 1, 0)]
    may_open = (opening == 0) | np.isin(before, (ord(separator), _LINE_FEED, _QUOTE))
    after = content[np.minimum(closing + 1, len(text) - 1)]
    may_close = (closing == len(text) - 1) | np.isin(after, (ord(separator), _LINE_FEED, _CARRIAGE_RETURN, _QUOTE))
    stray = np.concatenate((opening[~may_open], closing[~may_close], opening[len(closing) :]))
    if len(stray):
        row = text.count(b"\n", 0, int(stray.min())) + 1
        raise UserError(
            f"Rivillä {row} on lainausmerkki, joka ei ala tai pääty solun reunaan: pyydä lähteestä poiminta, jossa"
            " lainausmerkit on kahdennettu."
        )
