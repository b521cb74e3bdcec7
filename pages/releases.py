"""Julkaisut: what would be published, what is hidden, is it safe; from a plan to the council's hands."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, guard, release_texts, releases

viewer = guard.require(Permission.MANAGE_RELEASES, page="releases")

board.head("releases", viewer)
known = releases.overview_of(viewer)
releases.stand(known)
releases.plan(viewer, known)
release_texts.texts(viewer)
releases.steps(viewer, known)
releases.published(known)
releases.correct(viewer, known)
