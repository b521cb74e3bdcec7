"""The link of a form, and its QR code as a picture for a wall or a leaflet."""

from datetime import date
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import segno

from tyokyky.domain.errors import UserError
from tyokyky.feedback.answering import NoFormError, Refusal, find_form
from tyokyky.form.pages import address_of
from tyokyky.form.words import Language
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book
from tyokyky.store.instruments import load_instruments

_PIXELS_PER_MODULE: Final = 10
_QUIET_MODULES: Final = 4
"""White around the code: readers need it (ISO/IEC 18004)."""
_KINDS: Final = (".svg", ".png")
_REFUSED: Final = {
    Refusal.FORM: "Lomaketta ei ole tai siinä ei kysytä asiakkailta mitään: tarkista --form.",
    Refusal.SCALE: "Lomakkeen asteikolta ei voi valita vaihtoehtoa: valitse toinen --form.",
    Refusal.SERVICE: "Palvelua ei ole tai sen koodi ei ole voimassa tänään: tarkista --service.",
    Refusal.UNIT: "Yksikköä ei ole tai sen koodi ei ole voimassa tänään: tarkista --unit.",
    Refusal.PHASE: "Vaihetta ei ole: anna --phase start, during, end tai after.",
}


def form_link(settings: Settings, base_url: str, language: str, asked: dict[str, str], day: date) -> str:
    """The link that opens a form, when the form's server has it on that day. `asked`: form, unit, service, phase.

    Raises:
        UserError: no such form, unit, service, phase or language, or `base_url` is no address of a server.
    """
    if language not in set(Language):
        raise UserError(f"Kieltä ei ole: anna --lang {', '.join(Language)}.")
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise UserError("Osoite ei kelpaa: anna --base-url, esimerkiksi https://palaute.esimerkki.fi.")
    try:
        form = find_form(load_instruments(settings), load_code_book(settings), asked, day)
    except NoFormError as error:
        raise UserError(_REFUSED[error.refusal]) from None
    return f"{base_url.rstrip('/')}{address_of(form, Language(language))}"


def write_qr(link: str, path: Path) -> None:
    """Writes the link's QR code as SVG or PNG, by the file's ending; an existing file is replaced.

    Raises:
        UserError: another ending, or the file can not be written.
    """
    if path.suffix.lower() not in _KINDS:
        raise UserError("QR-koodin tiedosto ei kelpaa: anna --qr, jonka pääte on .svg tai .png.")
    try:
        # Level M: the code is read with a seventh of it dirty or torn.
        segno.make_qr(link, error="m").save(str(path), scale=_PIXELS_PER_MODULE, border=_QUIET_MODULES)
    except OSError:
        raise UserError("QR-koodia ei voitu kirjoittaa: tarkista --qr-tiedoston kansio ja oikeudet.") from None
