"""A planned release is built: its tables are protected and written as a folder that can be audited and approved."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import Engine, TableLayout
from tyokyky.release import hidden_counts
from tyokyky.release.desk import Desk, Hand, alone
from tyokyky.release.earlier import Earlier, earlier_releases
from tyokyky.release.folders import (
    MANIFEST,
    PACKAGE_FILE,
    TEXTS,
    content_hash,
    data_package,
    layout_of,
    sha256,
    sync_all,
    table_facts,
    write_json,
    write_tables,
)
from tyokyky.release.ledger import Act
from tyokyky.release.loss import Loss
from tyokyky.release.planning import PLAN_FILE
from tyokyky.release.protection import Protected, both_engines
from tyokyky.release.status import Stage, Status, status_of
from tyokyky.release.tables.counting import with_totals
from tyokyky.release.told import texts_of_release
from tyokyky.settings import Settings

LOSS_FILE: Final = "loss.json"
_BUILDING: Final = ".building"


@dataclass(frozen=True)
class Built:
    """A release as it was built: its folder, the hash of all that would be published, and what each engine hides."""

    release: str
    folder: Path
    content: str
    losses: tuple[Loss, ...]


def build(settings: Settings, release: str, hand: Hand, engine: Engine | None = None) -> Built:
    """Protects a planned release and writes its folder; `engine` wins over the policy's. Built anew is approved anew.

    Raises:
        UserError: it was never planned or is out already; another release has come out since; its counts are gone; an
            earlier release is missing or altered; another steward is at work; or the policy would protect no one.
    """
    with alone(settings) as desk:
        status = required_status(desk, release)
        if status.stage is Stage.PUBLISHED:
            raise UserError(f"Julkaisu {release} on jo julkaistu: suunnittele uusi julkaisu.")
        earlier = earlier_releases(desk)
        facts = read_plan(desk.plan_folder(release))
        if facts["earlier"] != earlier.facts:
            raise UserError("Suunnittelun jälkeen on tullut toinen julkaisu: suunnittele tämä uudelleen.")
        chosen = engine or facts["policy"]["engine"]
        protected = _protected(settings, facts, earlier, chosen)
        facts = facts | {"policy": facts["policy"] | {"engine": chosen}}
        layouts = [table.layout for table in protected.tables]
        texts = texts_of_release(settings, layouts, date.fromisoformat(facts["data_cut"]), earlier)
        folder = _write(desk, facts, protected, texts)
        made = Built(release, folder, content_hash(folder), protected.losses)
        loss = {one.engine: one.as_facts() for one in made.losses}
        desk.record(Act.BUILT, release, hand, {"content": made.content, "engine": chosen, "loss": loss})
        return made


def required_status(desk: Desk, release: str) -> Status:
    """How far a release has come.

    Raises:
        UserError: it was never planned.
    """
    status = status_of(desk.acts_of(release))
    if status is None:
        raise UserError("Julkaisua ei ole suunniteltu: katso tunnukset komennolla tyokyky release list.")
    return status


def read_plan(folder: Path) -> dict[str, Any]:
    """What was planned.

    Raises:
        UserError: the plan can not be read.
    """
    try:
        plan: dict[str, Any] = json.loads((folder / PLAN_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UserError(f"Julkaisun {folder.name} suunnitelmaa ei voi lukea: suunnittele julkaisu uudelleen.") from None
    return plan


def _protected(settings: Settings, facts: Mapping[str, Any], earlier: Earlier, engine: Engine) -> Protected:
    layouts = [layout_of(table) for table in facts["tables"]]
    leaves: dict[str, pl.DataFrame] = hidden_counts.kept(settings, facts["id"], [one.name for one in layouts])
    counts: dict[TableLayout, Any] = {one: with_totals(one, leaves[one.name]) for one in layouts}
    return both_engines(settings, facts, counts, earlier, engine)


def _write(desk: Desk, facts: Mapping[str, Any], protected: Protected, texts: dict[str, Any]) -> Path:
    """Writes the whole beside and lets it take the old one's place, so that a broken build leaves the old one."""
    folder = desk.plan_folder(facts["id"])
    beside = folder.with_name(f"{folder.name}{_BUILDING}")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir()
    write_tables(beside, protected.tables)
    tables = [table_facts(beside, table.layout) for table in protected.tables]
    write_json(beside / TEXTS, texts)
    write_json(beside / MANIFEST, {**facts, "files": {TEXTS: sha256(beside / TEXTS)}, "tables": tables})
    write_json(beside / PACKAGE_FILE, data_package(facts["id"], tables))
    shutil.copyfile(folder / PLAN_FILE, beside / PLAN_FILE)
    write_json(beside / LOSS_FILE, {one.engine: one.as_facts() for one in protected.losses})
    sync_all(beside)
    shutil.rmtree(folder)
    beside.rename(folder)
    return folder
