"""Is the home well: one check after another, each with a plain sentence. Nothing is changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from tyokyky.domain.errors import UserError
from tyokyky.domain.home_places import place_of
from tyokyky.privacy import access_log
from tyokyky.privacy.key_rotation import next_ring
from tyokyky.privacy.pseudonyms import has_keys, open_key_ring
from tyokyky.reporting import doctor_files, doctor_program
from tyokyky.settings import Settings
from tyokyky.store import generations, upgrades
from tyokyky.store.channels import load_channels
from tyokyky.store.codebook import load_code_book, load_instruments
from tyokyky.store.connection import exclusive
from tyokyky.store.durability import free_bytes
from tyokyky.store.register_state import RegisterState, register_state
from tyokyky.store.themes import load_themes
from tyokyky.store.trend_plan import load_trend_plan


class State(StrEnum):
    """How something is: fine, to be looked at, or broken."""

    OK = "ok"
    WARNING = "varoitus"
    FAULT = "vika"


@dataclass(frozen=True)
class Check:
    """What was looked at, how it is, and one sentence: what was seen and what to do."""

    subject: str
    state: State
    told: str


_MEGABYTE: Final = 1 << 20
_LEAST_FREE: Final = 200 * _MEGABYTE
_COMFORTABLE_FREE: Final = 1024 * _MEGABYTE
_REWRITING_FACTOR: Final = 3
"""Room to write the register anew, and the mart beside it."""


def examine(settings: Settings) -> list[Check]:
    """Every check of a home, in the order in which a person would mend what is wrong."""
    if not settings.home.is_dir():
        return [
            Check("koti", State.FAULT, "Kotikansiota ei ole: tarkista --home tai tee koti komennolla tyokyky import.")
        ]
    checks = [Check(subject, State(state), told) for subject, state, told in doctor_program.of_program()]
    checks += [_home(settings), _files(settings), _settings(settings), _keys(settings)]
    state = _register(settings, checks)
    checks += [_copies(settings), _mart(settings, state), _kept(settings, state), _disk(settings), _log(settings)]
    checks += [Check(subject, State(how), told) for subject, how, told in doctor_files.of_folders(settings)]
    return checks


def _home(settings: Settings) -> Check:
    open_to_others = settings.home.stat().st_mode & 0o007
    if open_to_others and not settings.synthetic:
        return Check("koti", State.WARNING, "Muutkin käyttäjät pääsevät kotikansioon: rajaa oikeudet (chmod 700).")
    return Check("koti", State.OK, "Kotikansio on omistajan käytössä.")


def _files(settings: Settings) -> Check:
    home = settings.home
    paths = (PurePosixPath(path.relative_to(home).as_posix()) for path in home.rglob("*") if path.is_file())
    strange = sum(place_of(path) is None for path in paths)
    if strange:
        told = (
            f"Kodissa on {strange} tiedostoa, joita ohjelma ei tunne: siirrä ne muualle, jos niissä on asiakastietoja."
        )
        return Check("tiedostot", State.WARNING, told)
    return Check("tiedostot", State.OK, "Kodissa on vain ohjelman omia tiedostoja.")


def _settings(settings: Settings) -> Check:
    loaders: tuple[Callable[[Settings], object], ...] = (
        load_code_book,
        load_instruments,
        load_themes,
        load_channels,
        load_trend_plan,
    )
    for load in loaders:
        try:
            load(settings)
        except UserError as error:
            return Check("asetukset", State.FAULT, str(error))
    return Check("asetukset", State.OK, "Asetukset, koodistot, mittarit, teemat ja kanavat ovat luettavissa.")


def _keys(settings: Settings) -> Check:
    folder = settings.keys_folder
    if not has_keys(folder):
        if settings.register_path.exists():
            return Check("avaimet", State.FAULT, "Avaimet puuttuvat: palauta ne komennolla tyokyky keys restore.")
        return Check("avaimet", State.OK, "Avaimia ei ole vielä: ne tehdään ensimmäisessä tuonnissa.")
    try:
        open_key_ring(folder)
        if next_ring(folder) is not None:
            return Check("avaimet", State.WARNING, "Avaimen vaihto on jäänyt kesken: aja tyokyky keys rotate.")
    except UserError as error:
        return Check("avaimet", State.FAULT, str(error))
    others = [path.name for path in folder.iterdir() if path.stat().st_mode & 0o077]
    if others or folder.stat().st_mode & 0o077:
        return Check("avaimet", State.FAULT, "Muutkin pääsevät kansioon keys: chmod 700 kansiolle ja 600 tiedostoille.")
    return Check("avaimet", State.OK, "Avaimet ovat tallella, ja vain omistaja voi lukea ne.")


def _register(settings: Settings, checks: list[Check]) -> RegisterState | None:
    """Adds the checks of the register and gives what is known of it."""
    path = settings.register_path
    if not path.exists():
        checks.append(Check("rekisteri", State.OK, "Rekisteriä ei ole vielä: tuo aineisto (tyokyky import)."))
        return None
    try:
        with exclusive(path.with_suffix(".lock"), 0.0):
            known = _state_or_fault(path)
    except UserError:
        checks.append(Check("rekisteri", State.WARNING, "Rekisteri on juuri toisen käytössä: aja tämä sen jälkeen."))
        return None
    if isinstance(known, Check):
        checks.append(known)
        return None
    checks.extend(_of_register(settings, known))
    return known


def _state_or_fault(path: Path) -> RegisterState | Check:
    try:
        return register_state(path)
    except UserError as error:
        return Check("rekisteri", State.FAULT, str(error))


def _of_register(settings: Settings, state: RegisterState) -> Iterator[Check]:
    if state.is_newer:
        yield Check("rekisteri", State.FAULT, "Rekisterin on tehnyt uudempi Työkyky: päivitä ohjelma.")
    elif state.pending:
        told = "Rekisteri päivitetään seuraavassa tuonnissa tai koonnissa, ja entisestä jää kopio."
        yield Check("rekisteri", State.WARNING, told)
    else:
        yield Check("rekisteri", State.OK, "Rekisteri aukeaa, on tämän ohjelman muotoa eikä kenenkään lukitsema.")
    if has_keys(settings.keys_folder) and state.key_ids:
        try:
            fits = state.key_ids == (open_key_ring(settings.keys_folder).key_id,)
        except UserError:
            return  # told of the keys already
        if not fits:
            told = "Rekisteri on tehty toisilla avaimilla: palauta oikea kansio keys tai aja tyokyky keys rotate."
            yield Check("avain ja rekisteri", State.FAULT, told)
    now = datetime.now(UTC)
    if state.newest_import is not None and state.newest_import > now:
        yield Check("kello", State.FAULT, "Koneen kello on jäljessä viimeisestä tuonnista: korjaa kellonaika.")


def _copies(settings: Settings) -> Check:
    stores = (settings.register_path, settings.codevelopment_path)
    copies = [copy.name for path in stores for copy in upgrades.copies_of(path)]
    if copies:
        told = f"Päivitys on jättänyt kopion ({', '.join(copies)}): poista se, kun päivitetty on todettu toimivaksi."
        return Check("kopiot", State.WARNING, told)
    return Check("kopiot", State.OK, "Vanhoja kopioita rekisteristä ei ole.")


def _mart(settings: Settings, state: RegisterState | None) -> Check:
    try:
        held = generations.current(settings.marts_folder)
    except UserError as error:
        return Check("koonti", State.FAULT, str(error))
    if held is None:
        how = State.WARNING if state is not None else State.OK
        return Check("koonti", how, "Koontia ei ole vielä: aja tyokyky build, kun aineisto on tuotu.")
    if not held.path.is_file():
        return Check("koonti", State.FAULT, "Koonnin tiedosto puuttuu: aja tyokyky build.")
    if state is not None and state.revision != held.revision:
        return Check("koonti", State.WARNING, "Koonti ei ole rekisterin uusimmasta tilasta: aja tyokyky build.")
    return Check("koonti", State.OK, "Koonti on rekisterin uusimmasta tilasta.")


def _kept(settings: Settings, state: RegisterState | None) -> Check:
    if state is not None:
        today = datetime.now(UTC).date()
        late = [table for table, day in state.oldest_days if (today - day).days > getattr(settings.kept_days, table)]
        if late:
            told = f"Säilytysajan yli on tietoja ({', '.join(late)}): aja tyokyky retention."
            return Check("säilytys", State.WARNING, told)
    return Check("säilytys", State.OK, "Mitään ei säilytetä asetettua aikaa kauempaa.")


def _disk(settings: Settings) -> Check:
    free = free_bytes(settings.home)
    size = settings.register_path.stat().st_size if settings.register_path.exists() else 0
    told = f"Levyllä on tilaa {free // _MEGABYTE} Mt"
    if free < _LEAST_FREE:
        return Check("levy", State.FAULT, f"{told}: vapauta tilaa ennen seuraavaa tuontia.")
    if free < max(_COMFORTABLE_FREE, _REWRITING_FACTOR * size):
        return Check("levy", State.WARNING, f"{told}: rekisterin uudelleen kirjoittaminen voi vaatia enemmän.")
    return Check("levy", State.OK, f"{told}.")


def _log(settings: Settings) -> Check:
    path: Path = settings.access_log_path
    if not path.exists():
        return Check("käyttöloki", State.OK, "Käyttölokia ei ole vielä.")
    if path.stat().st_mode & 0o077:
        return Check("käyttöloki", State.WARNING, "Muutkin voivat lukea käyttölokin: rajaa oikeudet (chmod 600).")
    try:
        whole = len(access_log.entries(path)) == len(path.read_text(encoding="utf-8").splitlines())
    except UserError as error:
        return Check("käyttöloki", State.FAULT, str(error))
    if not whole:
        return Check("käyttöloki", State.WARNING, "Käyttölokissa on katkennut rivi: selvitä, onko levy ollut täynnä.")
    return Check("käyttöloki", State.OK, "Käyttöloki on ehjä.")
