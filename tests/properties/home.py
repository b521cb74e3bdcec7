"""Puts a generated store through the product's front door: codes, sources, CSV deliveries, import and build."""

import csv
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from tests.reference.world import Delivery, Item, World

from tyokyky.analysis import mart
from tyokyky.ingest.delivery import import_file
from tyokyky.ingest.report import DeliveryReport
from tyokyky.ingest.sources import load_source
from tyokyky.settings import LinkGroup, Settings
from tyokyky.store.generations import Generation

COLUMNS: Final = {
    "client": ("client_id", "birth_year", "gender", "municipality_code"),
    "period": (
        "period_id",
        "client_id",
        "service_code",
        "started_on",
        "ended_on",
        "end_reason_code",
        "unit_code",
        "municipality_code",
        "handover",
        "planned_end_on",
    ),
    "referral": (
        "referral_id",
        "client_id",
        "to_service_code",
        "referred_on",
        "from_service_code",
        "unit_code",
        "municipality_code",
    ),
    "moment": (
        "moment_id",
        "client_id",
        "occurred_at",
        "moment_code",
        "service_code",
        "attended",
        "participation_level",
        "plane",
    ),
    "response": (
        "response_id",
        "item_id",
        "answered_on",
        "score",
        "not_applicable",
        "client_id",
        "service_code",
        "respondent",
        "unit_code",
        "municipality_code",
        "channel",
        "phase",
    ),
}
"""Columns of each table's files, in the words of the store."""


def _write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([[_cell(cell) for cell in row] for row in rows])


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _write_codes(home: Path, world: World) -> None:
    codes = home / "codes"
    services = [
        (one.code, one.code, one.part, one.rank, one.chain_gap_days, one.usual_next_controller)
        for one in world.services
    ]
    header = ("code", "name_fi", "part", "rank", "chain_gap_days", "usual_next_controller")
    _write_csv(codes / "services.csv", header, services)
    units = {period.unit for delivery in world.deliveries for period in delivery.periods if period.unit}
    _write_csv(codes / "units.csv", ("code", "name_fi"), [(unit, unit) for unit in sorted(units)])
    moments = [(code, code, level, plane) for code, (level, plane) in world.moment_codes.items()]
    _write_csv(codes / "moments.csv", ("code", "name_fi", "level", "plane"), moments)


def _item_text(item: Item) -> str:
    return (
        f'[[items]]\nitem_id = "{item.item_id}"\ntext_fi = "{item.item_id}"\nlevel = "{item.level}"\n'
        f'plane = "{item.plane}"\nscale_min = {item.scale_min}\nscale_max = {item.scale_max}\n'
        f"reversed = {str(item.reversed).lower()}\n"
    )


def _write_instrument(home: Path, world: World, known_items: set[str]) -> None:
    new = [item for item in world.items if item.item_id not in known_items]
    if new:
        opening = 'instrument_id = "generated"\nname_fi = "generated"\nvalidated = false\n'
        folder = home / "instruments"
        folder.mkdir(parents=True, exist_ok=True)
        text = "\n".join([opening, *map(_item_text, new)])
        (folder / "generated.toml").write_text(text, encoding="utf-8")


def _write_source(home: Path, controller: str) -> None:
    lines = [f'title_fi = "{controller}"', f'controller = "{controller}"', 'kind = "csv"']
    lines.append("linked_answers_permitted = true")
    for table, columns in COLUMNS.items():
        lines.append(f"[tables.{table}.columns]")
        lines += [f'{column} = ["{column}"]' for column in columns]
    folder = home / "sources"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{controller}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _shipped_items() -> set[str]:
    path = Path(__file__).resolve().parents[2] / "data" / "instruments" / "own_items.toml"
    items: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["items"]
    return {item["item_id"] for item in items}


def write_home(home: Path, world: World) -> Settings:
    """A home with the world's codes, items, sources and link groups, and nothing delivered."""
    _write_codes(home, world)
    _write_instrument(home, world, _shipped_items())
    for controller in {delivery.controller for delivery in world.deliveries}:
        _write_source(home, controller)
    groups = tuple(
        LinkGroup(name=name, controllers=members, legal_basis="test") for name, members in world.link_groups.items()
    )
    return Settings(home=home, link_groups=groups, observed_until=world.observed_until_override)


def _rows(delivery: Delivery) -> dict[str, list[tuple[object, ...]]]:
    return {
        "client": [(one.person, one.birth_year, one.gender, one.municipality) for one in delivery.clients],
        "period": [
            (
                p.period_id,
                p.person,
                p.service,
                p.start,
                p.end,
                p.end_reason,
                p.unit,
                p.municipality,
                p.handover,
                p.planned_end,
            )
            for p in delivery.periods
        ],
        "referral": [
            (r.referral_id, r.person, r.to_service, r.referred_on, r.from_service, r.unit, r.municipality)
            for r in delivery.referrals
        ],
        "moment": [
            (m.moment_id, m.person, m.occurred_at, m.code, m.service, m.attended, m.level, m.plane)
            for m in delivery.moments
        ],
        "response": [
            (
                a.response_id,
                a.item_id,
                a.answered_on,
                a.score,
                a.not_applicable,
                a.person,
                a.service,
                a.respondent,
                a.unit,
                a.municipality,
                a.channel,
                a.phase,
            )
            for a in delivery.answers
        ],
    }


def deliver(settings: Settings, number: int, delivery: Delivery) -> list[DeliveryReport]:
    """Imports one delivery, a file per table; every row must be taken."""
    source = load_source(settings, delivery.controller)
    reports: list[DeliveryReport] = []
    for table, rows in _rows(delivery).items():
        if rows:
            path = settings.home / "inbox" / f"{number}-{table}.csv"
            _write_csv(path, COLUMNS[table], rows)
            reports.append(import_file(settings, path, source, delivery.data_as_of))
    refused = {rule.rule: rule.row_count for report in reports for rule in report.rules if rule.severity == "error"}
    assert refused == {}, "the generated rows are all meant to be good"
    return reports


def imported(home: Path, world: World) -> tuple[Settings, Generation]:
    """The store after all deliveries, built."""
    settings = write_home(home, world)
    for number, delivery in enumerate(world.deliveries):
        deliver(settings, number, delivery)
    return settings, mart.build(settings)
