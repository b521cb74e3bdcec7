"""Random joints as the analysis would count them: every table is made from the same exits, so every sum holds."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

VALUES: Final = ("A", "B", "C", "D")
SUCCESSORS: Final = ("NEXT", "JOB", "PENSION")
_NOT_FOLLOWED: Final = ("dropped", "still", "not_yet", "not_linked")
_RATES: Final = (
    "drop_off_share",
    "lower_share",
    "upper_share",
    "lower_clustered_share",
    "upper_clustered_share",
    "variance",
)


@dataclass(frozen=True)
class OneExit:
    """An exit in one value of a breakdown, and what became of it: a successor, or one of `_NOT_FOLLOWED`."""

    value: str
    person: int
    fate: str
    period_count: int


def exits_of(seed: int) -> list[OneExit]:
    """A few dozen exits at most, so that small counts are common; each fate has its own weight in each store."""
    chosen = random.Random(seed)  # noqa: S311 - a table, not a secret
    fates = (*SUCCESSORS, *_NOT_FOLLOWED)
    weights = [chosen.choice((0, 1, 4, 12)) for _ in fates]
    if not sum(weights):
        weights[0] = 1
    values = VALUES[: chosen.randint(1, len(VALUES))]
    exits = []
    for value in values:
        count = chosen.choice((1 if value == "A" else 0, 1, 3, 8, 20, 45))
        persons = range(max(1, count // chosen.choice((1, 1, 2))))
        for number in range(count):
            person = VALUES.index(value) * 1000 + persons[number % len(persons)]
            fate = chosen.choices(fates, weights)[0]
            exits.append(OneExit(value, person, fate, chosen.choice((1, 1, 2))))
    return exits


def counted(value: str, exits: Iterable[OneExit]) -> dict[str, object]:
    """One row of a drop-off table; window and tolerance are equally long, the hardest case."""
    own = list(exits)
    of_fate = {fate: sum(one.fate == fate for one in own) for fate in (*SUCCESSORS, *_NOT_FOLLOWED)}
    at_start = len(own) - of_fate["not_yet"] - of_fate["not_linked"]
    counts = {
        "period_count": sum(one.period_count for one in own),
        "spell_count": len(own),
        "exit_count": len(own),
        "person_count": len({one.person for one in own}),
        "at_start_count": at_start,
        "dropped_count": of_fate["dropped"],
        "still_in_window_count": of_fate["still"],
        "not_yet_observable_count": of_fate["not_yet"],
        "may_be_renewed_count": of_fate["still"] + of_fate["not_yet"],
        "not_linked_count": of_fate["not_linked"],
    }
    share = of_fate["dropped"] / at_start if at_start else None
    state = "" if at_start else "none" if not own else "not_yet"
    return {"service_code": "S", "breakdown_value": value, **counts, **dict.fromkeys(_RATES, share), "state": state}


def _frame(rows: list[dict[str, object]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(_RATES, pl.Float64))


def _groups(exits: list[OneExit], *, broken_down: bool) -> Iterator[tuple[str, list[OneExit]]]:
    if not broken_down:
        yield "", exits
        return
    for value in VALUES:
        own = [one for one in exits if one.value == value]
        if own:
            yield value, own


def drop_off_table(exits: list[OneExit], *, broken_down: bool) -> pl.DataFrame:
    """Drop-off of the one service, with or without the breakdown."""
    return _frame([counted(value, own) for value, own in _groups(exits, broken_down=broken_down)])


def destination_table(exits: list[OneExit], *, broken_down: bool) -> pl.DataFrame:
    """Destinations of the one service, with or without the breakdown."""
    rows = []
    for value, own in _groups(exits, broken_down=broken_down):
        row = counted(value, own)
        for successor in SUCCESSORS:
            count = sum(one.fate == successor for one in own)
            base = row["at_start_count"]
            share = count / base if isinstance(base, int) and base else None
            shares = dict.fromkeys(("share", "lower_share", "upper_share"), share)
            rows.append({**row, **shares, "successor_service_code": successor, "successor_count": count})
    return _frame(rows)
