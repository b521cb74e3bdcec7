"""Makes the small data sets for R: `python -m tests.oracles.make_sets`. Seeded, so that it makes the same files again.

One row per exit: days until something followed or until it could no longer be seen, what followed (empty when nothing
was seen), and the person. Each set holds situations in which estimators of drop-off differ or break.
"""

import csv
import random
from pathlib import Path

SETS_FOLDER = Path(__file__).parent / "sets"
Row = tuple[int, str, int]


def ties(rng: random.Random) -> list[Row]:
    """Few different days, so that exits followed and exits no longer seen share them, day 0 among them."""
    days, kinds = (0, 0, 5, 14, 30, 31, 89, 90, 91, 180, 200), ("", "", "THV", "TYV", "TYO")
    return [(rng.choice(days), rng.choice(kinds), rng.randrange(200)) for _ in range(240)]


def all_followed(rng: random.Random) -> list[Row]:
    """S = 0: the last one at risk is followed on day 75; some are lost to view before."""
    rows = [(rng.randrange(70), rng.choice(("", "KTT", "TYO", "TYO")), person) for person in range(120)]
    return [*rows, (75, "KTT", 120), (75, "TYO", 121)]


def none_followed(rng: random.Random) -> list[Row]:
    """S = 1 while there is somebody at risk: up to day 160."""
    return [(rng.randrange(40, 160), "", person) for person in range(99)] + [(160, "", 99)]


def one_destination(rng: random.Random) -> list[Row]:
    """One cause only, and everybody gets there: S = 0 and the share of the destination is 1 from day 100 on."""
    rows = [(rng.randrange(100), rng.choice(("", "TYV", "TYV")), person) for person in range(150)]
    return [*rows, (100, "TYV", 150)]


def short_follow_up(rng: random.Random) -> list[Row]:
    """Nobody is followed to day 90: no estimate from there on."""
    rows = [(rng.randrange(61), rng.choice(("", "", "KTT", "PT")), person) for person in range(110)]
    return [*rows, (60, "", 110)]


def repeated(rng: random.Random) -> list[Row]:
    """Three exits per person, some persons always carried on and some never: intervals must know of it."""
    rows: list[Row] = []
    for person in range(110):
        leaning = rng.choice((0.05, 0.5, 0.9))
        for _ in range(rng.randint(1, 5)):
            follows = rng.random() < leaning
            kind = rng.choice(("THV", "TYO", "KOUL")) if follows else ""
            rows.append((int(rng.expovariate(1 / 25)) if follows else rng.randrange(20, 400), kind, person))
    return rows


SETS = (ties, all_followed, none_followed, one_destination, short_follow_up, repeated)


def write(name: str, rows: list[Row]) -> None:
    with (SETS_FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("time_days", "followed_by", "person"))
        writer.writerows(rows)


def main() -> None:
    SETS_FOLDER.mkdir(exist_ok=True)
    for number, make in enumerate(SETS):
        write(make.__name__, make(random.Random(20250101 + number)))  # noqa: S311 - test data, nothing secret


if __name__ == "__main__":
    main()
