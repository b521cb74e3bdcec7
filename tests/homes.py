"""Homes to ask figures of, and the command line as a user types it."""

import io
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import polars as pl
import pytest
from tests.properties.home import imported
from tests.reference.world import Client, Delivery, Period, Service, World

from tyokyky.cli.main import main
from tyokyky.domain.filters import Breakdown, Filters
from tyokyky.reporting.figures import exact_figure
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import SETTINGS_FILE, Settings

CONTROLLER: Final = "county"
AS_OF: Final = date(2025, 12, 31)
SERVICES: Final = (
    Service("STEP", "path", 10, 30),
    Service("OTHER", "path", 11, 30),
    Service("JOB", "outcome", 1, 0),
)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode()

    def assert_refused(self, said: str) -> None:
        """One clear line on standard error, exit code 2, nothing on standard output, no traceback."""
        assert self.code == 2, (self.code, self.err)
        assert self.err.count("\n") == 1, self.err
        assert said in self.err
        assert self.out == b""


def tyokyky(*arguments: object) -> Outcome:
    """Runs the command line in this process: what it writes is what a user would read."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    code = 0
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "argv", ["tyokyky", *map(str, arguments)])
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        patched.setenv("TYOKYKY_HOME", "")
        patched.delenv("TYOKYKY_HOME")
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
        out.flush()
        written = out.buffer.getvalue()
    return Outcome(code, written, err.getvalue())


def stay(person: object, service: str, start: str, end: str | None, **more: str | None) -> Period:
    """One period; its id is told by its person, service and start."""
    number = f"{person}-{service}-{start}"
    ended = date.fromisoformat(end) if end else None
    return Period(number, str(person), service, date.fromisoformat(start), ended, **more)  # type: ignore[arg-type]


def built(home: Path, *periods: Period, as_of: date = AS_OF, **changes: object) -> Settings:
    """A home with one delivery of these periods, built; its services are `SERVICES` unless changed."""
    clients = tuple(Client(person, 1985, "female", "398") for person in dict.fromkeys(p.person for p in periods))
    delivery = Delivery(CONTROLLER, as_of, periods, clients)
    world = World(**{"services": SERVICES, "deliveries": (delivery,), **changes})  # type: ignore[arg-type]
    settings, _ = imported(home, world)
    if not (home / SETTINGS_FILE).exists():
        (home / SETTINGS_FILE).write_text("# All defaults.\n", encoding="utf-8")
    return settings


def exact_rows(mart: Mart | Settings, filters: Filters, by: str | None = None) -> list[dict[str, object]]:
    """Rows of the exact drop-off."""
    opened = current_mart(mart) if isinstance(mart, Settings) else mart
    return exact_figure(opened, "drop-off", filters, Breakdown.parse(by) if by else None).table.to_dicts()


def frame_of_csv(outcome: Outcome, like: pl.DataFrame) -> pl.DataFrame:
    """The printed CSV read back with the types of the figure; an empty text is what CSV makes of a missing one."""
    texts = pl.read_csv(io.BytesIO(outcome.out), infer_schema=False)
    as_figure = [
        pl.col(name).str.to_date() if kind == pl.Date else pl.col(name).cast(kind) for name, kind in like.schema.items()
    ]
    return texts.select(as_figure).with_columns(pl.col(pl.String).fill_null(""))
