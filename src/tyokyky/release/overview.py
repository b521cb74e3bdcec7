"""What the steward sees of releases: how far each has come, what it would hold, what is hidden; never a count."""

import json
from dataclasses import dataclass
from typing import Any

from tyokyky.release.building import LOSS_FILE, read_plan
from tyokyky.release.desk import Desk, look
from tyokyky.release.ledger import Entry
from tyokyky.release.loss import Loss, TableLoss
from tyokyky.release.status import Stage, Status, statuses
from tyokyky.settings import Settings


@dataclass(frozen=True)
class Draft:
    """The release in the making. `losses`: chosen engine first; none before it is built."""

    status: Status
    plan: dict[str, Any]
    losses: tuple[Loss, ...]

    @property
    def merged(self) -> tuple[str, ...]:
        """Municipalities that are told together."""
        groups = self.plan["merged"].get("municipality", {})
        return tuple(code for held in groups.values() for code in held)


@dataclass(frozen=True)
class Overview:
    """All releases of a home: the newest in the making, if it is newer than what is out, and those that are out."""

    draft: Draft | None
    published: tuple[Entry, ...]

    @property
    def published_quarters(self) -> tuple[str, ...]:
        """Quarters that can be corrected."""
        return tuple(sorted({quarter for entry in self.published for quarter in entry.facts["quarter_versions"]}))


def overview(settings: Settings) -> Overview:
    """The releases as ledger and folders tell them.

    Raises:
        UserError: the ledger is broken; an earlier release is missing or altered; a plan can not be read.
    """
    desk = look(settings)
    newest = next(iter(statuses(desk.entries)), None)
    is_open = newest is not None and newest.stage is not Stage.PUBLISHED
    draft = _draft(desk, newest) if newest is not None and is_open else None
    return Overview(draft, tuple(reversed(desk.published)))


def _draft(desk: Desk, status: Status) -> Draft:
    folder = desk.plan_folder(status.release)
    plan, path = read_plan(folder), folder / LOSS_FILE
    if status.content is None or not path.is_file():
        return Draft(status, plan, ())
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Draft(
        status, plan, tuple(Loss(name, tuple(TableLoss(**one) for one in rows)) for name, rows in told.items())
    )
