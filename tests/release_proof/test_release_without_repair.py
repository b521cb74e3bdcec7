"""Without its repair the protector leaves holes, and the auditor finds them: it can fail."""

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.successive_releases import TINY, releases, small_county

from tyokyky.release.protect import engine, search

# Counties of few exits: in large ones there may be nothing to hide.
FEW = replace(TINY, most=70.0)
SETS = 10
LEAST_CAUGHT = 9


def _hole_is_found(folder: Path, seed: int) -> bool:
    (first,) = releases(folder / str(seed), small_county(seed, FEW), count=1)
    return not first.audit.proven


def test_holes_are_found_where_nothing_is_repaired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Elimination alone leaves no cell exact, but too narrow."""
    monkeypatch.setattr(engine, "hidden_by_blocks", lambda *_: None)
    monkeypatch.setattr(search.Search, "repair", lambda _: None)
    caught = [_hole_is_found(tmp_path, seed) for seed in range(SETS)]
    assert sum(caught) >= LEAST_CAUGHT
