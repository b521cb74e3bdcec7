"""The audit as a release uses it: the folder to be published and all that are out, and nothing else of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_TOLD: Final = (
    "proven",
    "earlier_count",
    "table_count",
    "cell_count",
    "protected_count",
    "unknown_count",
    "system_count",
    "demanded_count",
    "tightest_interval",
)


@dataclass(frozen=True)
class Proof:
    """What the audit found. `lines`: for people; `facts`: for the ledger, made of published numbers alone."""

    is_proven: bool
    lines: tuple[str, ...]
    facts: dict[str, Any]


def prove(folder: Path, earlier: Sequence[Path]) -> Proof:
    """Audits a folder against all earlier ones.

    Raises:
        UserError: a folder can not be believed: missing, altered, not in the format, or contradicting itself.
    """
    from tyokyky.release.audit.audit import audit  # noqa: PLC0415 - solvers load only when asked for
    from tyokyky.release.audit.report import report, report_lines  # noqa: PLC0415 - as above

    found = audit(folder, earlier)
    lines, told = tuple(report_lines(found)), report(found)
    return Proof(found.proven, lines, {name: told[name] for name in _TOLD} | {"lines": list(lines)})
