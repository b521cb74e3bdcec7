"""Käyttöloki: who has seen or done what and why, for the steward."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import access_log, board, guard

viewer = guard.require(Permission.READ_ACCESS_LOG, page="access_log")

board.head("access_log", viewer)
access_log.lines(viewer, access_log.asked())
