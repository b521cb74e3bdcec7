"""What long work says on its way, and what it says of a delivery in the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from tyokyky.cli.display import remarks
from tyokyky.ingest.report import DeliveryReport
from tyokyky.reporting.deliveries import Notices


@contextmanager
def progress_bar() -> Iterator[Notices]:
    """A bar on standard error for long work; where there is no screen, only the word that it must wait."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=remarks, transient=True, disable=not remarks.is_terminal) as bar:
        task = bar.add_task("", total=1.0)
        yield Notices(
            progress=lambda step, share: bar.update(task, description=step, completed=share),
            on_wait=lambda: remarks.print("Toinen tuonti tai koonti on kesken: odotetaan."),
        )


def print_report(report: DeliveryReport, *, is_dry_run: bool = False) -> None:
    """One delivery in a few lines: counts, then each rule with its reason; of a file of two tables, each of them."""
    for one in report.of_each_table if report.same_as_batch is None else (report,):
        _print_table(one, is_dry_run=is_dry_run)


def _print_table(report: DeliveryReport, *, is_dry_run: bool) -> None:
    if report.same_as_batch is not None:
        print(
            f"{report.file_label}: sama tiedosto on jo tuotu (erä {report.same_as_batch}). Mitään ei muutettu."
            " Jos korjasit koodistoa tai lähdettä, peru ensin se erä."
        )
        return
    kept = "hyväksyttäisiin" if is_dry_run else f"erä {report.batch_id}, hyväksytty"
    refused = "hylättäisiin" if is_dry_run else "hylätty"
    print(
        f"{report.file_label} ({report.table}): rivejä {report.rows_in}, {kept} {report.accepted},"
        f" {refused} {report.quarantined}, ennallaan {report.unchanged}, päätetty {report.closed}."
    )
    for rule in report.rules:
        kind = "virhe" if rule.severity == "error" else "huomio"
        print(f"  {kind} {rule.rule}: {rule.row_count} riviä. {rule.reason_fi}")
