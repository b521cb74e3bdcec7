"""What the command line shows to be read: a table on standard output, remarks on standard error."""

import sys

import polars as pl
from rich.console import Console
from rich.table import Table

from tyokyky.domain.figures import Figure
from tyokyky.domain.names import CodeNames
from tyokyky.presentation.sentences import sentence

remarks = Console(stderr=True, highlight=False)


def print_table(table: pl.DataFrame) -> None:
    """A frame for reading: shares with four decimals, missing as a dash; as wide as it needs where it is piped."""
    drawn = Table(*table.columns, show_edge=False, pad_edge=False)
    for row in table.iter_rows():
        drawn.add_row(*map(_cell, row))
    width = None if sys.stdout.isatty() else max(80, 24 * len(table.columns))
    Console(highlight=False, width=width).print(drawn)


def print_figure(figure: Figure, names: CodeNames) -> None:
    """The figure's table, and beside it its finding, what it is of and its caveats."""
    print_table(figure.table)
    for message in (figure.finding, figure.is_of, *figure.caveats):
        remarks.print(sentence(message, names))


def _cell(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
