"""Which cells of a council release are protected, and what is shown in their place."""

from tyokyky.release.protect.engine import Protected, ProtectedTable, Surroundings, losses_by_engine, protect
from tyokyky.release.protect.lattice import EarlierRelease
from tyokyky.release.protect.loss import Loss

__all__ = ["EarlierRelease", "Loss", "Protected", "ProtectedTable", "Surroundings", "losses_by_engine", "protect"]
