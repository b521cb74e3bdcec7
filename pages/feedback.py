"""Jatkuva palaute: what clients say, through which channel, and who is silent."""

from tyokyky.domain.filters import Key
from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, comments, guard, show, voices

viewer = guard.require(Permission.SEE_FIGURES, page="feedback")


@show.redrawn
def pictures() -> None:
    """Drawn again when a filter changes; the guard asks again, since the role is checked at every run."""
    who = guard.require(Permission.SEE_FIGURES, page="feedback")
    on_board = board.Board(who, of_answers=True)
    by_channel = on_board.figure("feedback", key=Key.CHANNEL)
    voices.trend(on_board, on_board.figure("feedback"))
    voices.channels(on_board, by_channel)
    voices.volume(on_board, by_channel)
    voices.silence(on_board, on_board.figure("feedback", by=True))
    comments.themes(on_board, on_board.figure("themes"))
    comments.reading(on_board, who)


mart = board.open_mart(viewer)
board.head("feedback", viewer, mart)
board.ask_of_answers(mart)
pictures()
