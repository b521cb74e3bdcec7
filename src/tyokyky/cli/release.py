"""`tyokyky release`: what is done to a council release, gathered from its own files."""

import typer

from tyokyky.cli.release_audit import audit

release_app = typer.Typer(help="Julkaisut asiakasraadeille.", no_args_is_help=True)


@release_app.callback()
def _release() -> None:
    """Keeps the commands named also while there is one alone."""


release_app.command("audit")(audit)
