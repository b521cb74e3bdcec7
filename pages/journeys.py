"""Palvelupolut: which ways people really go, where they bounce, and, for the team, one path opened with a reason."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, guard, journeys, one_path, service_paths, show

viewer = guard.require(Permission.SEE_FIGURES, page="journeys")


@show.redrawn
def pictures() -> None:
    """Drawn again when a filter changes; the guard asks again, since the role is checked at every run."""
    asking = guard.require(Permission.SEE_FIGURES, page="journeys")
    on_board = board.Board(asking, one_service=True)
    journeys.paths(on_board)
    journeys.months_and_ways(on_board)
    one_path.one_path(on_board, asking)
    service_paths.service_paths(on_board, asking)


mart = board.open_mart(viewer)
board.head("journeys", viewer, mart)
board.ask(mart, one_service=True, breakdowns=())
pictures()
