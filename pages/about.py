"""Tietoa palvelusta: how the numbers are made, whose registers meet, what is asked, known limits, accessibility."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import about, board, guard

viewer = guard.require(Permission.READ_ABOUT, page="about")

mart = about.built_mart()
board.head("about", viewer, mart)
about.how_numbers_are_made(mart)
about.sources(mart)
about.link_groups()
about.questionnaires()
about.limits_and_accessibility()
