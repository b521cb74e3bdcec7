"""A release in the making as the steward reads it: what is hidden and why, table by table."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Protocol

from tyokyky.presentation import numbers, texts
from tyokyky.presentation.tables import ReadableTable
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_LOSS: Final = ("table", "cell_count", "small_count", "other_count", "changed_count", "hidden_share", "rate_share")
_PUBLISHED: Final = ("release", "published_on", "quarters", "approvers")


class TableLoss(Protocol):
    """Loss of one table (release.loss.TableLoss)."""

    @property
    def table(self) -> str:
        """Its name."""

    @property
    def cell_count(self) -> int:
        """Cells in it."""

    @property
    def small_count(self) -> int:
        """Cells protected for their own sake."""

    @property
    def other_count(self) -> int:
        """Cells protected for others' sake."""

    @property
    def changed_count(self) -> int:
        """Cells shown with another count than the true one."""

    @property
    def rate_count(self) -> int:
        """Rates of drop-off it would give."""

    @property
    def hidden_rate_count(self) -> int:
        """Those that it does not give."""


def loss_table(losses: Iterable[TableLoss], language: str = DEFAULT_LANGUAGE) -> ReadableTable:
    """One row per table: cells, those protected by reason, and how many rates of drop-off are left."""
    headings = tuple(texts.say(f"releases.loss.{name}", language=language) for name in _LOSS)
    return ReadableTable(headings, tuple(_loss_row(loss, language) for loss in losses))


def _loss_row(loss: TableLoss, language: str) -> tuple[str, ...]:
    nothing = texts.say("nothing", language=language)
    shown = loss.rate_count - loss.hidden_rate_count
    rates = texts.say(
        "releases.loss.rates",
        {"shown": numbers.count_text(shown, language), "all": numbers.count_text(loss.rate_count, language)},
        language=language,
    )
    return (
        table_name(loss.table, language),
        numbers.count_text(loss.cell_count, language),
        numbers.count_text(loss.small_count, language),
        numbers.count_text(loss.other_count, language),
        numbers.count_text(loss.changed_count, language),
        numbers.share_text(hidden_share([loss]), language),
        rates if loss.rate_count else nothing,
    )


def hidden_share(losses: Sequence[TableLoss]) -> float:
    """Share of cells that are protected or changed, of all tables together."""
    cells = sum(loss.cell_count for loss in losses)
    return sum(loss.small_count + loss.other_count + loss.changed_count for loss in losses) / cells if cells else 0.0


def shown_rate_share(losses: Sequence[TableLoss]) -> float:
    """Share of rates of drop-off that the shown counts give; 1 where there are none."""
    rates = sum(loss.rate_count for loss in losses)
    return 1 - sum(loss.hidden_rate_count for loss in losses) / rates if rates else 1.0


def share(value: float, language: str = DEFAULT_LANGUAGE) -> str:
    """A share 0–1 in words."""
    return numbers.share_text(value, language)


def table_name(table: str, language: str = DEFAULT_LANGUAGE) -> str:
    """What a table is called."""
    for beginning in ("exits_by_experience_", "answers_"):
        if table.startswith(beginning) and table != "answers_by_municipality":
            level = texts.say(f"level.{table.removeprefix(beginning)}", language=language)
            return texts.say(f"releases.table.{beginning.rstrip('_')}", {"level": level}, language=language)
    return texts.say(f"releases.table.{table}", language=language)


def published_table(rows: Iterable[tuple[str, str, Sequence[str], Sequence[str]]], language: str) -> ReadableTable:
    """One row per release that is out: id, moment of publishing, quarters, approvers."""
    headings = tuple(texts.say(f"releases.published.{name}", language=language) for name in _PUBLISHED)
    cells = tuple(
        (
            release,
            numbers.day_text(date.fromisoformat(when[:10]), language),
            f"{quarters[0]}–{quarters[-1]}",
            ", ".join(approvers),
        )
        for release, when, quarters, approvers in rows
    )
    return ReadableTable(headings, cells)
