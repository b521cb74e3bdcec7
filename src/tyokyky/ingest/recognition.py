"""Recognises by its headers which table of a source a file fills, and which column is where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.ingest.header_texts import normalised
from tyokyky.ingest.sources import Source, TableMap
from tyokyky.store.tables import TABLES, Table

__all__ = ["DATA_AS_OF_COLUMN", "MADE_IDS", "Recognised", "normalised", "recognise", "refuse_repeated"]

DATA_AS_OF_COLUMN: Final = "_data_as_of"
"""Name under which the column of the day of extraction is read."""
MADE_IDS: Final = {
    "period": "period_id",
    "referral": "referral_id",
    "moment": "moment_id",
    "response": "response_id",
    "group_score": "score_id",
}
"""Ids that are made from the natural key where a source has none."""
_FEWEST_COLUMNS: Final = 2


@dataclass(frozen=True)
class Recognised:
    """The table a file fills and the position in the file of each column found."""

    table: Table
    positions: dict[str, int]
    data_as_of_position: int | None


def recognise(source: Source, headers: Sequence[str]) -> Recognised:
    """The table whose columns the headers name best.

    Headers are compared without byte order marks, kinds of space, a trailing colon and case; in any order.

    Raises:
        UserError: no table or several fit, a needed column is missing, or a column is there twice. What was found is
            never told: in a file without headers the first row is a person's.
    """
    found = [normalised(header) for header in headers]
    positions = {name: _positions(table_map, found) for name, table_map in source.tables.items()}
    best_count = max(len(columns) for columns in positions.values())
    best = [name for name, columns in positions.items() if len(columns) == best_count]
    fitting = [name for name in best if not _missing(name, positions[name])]
    if best_count < _FEWEST_COLUMNS or not fitting:
        raise UserError(
            _unrecognised(source, best if best_count >= _FEWEST_COLUMNS else list(source.tables), positions)
        )
    if len(fitting) > 1:
        raise UserError(f"Otsikot sopivat yhtä hyvin tauluihin {', '.join(fitting)}: tarkenna lähteen otsikoita.")
    name = fitting[0]
    refuse_repeated(positions[name])
    return Recognised(
        TABLES[name], {column: at[0] for column, at in positions[name].items()}, _data_as_of(source, found)
    )


def _positions(table_map: TableMap, found: Sequence[str]) -> dict[str, list[int]]:
    positions: dict[str, list[int]] = {}
    for column, accepted in table_map.columns.items():
        wanted = {normalised(header) for header in accepted}
        at = [position for position, header in enumerate(found) if header in wanted]
        if at:
            positions[column] = at
    return positions


def _missing(name: str, positions: dict[str, list[int]]) -> list[str]:
    needed = [column for column in TABLES[name].required if column != MADE_IDS.get(name)]
    return [column for column in needed if column not in positions]


def _unrecognised(source: Source, tables: Sequence[str], positions: dict[str, dict[str, list[int]]]) -> str:
    """Names what is expected: the accepted headers of the needed columns that are missing."""
    expected = []
    for name in tables:
        headers = source.tables[name].columns
        missing = [headers[column][0] if column in headers else column for column in _missing(name, positions[name])]
        expected.append(f"{name}: {', '.join(missing) or 'lisää sarakkeita'}")
    return (
        f"Tiedostoa ei tunnistettu otsikoista (lähde {source.name}); puuttuu {'; '.join(expected)}. Tarkista"
        " otsikkorivi, erotin ja lähde."
    )


def refuse_repeated(positions: dict[str, list[int]]) -> None:
    """Refuses a file where several headers fit one column.

    Raises:
        UserError: always when so; which of them is meant is not for us to guess.
    """
    repeated = [column for column, at in positions.items() if len(at) > 1]
    if repeated:
        raise UserError(
            f"Tiedostossa on useampi kuin yksi sarake, joka sopii kenttään {', '.join(repeated)}: jätä yksi tai"
            " tarkenna lähteen otsikoita."
        )


def _data_as_of(source: Source, found: Sequence[str]) -> int | None:
    if source.data_as_of is None or normalised(source.data_as_of) not in found:
        return None
    return found.index(normalised(source.data_as_of))
