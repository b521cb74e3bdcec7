"""Julkaisut: what would be published, what is hidden, is it safe; from a plan to the council's hands."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, guard, release_texts, releases

viewer = guard.require(Permission.MANAGE_RELEASES, page="releases")

board.head("releases", viewer)
known = releases.overview_of(viewer)
releases.stand(known)
releases.steps(viewer, known)
release_texts.statements(viewer)
release_texts.own_texts(viewer)
releases.published(known)
releases.correct(viewer, known)
