"""Putoamiskohdat: one joint at a time: how fast people are carried on, for whom, and how participation goes with it."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, comments, guard, show

viewer = guard.require(Permission.SEE_FIGURES, page="drop_off")


@show.redrawn
def pictures() -> None:
    """Drawn again when a filter changes; the guard asks again, since the role is checked at every run."""
    on_board = board.Board(guard.require(Permission.SEE_FIGURES, page="drop_off"), one_service=True)
    joint = on_board.figure("drop-off")
    show.curve(on_board, joint, on_board.figure("curve"))
    show.breakdown(on_board, joint, on_board.figure("drop-off", by=True))
    show.levels(on_board, on_board.figure("participation"))
    show.silence(on_board, on_board.figure("silence"))
    comments.themes(on_board, on_board.figure("themes"))
    show.unit_feedback(on_board, on_board.figure("unit-feedback"))


mart = board.open_mart(viewer)
board.head("drop_off", viewer, mart)
board.ask(mart, one_service=True)
pictures()
