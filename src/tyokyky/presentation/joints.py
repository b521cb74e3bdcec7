"""Joints in words: one line each, with what stands out there and how thin the evidence is."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from tyokyky.domain.figures import Figure
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.charts.amounts import joint_name
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

Row = Mapping[str, Any]
Themes = Mapping[str, Sequence[str]]
"""Names of the most frequent themes of comments, by service code."""
MOST_LINES: Final = 5
FEW_EXITS: Final = 50
WIDE_SHARE: Final = 0.5
"""An interval wider than this share of the lost is called wide."""
NO_THEMES: Final[Themes] = {}
_MOST_THEMES: Final = 2


def frequent_themes(themes: Figure, names: Names, language: str = DEFAULT_LANGUAGE) -> dict[str, tuple[str, ...]]:
    """Names of the themes that most read comments of each service hold; withheld counts and zeros name nothing.

    Of as many comments a problem comes before what works, then the codebook's order.
    """
    known = themes.table.with_row_index("place").filter(pl.col("n") > 0)
    most = known.sort(-pl.col("n").cast(pl.Int64), "place").group_by("service", maintain_order=True).head(_MOST_THEMES)
    return {
        str(service): tuple(names.of("theme", theme, language) for theme in rows["theme"])
        for (service,), rows in most.group_by("service", maintain_order=True)
    }


def lost_lines(
    gaps: Figure, no_shows: Figure, names: Names, themes: Themes = NO_THEMES, language: str = DEFAULT_LANGUAGE
) -> tuple[str, ...]:
    """The joints at which most people were lost, most first; joints whose number is withheld have no line."""
    missed = _missed(no_shows)
    rows = [row for row in gaps.table.to_dicts() if row["lost"] is not None]
    return tuple(
        _lost_line(row, missed.get(row["service"], {}), themes.get(row["service"], ()), names, language)
        for row in rows[:MOST_LINES]
    )


def _missed(no_shows: Figure) -> dict[str, dict[str, float]]:
    """Shares with a missed moment by service and outcome."""
    found: dict[str, dict[str, float]] = {}
    for row in no_shows.table.to_dicts():
        if row["share"] is not None:
            found.setdefault(row["service"], {})[row["outcome"]] = row["share"]
    return found


def _lost_line(row: Row, missed: Mapping[str, float], themes: Sequence[str], names: Names, language: str) -> str:
    parts = [texts.say("joint.lost", _lost_values(row, joint_name(row, "", names, language), language))]
    if row["weakest_level"]:
        level = texts.say(f"level.{row['weakest_level']}", language=language)
        parts.append(texts.say("joint.weakest", {"level": level}, language=language))
    if missed.keys() == {"dropped", "followed"}:
        shares = {name: numbers.share_text(share, language) for name, share in missed.items()}
        parts.append(texts.say("joint.missed", shares, language=language))
    if themes:
        parts.append(texts.say("joint.themes", {"themes": ", ".join(themes)}, language=language))
    return " ".join([*parts, *_thin(row, language, names_level=True)])


def _lost_values(row: Row, name: str, language: str) -> dict[str, str]:
    counts = {"lost": row["lost"], "lower": row["lost_lower"], "upper": row["lost_upper"], "exits": row["exits"]}
    said = {key: numbers.count_text(round(count), language) for key, count in counts.items()}
    return {**said, "name": name[:1].upper() + name[1:], "share": numbers.share_text(row["drop_off"], language)}


def _thin(row: Row, language: str, *, names_level: bool = False) -> list[str]:
    """Why a joint's numbers should be read with care; nothing where they stand on enough.

    `names_level`: whether the line would name the weakest level.
    """
    reasons = []
    if row["exits"] < FEW_EXITS:
        reasons.append("exits")
    elif row["lost_upper"] - row["lost_lower"] > WIDE_SHARE * row["lost"]:
        reasons.append("interval")
    if names_level and not row["weakest_level"]:
        reasons.append("answers")
    if not reasons:
        return []
    words = [texts.say(f"joint.thin.{reason}", {"exits": str(FEW_EXITS)}, language=language) for reason in reasons]
    return [texts.say("joint.thin", {"reasons": ", ".join(words)}, language=language)]


def excess_lines(gaps: Figure, by_name: str, names: Names, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """The joints at which most more were lost than at the whole area's drop-off, most first."""
    known = [row for row in gaps.table.to_dicts() if row["excess"] is not None and round(row["excess"]) >= 1]
    rows = sorted(known, key=lambda row: -row["excess"])[:MOST_LINES]
    lines = []
    for row in rows:
        values = _lost_values(row, joint_name(row, by_name, names, language), language)
        more = {"excess": numbers.count_text(round(row["excess"]), language)}
        is_clear = row["lost_lower"] > row["lost"] - row["excess"]
        key = "joint.excess" if is_clear else "joint.excess.unclear"
        lines.append(" ".join([texts.say(key, values | more, language=language), *_thin(row, language)]))
    return tuple(lines)
