"""`tyokyky release`: what the council will read, from a plan to a folder that is never changed, and its audit."""

import typer

from tyokyky.cli import release_audit, release_steps

release_app = typer.Typer(
    help="Julkaisut asiakasraadille: suunnittele, tee, tarkasta, hyväksy, julkaise.", no_args_is_help=True
)
release_app.command("plan")(release_steps.plan)
release_app.command("build")(release_steps.build)
release_app.command("audit")(release_audit.audit)
release_app.command("approve")(release_steps.approve)
release_app.command("publish")(release_steps.publish)
release_app.command("list")(release_steps.list_releases)
