"""What is told of a delivery: counts and rules, never a cell."""

from dataclasses import dataclass
from datetime import date

from tyokyky.ingest.findings import Findings
from tyokyky.ingest.rules import reason_of, severity_of


@dataclass(frozen=True)
class RuleCount:
    """How many rows met a rule; `severity` is `error` or `warning`, `reason_fi` says what is wrong."""

    rule: str
    severity: str
    row_count: int
    reason_fi: str


@dataclass(frozen=True)
class DeliveryReport:
    """Outcome of a delivery or of its dry run; always rows_in = accepted + quarantined + unchanged.

    `batch_id` is null when nothing was stored; `same_as_batch` names the delivery of the very same file.
    `closed` counts rows of earlier deliveries that a full delivery no longer has. `beside` is the same of
    the other table that the file gave: comments of a wide file.
    """

    batch_id: int | None
    source: str
    table: str
    file_label: str
    data_as_of: date
    rows_in: int
    accepted: int
    quarantined: int
    unchanged: int
    closed: int
    rules: tuple[RuleCount, ...]
    same_as_batch: int | None = None
    beside: "DeliveryReport | None" = None

    @property
    def of_each_table(self) -> tuple["DeliveryReport", ...]:
        """This report and the one beside it."""
        return (self,) if self.beside is None else (self, self.beside)


def rule_counts(findings: Findings) -> tuple[RuleCount, ...]:
    """The rules met: errors first, then by rows, then by name."""
    counted = [RuleCount(rule, severity_of(rule), count, reason_of(rule)) for rule, count in findings.counts().items()]
    return tuple(sorted(counted, key=lambda one: (one.severity, -one.row_count, one.rule)))
