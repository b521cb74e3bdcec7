"""Themes of comments counted in plain Python, comment by comment: the twin of `figures themes`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Key = tuple[str, str, str]
Row = tuple[str, str, str, str]
"""Service, theme, kind, value of the breakdown."""


@dataclass(frozen=True)
class Comment:
    """An open comment with what its response told."""

    key: Key
    service: str | None
    municipality: str | None
    unit: str | None
    channel: str | None
    answered_on: date | None

    def value(self, by: str | None) -> str:
        """The comment's value of a breakdown."""
        if by is None:
            return ""
        if by == "year":
            return str(self.answered_on.year) if self.answered_on else "unknown"
        if by == "quarter":
            day = self.answered_on
            return f"{day.year}Q{(day.month + 2) // 3}" if day else "unknown"
        return getattr(self, by) or "unknown"


@dataclass(frozen=True)
class Act:
    """One act of coding, in their order."""

    key: Key
    coder: str
    themes: frozenset[str]


def held_now(acts: Iterable[Act]) -> dict[Key, frozenset[str]]:
    """Themes by comment: the last act on it holds, whoever's it is."""
    held: dict[Key, frozenset[str]] = {}
    for act in acts:
        held[act.key] = act.themes
    return held


def counted(
    comments: Sequence[Comment],
    acts: Iterable[Act],
    kinds: Mapping[str, str],
    by: str | None,
    wanted: Mapping[str, Any],
) -> tuple[dict[Row, tuple[int, int]], int]:
    """Per row: comments that hold the theme, comments read; and how many of the selection nobody has read."""
    held = held_now(acts)
    chosen = [one for one in comments if _is_wanted(one, **wanted)]
    groups: dict[tuple[str, str], list[Comment]] = defaultdict(list)
    for one in chosen:
        groups[one.service or "unknown", one.value(by)].append(one)
    in_use = {theme for one in chosen for theme in held.get(one.key, ())}
    all_kinds = {**dict.fromkeys(in_use, "retired"), **kinds}
    rows = {}
    for (service, value), members in groups.items():
        read = [held[one.key] for one in members if one.key in held]
        for theme, kind in all_kinds.items():
            rows[service, theme, kind, value] = (sum(theme in themes for themes in read), len(read))
    return rows, sum(one.key not in held for one in chosen)


def _is_wanted(
    one: Comment,
    service: str | None = None,
    municipality: str | None = None,
    unit: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> bool:
    places = ((municipality, one.municipality), (unit, one.unit))
    if service is not None and one.service != service:
        return False
    if any(asked is not None and (told or "unknown") != asked for asked, told in places):
        return False
    if (since or until) and one.answered_on is None:
        return False
    day = one.answered_on
    return (since is None or (day is not None and day >= since)) and (
        until is None or (day is not None and day <= until)
    )
