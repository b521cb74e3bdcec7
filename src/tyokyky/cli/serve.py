"""`tyokyky serve`: starts the dashboard on the current mart, on this machine only, from whatever folder."""

import os
import signal
import socket
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Annotated, Any, Final

import typer

from tyokyky.domain.errors import UserError
from tyokyky.settings import LOOPBACK_HOSTS, Settings, shipped_folder
from tyokyky.ui.mode import MODE_VARIABLE, Mode, allowed_hosts_of, mode_for
from tyokyky.ui.providers import streamlit_secrets

ADDRESS: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501
_LONGEST_START_SECONDS: Final = 60.0
_POLL_SECONDS: Final = 0.1


def serve(
    port: Annotated[int, typer.Option(help="Portti, jossa palvelu avautuu.", min=1, max=65535)] = DEFAULT_PORT,
    local: Annotated[
        bool, typer.Option("--local", help="Oma aineisto yhden ihmisen omalla koneella: rooli valitaan ruudulla.")
    ] = False,
    address: Annotated[str, typer.Option(help="Osoite; ilman kirjautumista vain oma kone.")] = ADDRESS,
    headless: Annotated[bool, typer.Option("--headless", help="Älä avaa selainta.")] = False,
    home: Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")] = None,
) -> None:
    """Avaa palvelun nykyisestä koonnista."""
    settings = Settings.of_home(home)
    mode = mode_for(settings, is_local=local, address=address)
    # A missing secret is told here, in one sentence, and not by a server that does not start.
    streamlit_secrets(settings)
    open_dashboard(settings, mode, port=port, address=address, opens_browser=not headless)


def open_dashboard(
    settings: Settings, mode: Mode, port: int = DEFAULT_PORT, address: str = ADDRESS, *, opens_browser: bool = True
) -> None:
    """Runs the dashboard until it is stopped: prints its address, and opens a browser where there is a screen.

    Raises:
        UserError: the port is taken, or the server did not start.
    """
    with starting_server(settings, mode, port, address) as server:
        server.stay_open(opens_browser=opens_browser)


@dataclass(frozen=True)
class Server:
    """A dashboard's process, the address where it listens, and the one where people open it."""

    process: subprocess.Popen[bytes]
    place: str
    opened_at: str

    def stay_open(self, *, opens_browser: bool) -> None:
        """Tells the address once the dashboard answers, and stays until it is stopped.

        Raises:
            UserError: it did not start.
        """
        _wait_until_ready(self.process, self.place)
        print(f"Työkyky on auki: {self.opened_at}   (sulje: Ctrl-C)", flush=True)
        if opens_browser and _has_screen():
            webbrowser.open(self.opened_at)
        self.process.wait()


@contextmanager
def starting_server(
    settings: Settings, mode: Mode, port: int = DEFAULT_PORT, address: str = ADDRESS
) -> Iterator[Server]:
    """Starts the dashboard's process, which loads beside the work of the block; stops it at the end of the block."""
    _refuse_taken(port, address)
    # A terminated launcher would leave its server running, with nobody to stop it.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    place = f"http://{f'[{address}]' if ':' in address else address}:{port}"
    flags = _flags(port, address, allowed_hosts_of(settings))
    command = [sys.executable, "-m", "streamlit", "run", str(shipped_folder() / "app.py"), *flags]
    process = subprocess.Popen(command, env=server_environment(settings, mode), cwd=shipped_folder())  # noqa: S603
    try:
        yield Server(process, place, settings.sign_in.public_address if settings.sign_in else place)
    except KeyboardInterrupt:
        print("Työkyky suljetaan.", flush=True)
    finally:
        _stop(process)


def server_environment(settings: Settings, mode: Mode) -> dict[str, str]:
    """Environment of the server: the home, the mode (no viewer can change them), and no foreign Streamlit settings."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    return {**inherited, "TYOKYKY_HOME": str(settings.home), MODE_VARIABLE: str(mode)}


def _flags(port: int, address: str, hosts: Collection[str] = LOOPBACK_HOSTS) -> list[str]:
    """Every shipped setting as a flag: flags win over any file in the folder or home of the user."""
    text = (shipped_folder() / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    options = dict(_options(tomllib.loads(text)))
    options |= {"server.port": str(port), "server.address": address}
    named = [f"--server.allowedHosts={host}" for host in sorted(hosts)]
    return [*(f"--{name}={value}" for name, value in options.items()), *named]


def _options(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _options(value, f"{prefix}{name}.")
        elif isinstance(value, bool):
            yield f"{prefix}{name}", str(value).lower()
        # The one list, the allowed hosts, is the home's.
        elif not isinstance(value, list):
            yield f"{prefix}{name}", str(value)


def _wait_until_ready(server: subprocess.Popen[bytes], place: str) -> None:
    end = monotonic() + _LONGEST_START_SECONDS
    # By a host name that it answers to, whatever its address.
    asked = urllib.request.Request(f"{place}/_stcore/health", headers={"Host": ADDRESS})  # noqa: S310
    while server.poll() is None and monotonic() < end:
        try:
            with urllib.request.urlopen(asked, timeout=2):  # noqa: S310
                break
        except (urllib.error.URLError, OSError):
            sleep(_POLL_SECONDS)
    if server.poll() is not None:
        raise UserError("Palvelu ei käynnistynyt: portti voi olla varattu. Anna toinen, esimerkiksi --port 8502.")


def _refuse_taken(port: int, address: str) -> None:
    """Another server on the port would answer in our place, perhaps with another home."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            raise UserError(
                f"Portti {port} on varattu: sulje toinen palvelu tai anna toinen portti (--port)."
            ) from None


def _has_screen() -> bool:
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _stop(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
