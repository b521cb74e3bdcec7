"""Asiakasraati: what has been published, in plain words; the council writes its own statement about it."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, council, guard

viewer = guard.require(Permission.READ_RELEASES, page="council")

board.head("council", viewer)
release = council.published(viewer)
council.statement(release, viewer)
