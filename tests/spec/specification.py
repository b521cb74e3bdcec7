"""A specification: a tiny journey table, a question, and the answer that the definitions give."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any, Final

from tests.reference.world import Answer, Client, Delivery, Item, Moment, Period, Service, World

FOLDER: Final = Path(__file__).parent / "journeys"
CONTROLLER: Final = "county"
NOTHING: Final = ("", "none")

# The services that the journeys name, as in the design's catalogue (reference, section 1).
SERVICES: Final = (
    Service("KTT", "path", 17, 30),
    Service("THV", "path", 11, 30),
    Service("TYV", "path", 14, 30),
    Service("PTA", "path", 24, 14),
    Service("TYO", "outcome", 1, 0),
    Service("ELAKE", "neutral", 5, 0),
    Service("REK", "background", 90, 30),
)
ITEMS: Final = (Item("S1", "planning"), Item("S2", "planning"))

Row = dict[str, str]


def table(text: str) -> list[Row]:
    """Rows of a text table: cells between bars, the first line names the columns."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    names, *rows = lines
    return [dict(zip(names, row, strict=True)) for row in rows]


def _date(cell: str | None) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _needed_date(cell: str) -> date:
    return date.fromisoformat(cell)


@dataclass(frozen=True)
class Spec:
    """One specification as it is written in the `journeys` folder."""

    heading: str
    values: Mapping[str, Any]

    def __str__(self) -> str:
        return str(self.values["title"])

    def rows(self, name: str) -> list[Row]:
        return table(self.values[name]) if name in self.values else []

    def text(self, name: str, default: str = "") -> str:
        return str(self.values.get(name, default))

    @property
    def ask(self) -> str:
        return self.text("ask")

    @property
    def window_days(self) -> int:
        return int(self.values.get("window_days", 90))

    @property
    def chain_gap_days(self) -> int | None:
        value = self.values.get("chain_gap_days")
        return None if value is None else int(value)

    @property
    def link_group(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self.text("link_group").split(",") if name.strip())

    @property
    def services(self) -> tuple[Service, ...]:
        """The catalogue, with what the specification adds or puts in its place."""
        own = {row["code"]: _service(row) for row in self.rows("services")}
        return tuple(({service.code: service for service in SERVICES} | own).values())

    def deliveries(self) -> tuple[Delivery, ...]:
        """What came in, delivery by delivery; answers, moments and clients come with the first."""
        extracted = self.rows("deliveries") or [
            {"controller": CONTROLLER, "data_as_of": str(self.values["observed_until"])}
        ]
        return tuple(self._delivery(number, row) for number, row in enumerate(extracted, start=1))

    def _delivery(self, number: int, row: Row) -> Delivery:
        bare = Delivery(
            controller=row["controller"],
            data_as_of=_needed_date(row["data_as_of"]),
            periods=self._periods(number, row["controller"]),
        )
        if number > 1:
            return bare
        return replace(
            bare,
            clients=tuple(map(_client, self.rows("clients"))),
            moments=tuple(_moment(n, moment) for n, moment in enumerate(self.rows("moments"))),
            answers=tuple(_answer(n, answer) for n, answer in enumerate(self.rows("answers"))),
        )

    def _periods(self, delivery: int, controller: str) -> tuple[Period, ...]:
        return tuple(
            _period(row)
            for row in self.rows("periods")
            if row.get("controller", controller) == controller and row.get("delivery", str(delivery)) == str(delivery)
        )

    def world(self) -> World:
        """The journeys as the twin reads them."""
        groups = {"joined": self.link_group} if self.link_group else {}
        return World(
            services=self.services,
            deliveries=self.deliveries(),
            items=ITEMS,
            link_groups=groups,
            observed_until_override=self.values.get("observed_until_setting"),
        )


def _service(row: Row) -> Service:
    usual_next = row.get("usual_next_controller", "")
    return Service(row["code"], row["part"], int(row["rank"]), int(row["chain_gap_days"]), usual_next)


def _period(row: Row) -> Period:
    # The natural key, without the end: an open period delivered again with its end is the same period.
    period_id = f"{row['person']}-{row['service']}-{row['start']}-{row.get('unit', '')}"
    return Period(
        period_id=period_id,
        person=row["person"],
        service=row["service"],
        start=_needed_date(row["start"]),
        end=_date(row["end"]),
        unit=row.get("unit") or None,
    )


def _client(row: Row) -> Client:
    return Client(row["person"], int(row["birth_year"]))


def _moment(number: int, row: Row) -> Moment:
    return Moment(
        moment_id=str(number),
        person=row["person"],
        occurred_at=datetime.combine(_needed_date(row["occurred_on"]), time(12)),
        code="meeting",
        service=row["service"] or None,
        attended=row.get("attended") or None,
        level=row["level"],
        plane=row["plane"],
    )


def _answer(number: int, row: Row) -> Answer:
    return Answer(
        response_id=row.get("form") or str(number),
        item_id=row["item"],
        answered_on=_needed_date(row["answered_on"]),
        person=row["person"] or None,
        service=row["service"],
        score=int(row["score"]) if row["score"] else None,
        not_applicable=bool(row.get("not_applicable")),
        respondent=row.get("respondent") or "client",
        unit=row.get("unit") or None,
        channel=row.get("channel") or None,
    )


@dataclass(frozen=True)
class Chapter:
    heading: str
    intro: str
    specs: tuple[Spec, ...]


@cache
def chapters() -> tuple[Chapter, ...]:
    """All specifications in their order."""
    made: list[Chapter] = []
    for path in sorted(FOLDER.glob("*.toml")):
        with path.open("rb") as file:
            content = tomllib.load(file)
        specs = tuple(Spec(content["heading"], values) for values in content["spec"])
        made.append(Chapter(content["heading"], content["intro"], specs))
    return tuple(made)


def specs() -> list[Spec]:
    return [spec for chapter in chapters() for spec in chapter.specs]
