"""Runs the form's server until it is stopped."""

import socket
from collections.abc import Callable

import uvicorn

from tyokyky.domain.errors import UserError
from tyokyky.form.app import form_app
from tyokyky.form.pages import Kiosk
from tyokyky.settings import Settings


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


def serve_form(settings: Settings, address: str, port: int, kiosk: Kiosk | None, on_start: Callable[[], None]) -> None:
    """Serves the form of a home in this process. Nothing of who asked for what is logged.

    Raises:
        UserError: the home is not fit, or the port is taken.
    """
    # Its own words of an error would be English and may quote what was sent; the site tells its faults itself.
    # A proxy's word for the sender's address is not believed: anybody could write it and pass the limits.
    configuration = uvicorn.Config(
        form_app(settings, kiosk),
        host=address,
        port=port,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        lifespan="off",
        limit_concurrency=1000,
    )
    try:
        _Server(configuration, on_start).run()
    except SystemExit:
        raise UserError(
            f"Lomake ei käynnistynyt: osoite ei kelpaa tai portti {port} on varattu. Tarkista --address ja --port."
        ) from None
    except KeyboardInterrupt:
        return
