"""Osallisuus: on which levels clients take part, as they say and as was recorded, and who is silent."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, guard, show, voices

viewer = guard.require(Permission.SEE_FIGURES, page="participation")


@show.redrawn
def pictures() -> None:
    """Drawn again when a filter changes; the guard asks again, since the role is checked at every run."""
    asking = guard.require(Permission.SEE_FIGURES, page="participation")
    on_board = board.Board(asking, one_service=True, of_answers=True)
    voices.views(on_board, on_board.figure("views"))
    voices.level_groups(on_board, on_board.figure("participation"))
    voices.trend(on_board, on_board.figure("feedback"))
    voices.silence(on_board, on_board.figure("feedback", by=True))


mart = board.open_mart(viewer)
board.head("participation", viewer, mart)
board.ask_of_answers(mart, one_service=True)
pictures()
