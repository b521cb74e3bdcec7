"""Runs the council's server until it is stopped."""

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from tyokyky.council.app import council_app
from tyokyky.council.guard import LOOPBACK
from tyokyky.domain.errors import UserError


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, configuration: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(configuration)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Binds the port, and tells."""
        await super().startup(sockets)
        if self.started:
            self._on_start()


def serve_council(folder: Path, address: str, port: int, on_start: Callable[[], None]) -> None:
    """Serves a folder of releases in this process. Nothing of who read what is logged.

    Raises:
        UserError: the port is taken, or the address is none of this machine's.
    """
    configuration = uvicorn.Config(
        council_app(folder, is_at_home=address in LOOPBACK),
        host=address,
        port=port,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        lifespan="off",
        limit_concurrency=1000,
    )
    try:
        _Server(configuration, on_start).run()
    except SystemExit:
        raise UserError(
            f"Raadin sivu ei käynnistynyt: osoite ei kelpaa tai portti {port} on varattu. Tarkista --address ja --port."
        ) from None
    except KeyboardInterrupt:
        return
