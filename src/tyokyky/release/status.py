"""How far each release has come, told by the ledger alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tyokyky.release.ledger import Act, Entry


class Stage(StrEnum):
    """How far a release has come."""

    PLANNED = "planned"
    BUILT = "built"
    REJECTED = "rejected"
    AUDITED = "audited"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Status:
    """One release as the ledger tells it.

    Attributes:
        planned_by, built_by: who did it last; null where nobody has.
        content: hash of all that would be published, as it was built last; null before.
        approvers: who have approved that content, in their order.
        audit: what the audit of that content found; empty before.
    """

    release: str
    stage: Stage
    planned_by: str
    built_by: str | None
    content: str | None
    approvers: tuple[str, ...]
    audit: dict[str, object]


def status_of(acts: Iterable[Entry]) -> Status | None:
    """Status of one release by its acts; null where it was never planned. What is built anew is approved anew."""
    status: Status | None = None
    for act in acts:
        status = _after(status, act)
    return status


def _after(status: Status | None, act: Entry) -> Status | None:
    if act.kind is Act.PLANNED:
        return Status(act.release, Stage.PLANNED, act.who, None, None, (), {})
    if status is None:
        return None
    changes: dict[Act, dict[str, object]] = {
        Act.BUILT: {
            "stage": Stage.BUILT,
            "built_by": act.who,
            "content": act.facts.get("content"),
            "approvers": (),
            "audit": {},
        },
        Act.AUDITED: {"stage": Stage.AUDITED, "audit": dict(act.facts)},
        Act.REJECTED: {"stage": Stage.REJECTED, "audit": dict(act.facts)},
        Act.APPROVED: {"approvers": (*status.approvers, act.who)},
        Act.PUBLISHED: {"stage": Stage.PUBLISHED},
    }
    return Status(**{**vars(status), **changes.get(act.kind, {})})


def statuses(entries: Iterable[Entry]) -> tuple[Status, ...]:
    """Status of every release that was ever planned, the newest first."""
    by_release: dict[str, list[Entry]] = {}
    for entry in entries:
        by_release.setdefault(entry.release, []).append(entry)
    found = [status for acts in by_release.values() if (status := status_of(acts)) is not None]
    return tuple(reversed(found))
