"""Yleiskuva: which joints to mend first, what changed, and what followed where."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, gaps, guard, show

viewer = guard.require(Permission.SEE_FIGURES, page="overview")


@show.redrawn
def pictures() -> None:
    """Drawn again when a filter changes; the guard asks again, since the role is checked at every run."""
    on_board = board.Board(guard.require(Permission.SEE_FIGURES, page="overview"))
    gaps.to_mend(on_board)
    gaps.change(on_board)
    joints = on_board.figure("drop-off")
    show.path(on_board, joints, on_board.figure("destinations"))
    show.joints(on_board, joints)
    gaps.official(on_board)


mart = board.open_mart(viewer)
board.head("overview", viewer, mart)
board.ask(mart)
pictures()
