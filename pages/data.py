"""Aineisto: what came in, what was refused and why; the steward brings in files and takes them back."""

from tyokyky.privacy.roles import Permission
from tyokyky.ui import board, deliveries, guard

viewer = guard.require(Permission.SEE_DELIVERY_COUNTS, page="data")

board.head("data", viewer)
deliveries.refuse_part(viewer)
if deliveries.manages(viewer):
    deliveries.upload(viewer)
rows = deliveries.ledger(viewer)
deliveries.quality(viewer)
if deliveries.manages(viewer):
    deliveries.quarantine(viewer, rows)
    deliveries.undo(viewer, rows)
