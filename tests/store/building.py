"""A build in a process of its own, that tells each step on its standard output: to be killed at any of them."""

import subprocess
import sys
from pathlib import Path
from typing import Final

_CHILD: Final = """
import sys
from pathlib import Path
from tyokyky.analysis import mart
from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings

try:
    made = mart.build(Settings.of_home(Path(sys.argv[1])), progress=lambda step, share: print(step, flush=True))
    print(made.name, flush=True)
except UserError as error:
    print(error, file=sys.stderr)
    sys.exit(2)
"""


def start_build(home: Path) -> "subprocess.Popen[str]":
    """Starts a build of a home."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _CHILD, str(home)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
