"""XES event logs (.xes, .xes.gz): cases and events read as rows of texts, in the order of the file."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.ingest.delivered_file import refuse_unpacked
from tyokyky.ingest.workbook import ROW_NUMBER, Sheet
from tyokyky.settings import Settings

HEADERS: Final = ("case:concept:name", "concept:name", "time:timestamp")
"""What is read of each event: whose case it is of, what happened and when. All else of the log stays unread."""
_BROKEN: Final = "XES-tiedosto on vioittunut tai kesken: siirrä se uudelleen."
_NO_LOG: Final = "Tiedosto ei ole XES-tapahtumaloki, vaikka lähde niin sanoo: tarkista lähde ja tiedosto."
_DECLARED: Final = (
    "XES-tiedostossa on DOCTYPE-määrittely, jota tapahtumalokissa ei tarvita: poista se ja tuo tiedosto uudelleen."
)
_MISSING: Final = {
    "case:concept:name": "yhdelläkään tapauksella ei ole tunnistetta (trace, concept:name)",
    "concept:name": "yhdelläkään tapahtumalla ei ole nimeä (event, concept:name)",
    "time:timestamp": "yhdelläkään tapahtumalla ei ole aikaa (event, time:timestamp)",
}
_GZIP: Final = b"\x1f\x8b"
_GZIP_WINDOW: Final = zlib.MAX_WBITS | 16
_BLOCK_BYTES: Final = 1 << 20
_PLACES: Final = {"log": 1, "trace": 2, "event": 3}
"""How deep each element stands: what has one of these names elsewhere is an attribute of something else."""
_ATTRIBUTE: Final = 1
_LOCAL_ZONE: Final = "Europe/Helsinki"


@dataclass
class _Events:
    """What a log has told so far: one list per header, one entry per event."""

    settings: Settings
    path: list[str] = field(default_factory=list)
    case: str | None = None
    event: dict[str, str] = field(default_factory=dict)
    columns: tuple[list[str | None], ...] = field(default_factory=lambda: ([], [], []))
    last_event_of_case: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens; of attributes only those directly in a trace or an event count."""
        name = tag.rpartition(":")[2]
        parent = self.path[-1] if self.path else ""
        if not parent and name != "log":
            raise UserError(_NO_LOG)
        self.path.append(name)
        key = attributes.get("key")
        if key == "concept:name" and parent == "trace" and len(self.path) == _PLACES["trace"] + _ATTRIBUTE:
            self.case = attributes.get("value")
        elif key in HEADERS and parent == "event":
            self.event[key] = attributes.get("value", "")
        elif name == "trace":
            self.case, self.last_event_of_case = None, len(self.columns[0])
        elif name == "event":
            self.event = {}

    def end(self, tag: str) -> None:
        """An element closes: an event is a row, and a case is named for all its events wherever its name stands."""
        self.path.pop()
        name = tag.rpartition(":")[2]
        cases, names, times = self.columns
        if name == "event":
            cases.append(None)
            names.append(self.event.get("concept:name"))
            times.append(self.event.get("time:timestamp"))
            if len(names) > self.settings.largest_row_count:
                raise UserError(
                    f"Tapahtumalokissa on enemmän kuin sallitut {self.settings.largest_row_count} tapahtumaa: jaa se"
                    " osiin tai nosta asetusta largest_row_count."
                )
        elif name == "trace":
            first = self.last_event_of_case
            cases[first:] = [self.case] * (len(cases) - first)
            self.case = None


def read_events(content: bytes, settings: Settings) -> Sheet:
    """The events of a log, one row each, numbered from 1 in the order of the file; nothing is written to any folder.

    Attributes other than `HEADERS`, nested ones, and the log's defaults (`global`) are not read. An event outside every
    trace has no case. Times are told in local time (`2025-01-07T10:30:00.125000`); what is no time stays as it stood.

    Raises:
        UserError: broken, truncated, no XES, with a document type (entities), too large when unpacked, without events,
            or without a single case, name or time.
    """
    events = _Events(settings)
    parser = expat.ParserCreate()
    parser.buffer_text = False
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.StartDoctypeDeclHandler = _refuse_declaration
    try:
        for block in _unpacked(content, settings):
            parser.Parse(block, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, zlib.error, LookupError, ValueError):
        # Their messages tell places and names of the file.
        raise UserError(_BROKEN if events.path or events.columns[0] else _NO_LOG) from None
    return _as_sheet(events)


def _refuse_declaration(*_: object) -> None:
    raise UserError(_DECLARED)


def _unpacked(content: bytes, settings: Settings) -> Iterator[bytes]:
    """Blocks of the log's text, unpacked where it is packed; stops as soon as it has become too large."""
    if not content.startswith(_GZIP):
        for start in range(0, len(content), _BLOCK_BYTES):
            yield content[start : start + _BLOCK_BYTES]
        return
    pending, unpacked_bytes = content, 0
    while pending:
        unpacker = zlib.decompressobj(_GZIP_WINDOW)
        while not unpacker.eof:
            block = unpacker.decompress(pending, _BLOCK_BYTES)
            pending = unpacker.unconsumed_tail
            if not block and not pending and not unpacker.eof:
                raise ValueError  # it ends before its end
            unpacked_bytes += len(block)
            refuse_unpacked(unpacked_bytes, settings)
            yield block
        pending = unpacker.unused_data


def _as_sheet(events: _Events) -> Sheet:
    columns = {f"c{at}": column for at, column in enumerate(events.columns)}
    rows = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    if rows.is_empty():
        raise UserError("Tapahtumalokissa ei ole yhtään tapahtumaa: pyydä lähteestä uusi poiminta.")
    for at, header in enumerate(HEADERS):
        if rows[f"c{at}"].null_count() == rows.height:
            raise UserError(f"Tapahtumalokista puuttuu tieto: {_MISSING[header]}. Pyydä poiminta, jossa se on.")
    rows = rows.with_columns(_local_times(rows["c2"]).alias("c2"))
    numbered = rows.with_row_index(ROW_NUMBER, offset=1).with_columns(pl.col(ROW_NUMBER).cast(pl.Int64))
    return Sheet(HEADERS, numbered)


def _local_times(texts: pl.Series) -> pl.Series:
    """Times as local wall-clock texts; one without a zone is local already, one that is no time stays as it is."""
    zoned = texts.str.replace(r"Z$", "+00:00").str.replace(r"([+-]\d{2})(\d{2})$", "$1:$2")
    instants = zoned.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", time_zone="UTC", strict=False)
    local = instants.dt.convert_time_zone(_LOCAL_ZONE).dt.strftime("%Y-%m-%dT%H:%M:%S%.6f")
    return local.zip_with(local.is_not_null(), texts)
