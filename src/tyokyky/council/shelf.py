"""All published releases of a folder, the newest first. One that is broken is told, and the others are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from tyokyky.council.reader import RELEASE_ID, BrokenReleaseError, Fault, Release, place_of, read_release

_Signs = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Broken:
    """A folder that is not shown."""

    id: str
    fault: Fault


@dataclass(frozen=True)
class Shelf:
    """What may be read, the newest first, and what may not."""

    releases: tuple[Release, ...] = ()
    broken: tuple[Broken, ...] = ()

    def find(self, release_id: str) -> Release | None:
        """A release by its id."""
        return next((one for one in self.releases if one.id == release_id), None)

    def before(self, release: Release) -> Release | None:
        """The newest of the releases with an earlier data cut: one made anew of the same cut is no time before."""
        return next((one for one in self.releases if one.data_cut < release.data_cut), None)


def read_shelf(folder: Path) -> Shelf:
    """Reads every release of a folder; plans, the ledger and anything else there is left alone."""
    return _shelf_of([_read(path) for path in _release_folders(folder)])


def _release_folders(folder: Path) -> list[Path]:
    try:
        found = [path for path in folder.iterdir() if RELEASE_ID.fullmatch(path.name) and path.is_dir()]
    except OSError:
        return []
    return sorted(found, key=lambda path: place_of(path.name), reverse=True)


def _read(folder: Path) -> Release | Broken:
    try:
        return read_release(folder)
    except BrokenReleaseError as error:
        return Broken(folder.name, error.fault)


def _shelf_of(read: Iterable[Release | Broken]) -> Shelf:
    """A later release names the manifests of the earlier ones: one that is another now has been changed."""
    every = list(read)
    vouched: Mapping[str, str] = {
        release_id: sha256
        for one in reversed(every)
        if isinstance(one, Release)
        for release_id, sha256 in one.earlier.items()
    }
    releases, broken = [], []
    for one in every:
        if isinstance(one, Broken):
            broken.append(one)
        elif vouched.get(one.id, one.manifest_sha256) != one.manifest_sha256:
            broken.append(Broken(one.id, Fault.CHANGED))
        else:
            releases.append(one)
    return Shelf(tuple(releases), tuple(broken))


@dataclass
class ShelfKeeper:
    """Reads a folder again only when a file in it is another than it was."""

    folder: Path
    _signs: _Signs | None = None
    _shelf: Shelf = field(default_factory=Shelf)
    _guard: Lock = field(default_factory=Lock)

    def shelf(self) -> Shelf:
        """The releases as the folder now has them."""
        with self._guard:
            signs = _signs_of(self.folder)
            if signs != self._signs:
                self._shelf, self._signs = read_shelf(self.folder), signs
            return self._shelf


def _signs_of(folder: Path) -> _Signs:
    signs = []
    for release in _release_folders(folder):
        try:
            # Changed content can keep its size and its time: the time of the change itself can not be set.
            files = [(str(path), path.lstat()) for path in sorted(release.rglob("*"))]
        except OSError:
            continue
        signs += [(name, stat.st_size, stat.st_ctime_ns) for name, stat in files]
    return tuple(signs)
