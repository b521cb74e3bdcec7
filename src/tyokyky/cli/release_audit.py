"""`tyokyky release audit`: proves that a release folder exposes nobody, or refuses."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer


def audit(
    folder: Annotated[Path, typer.Argument(help="Julkaisukansio, joka tarkastetaan.")],
    earlier: Annotated[
        list[Path] | None, typer.Option("--earlier", help="Aiempi julkaisukansio; toista jokaiselle.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Raportti JSON-muodossa.")] = False,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="Tiedosto, johon todiste tallennetaan.")
    ] = None,
) -> None:
    """Todistaa, ettei ketään voi löytää julkaisusta ja kaikista aiemmista yhdessä. Paluuarvo 0 vain, kun todistettu."""
    from tyokyky.release.audit.audit import audit as audited  # noqa: PLC0415 - solvers load only when asked for
    from tyokyky.release.audit.certificate import save_certificate  # noqa: PLC0415 - as above
    from tyokyky.release.audit.report import report, report_lines  # noqa: PLC0415 - as above

    found = audited(folder, earlier or [])
    if certificate is not None:
        save_certificate(certificate, found)
    if as_json:
        print(json.dumps(report(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(report_lines(found)))
    if not found.proven:
        sys.exit(1)
