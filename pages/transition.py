"""Nivelkohta: what happens at this one joint: who comes in, who breaks off, who is carried on, and where people go."""

from tyokyky.domain.filters import Key
from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, codevelopment_links, comments, guard, joint, show, voices

viewer = guard.require(Permission.SEE_FIGURES, page="transition")


@show.redrawn
def pictures() -> None:
    """Drawn again when a filter changes; the guard asks again, since the role is checked at every run."""
    asking = guard.require(Permission.SEE_FIGURES, page="transition")
    on_board = board.Board(asking, one_service=True)
    whole = on_board.figure("drop-off")
    show.curve(on_board, whole, on_board.figure("curve"))
    codevelopment_links.begin(asking, on_board.names, joint=on_board.service)
    joint.destinations(on_board, on_board.figure("destinations"))
    joint.units(on_board, on_board.figure("drop-off", key=Key.UNIT), on_board.figure("drop-off", without=("unit",)))
    joint.door(on_board, on_board.figure("referrals", without=("unit",)))
    joint.inside(on_board, on_board.figure("interruptions"), on_board.figure("interruptions", key=Key.UNIT))
    joint.early_signs(on_board, on_board.figure("early-signs"))
    show.levels(on_board, on_board.figure("participation"))
    comments.themes(on_board, on_board.figure("themes"))
    show.unit_feedback(on_board, on_board.figure("unit-feedback"))
    voices.trend(on_board, on_board.figure("feedback"))


mart = board.open_mart(viewer)
board.head("transition", viewer, mart)
board.ask(mart, one_service=True, breakdowns=())
pictures()
