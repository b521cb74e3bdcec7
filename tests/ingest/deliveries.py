"""Small deliveries for tests: texts of files in our own words, and the home they are delivered to."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tyokyky.ingest import delivery
from tyokyky.ingest.comparison import live_rows
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.report import DeliveryReport
from tyokyky.ingest.sources import Source, load_source
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.register import open_register

AS_OF = date(2026, 6, 30)
CONTROLLER = "hyvinvointialue"
Row = Mapping[str, str]

CLIENT: Row = {"client_id": "ASIAKAS-4711", "birth_year": "1985", "gender": "female", "municipality_code": "398"}
PERIOD: Row = {
    "period_id": "J-1",
    "client_id": "ASIAKAS-4711",
    "service_code": "KTT",
    "started_on": "2025-01-07",
    "ended_on": "2025-06-30",
    "end_reason_code": "11",
    "unit_code": "PH016TP1",
    "municipality_code": "016",
    "handover": "referral",
}
REFERRAL: Row = {
    "referral_id": "O-1",
    "client_id": "ASIAKAS-4711",
    "to_service_code": "THV",
    "referred_on": "2025-05-20",
    "from_service_code": "KTT",
    "unit_code": "PH016TP1",
    "municipality_code": "016",
}
MOMENT: Row = {
    "moment_id": "T-1",
    "client_id": "ASIAKAS-4711",
    "occurred_at": "2025-02-03 09:30:00",
    "moment_code": "plan_meeting",
    "service_code": "KTT",
    "attended": "yes",
}
RESPONSE: Row = {
    "response_id": "V-1",
    "item_id": "S1",
    "answered_on": "2025-03-01",
    "score": "4",
    "not_applicable": "",
    "client_id": "ASIAKAS-4711",
    "service_code": "KTT",
    "respondent": "client",
    "phase": "during",
}
COMMENT: Row = {"response_id": "V-1", "text": "Olisin halunnut sanoa enemmän.", "question": "Mitä muuta?"}
INSTRUMENT: Row = {"instrument_id": "M-1", "name_fi": "Oma mittari", "validated": "false"}
ITEM: Row = {
    "item_id": "M1",
    "instrument_id": "M-1",
    "text_fi": "Minua kuunneltiin.",
    "level": "evaluation",
    "plane": "own",
    "scale_min": "1",
    "scale_max": "5",
    "reversed": "false",
}
GROUP_SCORE: Row = {
    "score_id": "P-1",
    "measure_code": "THL_OSALLISUUS",
    "period_start": "2025-01-01",
    "period_end": "2025-03-31",
    "respondent_count": "12",
    "mean_score": "63.5",
    "municipality_code": "111",
    "service_code": "KTT",
}
ROWS: dict[str, Row] = {
    "client": CLIENT,
    "period": PERIOD,
    "referral": REFERRAL,
    "moment": MOMENT,
    "response": RESPONSE,
    "comment": COMMENT,
    "instrument": INSTRUMENT,
    "item": ITEM,
    "group_score": GROUP_SCORE,
}


def csv_text(rows: Sequence[Row], separator: str = ",") -> str:
    """Rows as CSV with the first row's columns as headers."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def changed(row: Row, **cells: str) -> Row:
    """A row with some cells changed."""
    return {**row, **cells}


@dataclass(frozen=True)
class Home:
    """A home to deliver to."""

    settings: Settings

    def source(self, name: str = "canonical_csv", **changes: object) -> Source:
        return load_source(self.settings, name).model_copy(update=changes)

    def deliver(
        self, rows: Sequence[Row] | bytes, as_of: date | None = AS_OF, source: Source | None = None, name: str = "x.csv"
    ) -> DeliveryReport:
        content = rows if isinstance(rows, bytes) else csv_text(rows).encode()
        return delivery.import_file(self.settings, DeliveredFile(name, content), source or self.source(), as_of)

    def check(self, rows: Sequence[Row] | bytes, source: Source | None = None) -> DeliveryReport:
        content = rows if isinstance(rows, bytes) else csv_text(rows).encode()
        return delivery.check_file(self.settings, DeliveredFile("x.csv", content), source or self.source(), AS_OF)

    def live(self, table: str, controller: str = CONTROLLER) -> pl.DataFrame:
        with open_register(self.settings.register_path, 5.0) as register:
            return live_rows(register, table, controller)

    def live_as_of(self, table: str, batch_id: int) -> pl.DataFrame:
        with open_register(self.settings.register_path, 5.0) as register:
            return query.frame(
                register, "tyokyky.store", f"register/live_{table}", {"as_of_batch": batch_id, "closed": False}
            )


def rules_of(report: DeliveryReport) -> dict[str, int]:
    """Rows by rule."""
    return {one.rule: one.row_count for one in report.rules}


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file of a folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
