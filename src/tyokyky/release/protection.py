"""The engines as a release uses them: the chosen one's tables, and what each of them would hide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tyokyky.domain.releases import Engine, TableLayout
from tyokyky.release.earlier import Earlier
from tyokyky.release.folders import ShownTable
from tyokyky.release.loss import Loss
from tyokyky.release.tables.counting import Counts
from tyokyky.settings import Settings


@dataclass(frozen=True)
class Protected:
    """Tables as the chosen engine lets them out, and the loss under each engine that can protect them."""

    tables: tuple[ShownTable, ...]
    losses: tuple[Loss, ...]


def both_engines(
    settings: Settings,
    facts: Mapping[str, Any],
    counts: Mapping[TableLayout, Counts],
    earlier: Earlier,
    engine: Engine,
) -> Protected:
    raise NotImplementedError
