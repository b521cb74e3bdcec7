"""A built release is audited, approved by two different people, and published into a folder of its own."""

import json
import shutil
from pathlib import Path
from typing import Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.release.building import required_status
from tyokyky.release.desk import STAGED, Desk, Hand, alone
from tyokyky.release.folders import MANIFEST, PACKAGE_FILE, TABLES, TEXTS, content_hash, hashes, sync_all, write_json
from tyokyky.release.ledger import Act
from tyokyky.release.proof import Proof, prove
from tyokyky.release.status import Stage, Status
from tyokyky.settings import Settings
from tyokyky.store.durability import sync

NEEDED_APPROVALS: Final = 2
_OF_MANIFEST: Final = (
    "data_cut",
    "observed_until",
    "frozen_until",
    "quarter_versions",
    "policy",
    "method_version",
    "code_version",
)


def audit(settings: Settings, release: str, hand: Hand) -> Proof:
    """Audits a built release against all that are out; the ledger has what was found, proven or not.

    Raises:
        UserError: it is not built, or has been changed since; an earlier release is missing or altered; another steward
            is at work.
    """
    with alone(settings) as desk:
        status = _unpublished(desk, release)
        proof = _proof(desk, status)
        desk.record(Act.AUDITED if proof.is_proven else Act.REJECTED, release, hand, proof.facts)
        return proof


def approve(settings: Settings, release: str, hand: Hand) -> int:
    """One person's approval of a release as it was built and audited; tells how many it has.

    Raises:
        UserError: the audit has not proven it; the person has approved it already; or as in `audit`.
    """
    with alone(settings) as desk:
        status = _unpublished(desk, release)
        _require_proven(status)
        if hand.who in status.approvers:
            raise UserError("Olet jo hyväksynyt tämän julkaisun: toisen hyväksynnän antaa toinen ihminen.")
        _require_unchanged(desk, status)
        desk.record(Act.APPROVED, release, hand, {"content": status.content})
        return len(status.approvers) + 1


def publish(settings: Settings, release: str, hand: Hand) -> Path:
    """Audits an approved release once more and publishes it: the ledger first, then its folder in one step.

    Where the power goes in between, the next act finishes it. Nothing that is out is ever written to.

    Raises:
        UserError: it lacks approvals, or those who approved it also built it; the audit fails; or as in `audit`.
    """
    with alone(settings) as desk:
        status = _unpublished(desk, release)
        _require_proven(status)
        _require_approvals(status)
        if (desk.folder / release).exists():
            raise UserError(f"Kansio releases/{release} on jo olemassa: siirrä se pois, sen päälle ei kirjoiteta.")
        proof = _proof(desk, status)
        if not proof.is_proven:
            desk.record(Act.REJECTED, release, hand, proof.facts)
            raise UserError(f"Julkaisua {release} ei julkaista: {proof.lines[0]}")
        staged = _staged(desk, release, hand)
        desk.record(Act.PUBLISHED, release, hand, _facts(staged, status, proof))
        staged.rename(desk.folder / release)
        sync(desk.folder)
        return desk.folder / release


def _unpublished(desk: Desk, release: str) -> Status:
    status = required_status(desk, release)
    if status.stage is Stage.PUBLISHED:
        raise UserError(f"Julkaisu {release} on jo julkaistu: julkaistua ei muuteta.")
    if status.content is None:
        raise UserError(f"Julkaisua {release} ei ole vielä tehty: aja ensin tyokyky release build.")
    return status


def _require_unchanged(desk: Desk, status: Status) -> None:
    if content_hash(desk.plan_folder(status.release)) != status.content:
        raise UserError(f"Julkaisun {status.release} tiedostot ovat muuttuneet tekemisen jälkeen: tee se uudelleen.")


def _require_proven(status: Status) -> None:
    if status.stage is Stage.REJECTED:
        raise UserError("Tarkastus ei todista julkaisua turvalliseksi: tee se uudelleen toisella tavalla.")
    if status.stage is not Stage.AUDITED:
        raise UserError("Julkaisua ei ole vielä tarkastettu: tarkasta se ensin.")


def _require_approvals(status: Status) -> None:
    if len(set(status.approvers)) < NEEDED_APPROVALS:
        raise UserError("Julkaisulla ei ole kahta hyväksyjää: kahden eri ihmisen on hyväksyttävä se.")
    if not set(status.approvers) - {status.built_by}:
        raise UserError("Ainakin yhden hyväksyjän on oltava muu kuin julkaisun tekijä.")


def _proof(desk: Desk, status: Status) -> Proof:
    _require_unchanged(desk, status)
    earlier = [desk.folder / entry.release for entry in desk.published]
    return prove(desk.plan_folder(status.release), earlier)


def _staged(desk: Desk, release: str, hand: Hand) -> Path:
    """The folder as it will be published, whole on the disk, where no reader looks."""
    made = desk.plan_folder(release)
    staged = made.with_name(f"{release}{STAGED}")
    shutil.rmtree(staged, ignore_errors=True)
    shutil.copytree(made / TABLES, staged / TABLES)
    for name in (PACKAGE_FILE, TEXTS):
        shutil.copyfile(made / name, staged / name)
    manifest = json.loads((made / MANIFEST).read_text(encoding="utf-8"))
    write_json(staged / MANIFEST, manifest | {"published_at": hand.when_text})
    sync_all(staged)
    return staged


def _facts(staged: Path, status: Status, proof: Proof) -> dict[str, Any]:
    manifest = json.loads((staged / MANIFEST).read_text(encoding="utf-8"))
    return {
        **{name: manifest[name] for name in _OF_MANIFEST},
        "tables": [table["name"] for table in manifest["tables"]],
        "content": status.content,
        "approvers": list(status.approvers),
        "built_by": status.built_by,
        "audit": proof.facts,
        "files": hashes(staged),
    }
