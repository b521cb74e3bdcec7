"""A backup's file: a tar of a home's files with a manifest of their hashes, written whole or not at all."""

import hashlib
import io
import json
import os
import secrets
import tarfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.store.durability import sync

MANIFEST: Final = "manifest.json"
FORMAT: Final = "tyokyky-backup/1"
_BLOCK_BYTES: Final = 1 << 20
_BROKEN: Final = "Varmuuskopio ei ole ehjä: {}. Mitään ei palautettu."


class _Hashing:
    """Reads a file and remembers the hash of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        block = self._file.read(size)
        self.sha256.update(block)
        return block


@dataclass(frozen=True)
class Packed:
    """One file of a backup."""

    name: str
    size: int
    sha256: str


def write_archive(output: Path, home: Path, files: Iterable[Path], facts: Mapping[str, object]) -> list[Packed]:
    """Writes files of a home and a manifest to a new file (0600), on the disk when this returns.

    Raises:
        FileExistsError: there is such a file already.
        OSError: it can not be written; nothing is left of it.
    """
    draft = output.with_name(f".{output.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as written, tarfile.open(fileobj=written, mode="w") as archive:
            packed = [_add(archive, path, path.relative_to(home).as_posix()) for path in files]
            entries = [vars(one) for one in packed]
            told = {"format": FORMAT, **facts, "files": entries}
            manifest = json.dumps(told, ensure_ascii=False, indent=1).encode()
            archive.addfile(_info(MANIFEST, len(manifest)), io.BytesIO(manifest))
        sync(draft)
        output.hardlink_to(draft)
    finally:
        draft.unlink()
    sync(output.parent)
    return packed


def _add(archive: tarfile.TarFile, path: Path, name: str) -> Packed:
    with path.open("rb") as file:
        info = _info(name, os.fstat(file.fileno()).st_size)
        reader = _Hashing(file)
        archive.addfile(info, reader)
    return Packed(name, info.size, reader.sha256.hexdigest())


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def unpack(archive_path: Path, folder: Path) -> Mapping[str, Any]:
    """Writes every file of a backup under a folder of its own, each checked against the manifest; gives the manifest.

    Raises:
        UserError: it is no backup, a file is missing, extra or changed, or a name points elsewhere.
        OSError: the files can not be written.
    """
    try:
        with tarfile.open(archive_path, "r:") as archive:
            members = {member.name: member for member in archive.getmembers()}
            manifest = _manifest(archive, members)
            told = {entry["name"]: entry for entry in manifest["files"]}
            if set(told) != set(members) - {MANIFEST} or len(told) != len(manifest["files"]):
                raise UserError(_BROKEN.format("tiedostoja puuttuu tai niitä on liikaa"))
            for name, entry in told.items():
                _unpack_one(archive, members[name], folder, entry)
    except (tarfile.TarError, ValueError, KeyError, TypeError):
        raise UserError(_BROKEN.format("tiedosto ei ole komennon tyokyky backup tekemä tai se on katkennut")) from None
    return manifest


def _manifest(archive: tarfile.TarFile, members: Mapping[str, tarfile.TarInfo]) -> dict[str, Any]:
    file = archive.extractfile(members[MANIFEST])
    content: dict[str, Any] = json.loads(file.read()) if file else {}
    if content["format"] != FORMAT:
        raise UserError(_BROKEN.format("sen muotoa ei tunneta, päivitä ohjelma"))
    return content


def _unpack_one(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, entry: Mapping[str, Any]) -> None:
    place = PurePosixPath(member.name)
    if not member.isreg() or place.is_absolute() or ".." in place.parts:
        raise UserError(_BROKEN.format("siinä on tiedosto, joka ei kuulu kotiin"))
    target = folder / place
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    source = archive.extractfile(member)
    digest = hashlib.sha256()
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while source and (block := source.read(_BLOCK_BYTES)):
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if (digest.hexdigest(), member.size) != (entry["sha256"], entry["size"]):
        raise UserError(_BROKEN.format("tiedoston sisältö on muuttunut"))
