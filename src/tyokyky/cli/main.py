"""The command line. Errors leave it as one clear line: 2 for what the user can mend, 1 for what only the makers can."""

import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from tyokyky.domain.errors import UserError

_PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "demo": ("demo", "demo"),
    "serve": ("serve", "serve"),
    "check": ("deliveries", "check"),
    "import": ("deliveries", "import_files"),
    "form": ("form", "form_app"),
    "import-queue": ("answer_queue", "import_queue"),
    "council": ("council", "council"),
    "batch": ("deliveries", "batch_app"),
    "source": ("deliveries", "source_app"),
    "build": ("deliveries", "build"),
    "figures": ("figures", "figures"),
    "steps": ("figures", "steps"),
    "export": ("export", "export_app"),
    "client-report": ("client_report", "client_report"),
    "release": ("release", "release_app"),
    "periods": ("periods", "periods_app"),
    "forget": ("rights", "forget"),
    "person": ("rights", "person_app"),
    "retention": ("rights", "retention"),
    "keys": ("keys", "keys_app"),
    "backup": ("operation", "backup"),
    "restore": ("operation", "restore"),
    "doctor": ("operation", "doctor"),
}
"""Where each command stands: module of `tyokyky.cli` and name in it."""


class _CommandsOnDemand(TyperGroup):
    """Loads only the command that is asked for: a scheduled `figures` should not wait for what it does not use."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401 - typer's own signature
        return list(_PLACES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401 - typer's own signature
        if cmd_name not in _PLACES:
            return None
        module, name = _PLACES[cmd_name]
        found = getattr(import_module(f"tyokyky.cli.{module}"), name)
        if isinstance(found, typer.Typer):
            group = typer.main.get_command(found)
            group.name = cmd_name
            return group
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        alone.command(cmd_name)(found)
        return typer.main.get_command(alone)


_HOME_VARIABLE: Final = "TYOKYKY_HOME"
_INTERRUPTED: Final = 130

app = typer.Typer(
    cls=_CommandsOnDemand,
    name="tyokyky",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(help="Missä ihmiset putoavat palvelujen väliin, ja auttoiko se, mitä kokeiltiin.")
def _tyokyky(
    home: Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")] = None,
) -> None:
    """Carries the help text of the whole. A home given before the command holds where the command names none."""
    if home is not None:
        os.environ[_HOME_VARIABLE] = str(home)


def main() -> None:
    """Runs the command line."""
    try:
        # Typer's own way of ending would print three lines in English, and the mistyped value with them.
        code = app(standalone_mode=False)
    except UserError as error:
        _end(str(error), 2)
    except TyperException as error:
        _end(_misuse(error), 2)
    except BrokenPipeError:
        sys.stderr.close()  # the reader had enough; Python must not complain of it at exit
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - the last door: a library's message may quote a cell, so its kind is told
        _end(f"Ohjelmassa on vika ({_where(error)}): ilmoita se tekijöille.", 1)
    if code == _INTERRUPTED:
        _end("Keskeytetty.", _INTERRUPTED)
    if isinstance(code, int) and code:
        sys.exit(code)


def _misuse(error: TyperException) -> str:
    """A command written wrong, in one sentence: which option or what kind of slip, never what was typed."""
    kind = type(error).__name__
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "tyokyky"
    if kind == "NoArgsIsHelpError":
        return error.format_message()
    opts = getattr(getattr(error, "param", None), "opts", None) or [""]
    name = opts[0] if opts[0].startswith("-") else opts[0].upper()
    slip = {
        "MissingParameter": f"Puuttuu {name}",
        "BadParameter": f"Kohdan {name} arvo ei kelpaa",
        "NoSuchOption": "Valitsinta ei ole",
        "BadOptionUsage": "Valitsimelta puuttuu arvo tai sitä ei oteta",
    }.get(kind, "Komentoa ei ole, tai siinä on liikaa tai liian vähän osia")
    return f"{slip}: katso {command} --help."


def _where(error: Exception) -> str:
    """Kind of error and the place in our code it came through, without any value."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "tyokyky" in frame.filename]
    place = f", {Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else ""
    return f"{type(error).__name__}{place}"


def _end(sentence: str, code: int) -> None:
    print(sentence, file=sys.stderr)
    sys.exit(code)
