"""Muutos ajassa: is this change real or noise, and do units differ more than chance?"""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, changes, filters, guard, show

viewer = guard.require(Permission.SEE_FIGURES, page="trends")


@show.redrawn
def pictures() -> None:
    """Drawn again when a filter changes; the guard asks again, since the role is checked at every run."""
    on_board = board.Board(guard.require(Permission.SEE_FIGURES, page="trends"), one_service=True)
    changes.control(on_board, on_board.figure("trend", by=True))
    changes.all_signals(on_board, on_board.figure("signals", by=True, without=("service",)))
    changes.units(on_board, on_board.figure("units"))
    changes.experience(on_board, on_board.figure("experience-trend"))


mart = board.open_mart(viewer)
board.head("trends", viewer, mart)
board.ask(mart, one_service=True, breakdowns=filters.PLACES, of_change=True)
pictures()
