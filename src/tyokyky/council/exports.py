"""Published tables as CSV, cell by cell as they were published."""

import csv
import io
from typing import Final

from tyokyky.council.cells import ReleaseTable
from tyokyky.presentation.tables import harmless

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


def csv_of(table: ReleaseTable) -> bytes:
    """The table for a Finnish spreadsheet: semicolons, UTF-8 with a byte-order mark, harmless cells.

    Columns: the dimensions' codes, `count` (empty where protected), `lower`, `upper`; rows in the published order.
    """
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\n")
    writer.writerow([harmless(one.name) for one in table.dimensions] + ["count", "lower", "upper"])
    for codes, cell in table.rows():
        count = "" if cell.count is None else str(cell.count)
        writer.writerow([*map(harmless, codes), count, str(cell.lower), str(cell.upper)])
    return _BYTE_ORDER_MARK + written.getvalue().encode()
