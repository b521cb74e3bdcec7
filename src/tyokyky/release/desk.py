"""The steward's desk: who acts and when, one at a time, on a ledger and releases that are whole."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import filelock

from tyokyky.domain.errors import UserError
from tyokyky.release import ledger
from tyokyky.release.folders import PLANS, hashes
from tyokyky.release.ledger import Act, Entry
from tyokyky.settings import Settings

_WAIT_SECONDS: Final = 0.2
STAGED: Final = ".publishing"
"""What the folder of a release is called under `plans` until the ledger has it."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Hand:
    """Who acts (a person's name, as sign-in or the operating system tells it), and when."""

    who: str
    when: datetime = field(default_factory=_now)

    @property
    def when_text(self) -> str:
        """The moment as the ledger writes it."""
        return self.when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Desk:
    """The releases folder of a home, held by one person for one act; its ledger and releases have been checked."""

    settings: Settings
    folder: Path
    entries: tuple[Entry, ...]

    @property
    def published(self) -> tuple[Entry, ...]:
        """Releases that are out, in their order."""
        return tuple(entry for entry in self.entries if entry.kind is Act.PUBLISHED)

    def plan_folder(self, release: str) -> Path:
        """Where a release in the making lies."""
        return self.folder / PLANS / release

    def acts_of(self, release: str) -> tuple[Entry, ...]:
        """What has been done to one release, in its order."""
        return tuple(entry for entry in self.entries if entry.release == release)

    def record(self, kind: Act, release: str, hand: Hand, facts: Mapping[str, object]) -> Entry:
        """Writes an act into the ledger."""
        return ledger.append(self.folder, kind, release, hand.when_text, hand.who, facts)


def releases_folder(settings: Settings) -> Path:
    """Where releases and their ledger lie."""
    return settings.home / "releases"


@contextmanager
def alone(settings: Settings) -> Iterator[Desk]:
    """Holds the releases folder for one act, finishes what a power cut left, and checks all that is out.

    Raises:
        UserError: another steward is at work; the ledger is broken; an earlier release is missing or altered.
    """
    folder = releases_folder(settings)
    (folder / PLANS).mkdir(parents=True, exist_ok=True)
    lock = filelock.FileLock(folder / "ledger.lock")
    try:
        lock.acquire(timeout=_WAIT_SECONDS)
    except filelock.Timeout:
        raise UserError(
            "Toinen aineistovastaava tekee juuri julkaisua: odota, että hän on valmis, ja yritä sitten."
        ) from None
    try:
        desk = Desk(settings, folder, ledger.entries(folder))
        _finish(desk)
        check_published(desk)
        yield desk
    finally:
        lock.release()


def look(settings: Settings) -> Desk:
    """The same for reading alone: nothing is held, finished or written.

    Raises:
        UserError: the ledger is broken; an earlier release is missing or altered.
    """
    folder = releases_folder(settings)
    desk = Desk(settings, folder, ledger.entries(folder))
    if not any(_staged(desk, entry).is_dir() for entry in desk.published):
        check_published(desk)
    return desk


def _staged(desk: Desk, entry: Entry) -> Path:
    return desk.folder / PLANS / f"{entry.release}{STAGED}"


def _finish(desk: Desk) -> None:
    """A release that the ledger has, but whose folder was still staged when the power went, gets its place now."""
    for entry in desk.published:
        staged = _staged(desk, entry)
        if staged.is_dir() and not (desk.folder / entry.release).exists():
            staged.rename(desk.folder / entry.release)
    published = {entry.release for entry in desk.published}
    for left in (desk.folder / PLANS).glob(f"*{STAGED}"):
        if left.name.removesuffix(STAGED) not in published:
            shutil.rmtree(left)  # never told to anybody


def check_published(desk: Desk) -> None:
    """Every release that is out stands as it was published, to the byte.

    Raises:
        UserError: one is missing, a file of it has changed, or a file has been added.
    """
    for entry in desk.published:
        folder = desk.folder / entry.release
        if not folder.is_dir():
            raise UserError(f"Aiempi julkaisu {entry.release} puuttuu: palauta sen kansio varmuuskopiosta.")
        if hashes(folder) != entry.facts["files"]:
            raise UserError(
                f"Aiempi julkaisu {entry.release} ei ole enää se, joka julkaistiin: palauta sen kansio varmuuskopiosta."
            )
