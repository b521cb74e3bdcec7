"""Two groups' differences in words: the clear ones with their size, the others only by name."""

from collections.abc import Mapping, Sequence
from typing import Any

from tyokyky.presentation import numbers, sentences, texts
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]


def row_names(rows: Sequence[Row], names: Names, language: str = DEFAULT_LANGUAGE) -> list[str]:
    """What each row is of: the service where people went, or the place where they are."""
    return [sentences.place_name(row["place"] if "place" in row else row["to"], names, language) for row in rows]


def is_clear(row: Row) -> bool:
    """Whether the interval that holds for all rows at once leaves zero out."""
    lower, upper = row["together_lower"], row["together_upper"]
    return lower is not None and upper is not None and (lower > 0 or upper < 0)


def lines(rows: Sequence[Row], names_of_rows: Sequence[str], language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """A line for each clear difference, how many others are not clear, and which rows can not be compared.

    Where no difference is clear the finding says so, and only what can not be compared is named.
    """
    named = list(zip(rows, names_of_rows, strict=True))
    told = [_clear(row, name, language) for row, name in named if is_clear(row)]
    unclear_count = sum(row["difference"] is not None and not is_clear(row) for row in rows)
    if told and unclear_count:
        values = {"count": numbers.count_text(unclear_count, language)}
        told.append(texts.say("compare.unclear", values, unclear_count, language))
    missing = [name for row, name in named if row["difference"] is None]
    if missing:
        told.append(texts.say("compare.missing", {"names": ", ".join(missing)}, language=language))
    return tuple(told)


def _clear(row: Row, name: str, language: str) -> str:
    values = {
        "name": name[:1].upper() + name[1:],
        "first": numbers.share_text(row["share_first"], language),
        "second": numbers.share_text(row["share_second"], language),
        "points": numbers.points_text(row["difference"], language),
        "lower": numbers.points_text(row["together_lower"], language),
        "upper": numbers.points_text(row["together_upper"], language),
    }
    return texts.say("compare.clear", values, language=language)
