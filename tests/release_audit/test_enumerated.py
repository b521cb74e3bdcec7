"""The auditor's verdict on small tables equals that of trying everything."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.release_audit import enumerated
from tests.release_audit.enumerated import Key, failing, ranges, sensitive
from tests.release_audit.written import Counts, Made, flat, full, write

from tyokyky.release.audit.audit import Audit, audit
from tyokyky.release.audit.prove import NOBODY

_ROWS, _COLUMNS, _N_MIN = 3, 3, 5


def drawn(seed: int) -> Counts:
    """A small table with random counts and hidden cells: small ones, those that say too much, and some more."""
    random = np.random.default_rng(seed)
    axes = (
        flat("joint", *"ABC"),
        flat("outcome", *"xyz", discloses=bool(seed % 2)),
    )
    counts = full(axes, random.choice([0, 1, 2, 3, 5, 6], (_ROWS, _COLUMNS), p=[0.2, 0.2, 0.2, 0.1, 0.15, 0.15]))
    hidden = np.zeros(counts.shape, dtype=bool)
    hidden[1:, 1:] = random.random((_ROWS, _COLUMNS)) < random.choice([0.5, 0.7, 0.9])
    hidden[0, 1:] = random.random(_COLUMNS) < 0.1
    return Counts("exits", axes, counts, hidden)


def with_hidden_totals(seed: int) -> Counts:
    """Fewer people, and the totals of two joints hidden, of no outcome: then a hidden cell may be another's part."""
    table, random = drawn(seed), np.random.default_rng(1000 + seed)
    counts = full(table.axes, random.choice([0, 1, 2, 4], (_ROWS, _COLUMNS), p=[0.3, 0.4, 0.2, 0.1]))
    hidden = table.hidden.copy()
    hidden[0] = False
    hidden[1:3, 0] = True
    return replace(table, counts=counts, hidden=hidden)


def with_whole_units_hidden(seed: int) -> Counts:
    """Two joints hidden whole of three, and a few cells more: what is left of a total may then be unknown, too."""
    random = np.random.default_rng(5000 + seed)
    axes = flat("joint", *"ABC"), flat("outcome", *"xy", discloses=True)
    counts = full(axes, random.choice([0, 1, 3, 6, 8], (3, 2), p=[0.1, 0.2, 0.2, 0.3, 0.2]))
    hidden = np.zeros(counts.shape, dtype=bool)
    hidden[random.choice(3, 2, replace=False) + 1] = True
    hidden[1:, 1:] |= random.random((3, 2)) < 0.1
    return Counts("exits", axes, counts, hidden)


def as_published(table: Counts) -> Counts:
    lower, upper = ranges(table)
    return Counts(table.name, table.axes, table.counts, table.hidden, table.measure, lower, upper)


def place_of(result: Audit) -> dict[int, Key]:
    """Where each cell is in the table."""
    return {int(number): at for at, number in np.ndenumerate(result.problem.cells.ids[0])}


def failures_of(result: Audit, table: Counts) -> set[tuple[Key, Key | None]]:
    """The auditor's failures by place in the table; a derived value counts as one without an insider."""
    place = place_of(result)
    hidden = {int(number) for number in result.problem.cells.ids[0][table.hidden]}
    found: set[tuple[Key, Key | None]] = {(place[int(cell)], None) for cell in result.given_away if int(cell) in hidden}
    for proof in result.proofs:
        for one in proof.failures:
            insider = None if one.insider == NOBODY else place[int(proof.system.cells[one.insider])]
            found.add((place[int(proof.system.cells[one.cell])], insider))
    return found


@pytest.mark.parametrize(
    ("draw", "seed"),
    [
        *((drawn, seed) for seed in range(20)),
        *((with_hidden_totals, seed) for seed in range(8)),
        *((with_whole_units_hidden, seed) for seed in range(8, 32)),
    ],
)
def test_failures_are_those_found_by_trying_everything(
    draw: Callable[[int], Counts], seed: int, tmp_path: Path
) -> None:
    table = draw(seed)
    written = write(tmp_path / "r", 1, [as_published(table)], made=Made())
    result = audit(written.folder, [])
    ours, theirs = failures_of(result, table), failing(table)
    known = {at for at, number in np.ndenumerate(result.problem.cells.ids[0]) if result.problem.known[number]}
    # Where only the cell is known and not its total, the total fails in its place.
    theirs -= {(at, None) for at in known if (at[0], 0) not in known and not 1 <= table.counts[at] < _N_MIN}
    # Sums over systems are asked when nothing else fails.
    over_systems = {place_of(result)[one.cell] for one in result.problem.spreads} if ours else set()
    theirs = {(cell, insider) for cell, insider in theirs if cell not in over_systems}
    # What fails by itself is not told again for each insider.
    alone = {cell for cell, insider in theirs if insider is None} | known
    assert ours == {
        (cell, insider) for cell, insider in theirs if insider is None or (cell not in alone and insider not in known)
    }
    shown = [at for at in np.ndindex(table.counts.shape) if not table.hidden[at]]
    given = any(sensitive(table, table.counts[None], at).any() for at in shown)
    assert result.proven == (not theirs and not given and not result.groups)


@pytest.mark.parametrize("seed", range(8))
def test_published_intervals_may_be_exact_but_no_narrower(seed: int, tmp_path: Path) -> None:
    table = as_published(drawn(seed))
    assert table.lower is not None
    assert table.upper is not None
    assert not len(audit(write(tmp_path / "exact", 1, [table]).folder, []).promises)
    wide = np.argwhere(table.hidden & (table.upper > table.lower))
    if len(wide):
        place = tuple(int(one) for one in wide[seed % len(wide)])
        narrowed = table.upper.copy()
        narrowed[place] -= 1
        changed = Counts(table.name, table.axes, table.counts, table.hidden, table.measure, table.lower, narrowed)
        result = audit(write(tmp_path / "narrow", 1, [changed]).folder, [])
        assert [int(one) for one in result.promises] == [int(result.problem.cells.ids[0][place])]
        assert not result.proven


def test_what_is_left_of_a_total_decides_some_verdicts(monkeypatch: pytest.MonkeyPatch) -> None:
    """To the letter, whoever is the only one in a cell may know no complement, also where it tells nothing."""
    mild = [failing(with_whole_units_hidden(seed)) for seed in range(8, 32)]
    monkeypatch.setattr(
        enumerated, "tells", lambda table, every, place, _, n_min: sensitive(table, every, place, n_min).any()
    )
    strict = [failing(with_whole_units_hidden(seed)) for seed in range(8, 32)]
    assert all(one <= other for one, other in zip(mild, strict, strict=True))
    assert sum(bool(one) for one in mild) > 4
    assert sum(not one and bool(other) for one, other in zip(mild, strict, strict=True)) > 4


def test_both_verdicts_occur() -> None:
    verdicts = [bool(failing(drawn(seed))) for seed in range(20)]
    assert 2 < sum(verdicts) < 19
