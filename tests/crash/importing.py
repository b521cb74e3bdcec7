"""An import in a process of its own, that tells each step on its standard output: to be killed, starved or watched."""

import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Final

from tests.ingest.deliveries import PERIOD, changed, csv_text

AS_OF: Final = date(2026, 6, 30)
_CHILD: Final = """
import sys
from datetime import date
from pathlib import Path
from tyokyky.domain.errors import UserError
from tyokyky.ingest.delivery import import_file
from tyokyky.ingest.sources import load_source
from tyokyky.settings import Settings

settings = Settings.of_home(Path(sys.argv[1]))
source = load_source(settings, "canonical_csv")

def tell(step, share):
    print(step, flush=True)

try:
    import_file(settings, Path(sys.argv[2]), source, date(2026, 6, 30), progress=tell)
except UserError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""


def periods_file(path: Path, count: int, first: int = 0) -> Path:
    """A delivery of sound periods, with one refused row and one repeated row among them."""
    rows = [changed(PERIOD, period_id=f"J-{n}", client_id=f"ASIAKAS-{n % 900:05}") for n in range(first, first + count)]
    rows.append(changed(PERIOD, period_id="J-REFUSED", handover="perhaps"))
    rows.append(rows[0])
    path.write_text(csv_text(rows), encoding="utf-8")
    return path


def start_import(home: Path, file: Path, largest_file_bytes: int | None = None) -> "subprocess.Popen[str]":
    """Starts the import; `largest_file_bytes` makes every write beyond it fail, as a full disk does."""

    def starve() -> None:
        if largest_file_bytes is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file_bytes, largest_file_bytes))

    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _CHILD, str(home), str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=starve,  # noqa: PLW1509 - no threads are needed before the child's own program starts
    )
