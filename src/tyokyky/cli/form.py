"""`tyokyky form`: the answering form alone; `tyokyky form codes`: one-time codes for it."""

from pathlib import Path
from typing import Annotated, Final

import typer

from tyokyky.settings import Settings

DEFAULT_PORT: Final = 8601
_BASE_URL: Final = f"http://127.0.0.1:{DEFAULT_PORT}"
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
Home = Annotated[Path | None, typer.Option("--home", help="Kotikansio, oletus ./var tai TYOKYKY_HOME.")]
form_app = typer.Typer(help="Vastauslomake asiakkaille.", invoke_without_command=True)


@form_app.callback()
def form(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Portti, jossa lomake avautuu.", min=1, max=65535)] = DEFAULT_PORT,
    address: Annotated[str, typer.Option(help="Osoite, jossa lomake kuuntelee.")] = "127.0.0.1",
    kiosk: Annotated[bool, typer.Option("--kiosk", help="Yhteinen laite: palaa alkuun, kun kukaan ei vastaa.")] = False,
    idle_seconds: Annotated[int, typer.Option(help="Kioskin odotus sekunteina.", min=20, max=3600)] = 90,
    home: Home = None,
) -> None:
    """Avaa vastauslomakkeen. Vastaukset jäävät jonoon, josta tyokyky import-queue tuo ne rekisteriin."""
    if context.invoked_subcommand is not None:
        return
    from tyokyky.form.pages import Kiosk  # noqa: PLC0415 - `codes` needs no web server
    from tyokyky.form.server import serve_form  # noqa: PLC0415 - as above

    link = f"http://{f'[{address}]' if ':' in address else address}:{port}/?form=LOMAKE&unit=YKSIKKÖ&service=PALVELU"
    serve_form(
        Settings.of_home(home),
        address,
        port,
        Kiosk(idle_seconds) if kiosk else None,
        on_start=lambda: _tell(link, address),
    )


def _tell(link: str, address: str) -> None:
    print(f"Lomake on auki: {link}   (sulje: Ctrl-C)", flush=True)
    if address not in _LOOPBACK:
        print(
            "Muutkin koneet pääsevät lomakkeeseen ja yhteys on salaamaton: aseta eteen TLS-välityspalvelin.", flush=True
        )


@form_app.command("codes")
def codes(
    clients: Annotated[Path, typer.Argument(help="Tekstitiedosto: asiakkaan tunniste joka rivillä.")],
    home: Home = None,
) -> None:
    """Kertakoodit luettelon asiakkaille, luettelon järjestyksessä. Koodi näytetään vain tässä."""
    from tyokyky.reporting.answer_queue import codes_for  # noqa: PLC0415 - the form itself must not load the register

    for code in codes_for(Settings.of_home(home), clients):
        print(code)


@form_app.command("link")
def link(
    form_id: Annotated[str, typer.Option("--form", help="Lomake, esimerkiksi own_items.")],
    unit: Annotated[str, typer.Option(help="Yksikön koodi.")],
    service: Annotated[str, typer.Option(help="Palvelun koodi.")],
    lang: Annotated[str, typer.Option(help="Kieli: fi, sv, en tai selko.")] = "fi",
    phase: Annotated[str, typer.Option(help="Vaihe: start, during, end tai after.")] = "",
    base_url: Annotated[str, typer.Option(help="Lomakkeen osoite, jonka vastaaja avaa.")] = _BASE_URL,
    qr: Annotated[Path | None, typer.Option("--qr", help="QR-koodin tiedosto: .svg tai .png.")] = None,
    home: Home = None,
) -> None:
    """Lomakkeen linkki ja sen QR-koodi. Linkki tarkistetaan: lomake, yksikkö ja palvelu ovat voimassa tänään."""
    from tyokyky.form.app import today  # noqa: PLC0415 - `codes` needs no web server
    from tyokyky.form.link import form_link, write_qr  # noqa: PLC0415 - as above

    asked = {"form": form_id, "unit": unit, "service": service, "phase": phase}
    made = form_link(Settings.of_home(home), base_url, lang, asked, today())
    if qr is not None:
        write_qr(made, qr)
    print(made)
