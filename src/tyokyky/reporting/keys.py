"""Keys of a home: made, changed, sealed for safe keeping and brought back."""

from pathlib import Path

from tyokyky.domain.errors import UserError
from tyokyky.feedback.codings_kept import renew_codings
from tyokyky.ingest.key_change import key_of_register, renew_register, renewed_responses
from tyokyky.privacy import key_escrow
from tyokyky.privacy.access_log import Opened
from tyokyky.privacy.key_rotation import begin_rotation, end_rotation, next_ring
from tyokyky.privacy.pseudonyms import KeyRing, has_keys, open_key_ring
from tyokyky.reporting.deliveries import QUIET, Notices
from tyokyky.reporting.rights import rebuild_alone
from tyokyky.reporting.steward import act_as_steward
from tyokyky.settings import Settings
from tyokyky.store.durability import write_whole


def new_keys(settings: Settings) -> str:
    """Makes the home's first key; gives its id.

    Raises:
        UserError: the home has keys, its register was made with others, or they can not be written.
    """
    if has_keys(settings.keys_folder):
        raise UserError("Kodilla on jo avaimet: vaihda avain komennolla tyokyky keys rotate.")
    if key_of_register(settings) is not None:
        raise UserError("Rekisterin avaimet puuttuvat: palauta ne komennolla tyokyky keys restore, älä tee uusia.")
    return open_key_ring(settings.keys_folder).key_id


def rotate_keys(settings: Settings, reason: str, notices: Notices = QUIET) -> int:
    """Takes a new key into use and renews every pseudonym with it; gives how many there are.

    The new key is on the disk before it is used, and becomes the newest after all is renewed. A change that was stopped
    is finished by the same command; so is a register brought back from before a change. Figures stay as they were.

    Raises:
        UserError: the home has no keys, a store is held by another, the disk is short, no reason is given, or the user
            is not the steward.
    """
    if not has_keys(settings.keys_folder):
        raise UserError("Kodilla ei ole vielä avaimia: tee ne komennolla tyokyky keys new.")
    act_as_steward(settings, Opened.RIGHTS, "keys rotate", reason)
    held = key_of_register(settings)
    ring, begun = open_key_ring(settings.keys_folder), next_ring(settings.keys_folder)
    if held is not None and held != ring.key_id and ring.knows(held) and begun is None:
        count = _renew(settings, ring, held, notices)  # a register from before the last change
        rebuild_alone(settings, notices)
        return count
    made = begin_rotation(settings.keys_folder)
    count = 0
    if held is not None and held != made.key_id:
        if not made.knows(held):
            raise UserError("Kodin avaimet eivät ole tämän rekisterin: palauta oikea kansio keys.")
        count = _renew(settings, made, held, notices)
    end_rotation(settings.keys_folder)
    if held is not None:
        rebuild_alone(settings, notices)
    return count


def _renew(settings: Settings, ring: KeyRing, held: str, notices: Notices) -> int:
    """Codings first: while the register is as it was, it still tells which answers they are about."""
    if settings.codevelopment_path.exists():
        renew_codings(settings, renewed_responses(settings, ring, held))
    return renew_register(settings, ring, held, notices.on_wait)


def escrow_keys(settings: Settings, output: Path, passphrase: str) -> None:
    """Writes the keys and the list of codes sealed to a new file outside the home.

    Raises:
        UserError: the passphrase is too short, there are no keys, the user is not the steward, or the file is inside
            the home, exists or can not be written.
    """
    if output.resolve().is_relative_to(settings.home):
        raise UserError("Anna tiedosto kodin ulkopuolelta: avainten talletus pidetään erillään aineistosta.")
    sealed = key_escrow.seal_keys(settings.keys_folder, passphrase)
    act_as_steward(settings, Opened.RIGHTS, "keys escrow", "avainten talletus")
    try:
        write_whole(output, sealed)
    except FileExistsError:
        raise UserError("Tiedosto on jo olemassa: anna uusi nimi.") from None
    except OSError:
        raise UserError("Tiedostoa ei voitu kirjoittaa: tarkista kansio, oikeudet ja levytila.") from None


def restore_keys(settings: Settings, file: Path, passphrase: str) -> None:
    """Brings sealed keys into a home without any.

    Raises:
        UserError: the file or passphrase is not right, the home has keys, or its register was made with others.
    """
    try:
        content = file.read_bytes()
    except OSError:
        raise UserError("Avainten talletusta ei voitu lukea: tarkista tiedosto ja oikeudet.") from None
    sealed = key_escrow.open_sealed(content, passphrase)
    held = key_of_register(settings)
    if held is not None and not sealed.ring.knows(held):
        raise UserError("Talletuksen avaimet eivät ole tämän rekisterin: anna oikea tiedosto. Mitään ei muutettu.")
    key_escrow.restore_keys(settings.keys_folder, sealed)
