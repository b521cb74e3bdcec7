"""Yhteiskehittäminen: from a weak joint to a work done together, its actions, their effect, and what was told back."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, codevelopment, guard

viewer = guard.require(Permission.READ_CODEVELOPMENT, page="codevelopment")
mart = board.open_mart(viewer)
board.head("codevelopment", viewer, mart)
codevelopment.codevelopment(board.Board(viewer), viewer)
