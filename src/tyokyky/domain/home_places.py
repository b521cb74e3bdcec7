"""What lies in a home: every file a part of the program writes or reads there, and whether a backup holds it."""

from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Final


@dataclass(frozen=True)
class Place:
    """Files of a home by their path in it (`*` also over folders). `holds_persons`: rows about single persons."""

    pattern: str
    in_backup: bool
    holds_persons: bool


PLACES: Final = (
    # What is under way, or can be made anew: first, so that no pattern below takes it.
    Place("*.lock", in_backup=False, holds_persons=False),
    Place("*.draft", in_backup=False, holds_persons=True),
    Place("*.duckdb.before-*", in_backup=False, holds_persons=True),
    Place("*.duckdb.*", in_backup=False, holds_persons=True),
    Place("marts/*", in_backup=False, holds_persons=True),
    # Secrets: keys have their own way (keys escrow), and the rest are made anew.
    Place("keys/*", in_backup=False, holds_persons=True),
    Place("queue/seal.key", in_backup=False, holds_persons=False),
    Place("*secret*", in_backup=False, holds_persons=False),
    # The demo's own files.
    Place("deliveries/*", in_backup=False, holds_persons=True),
    Place("truth.json", in_backup=False, holds_persons=False),
    # What a backup is for.
    Place("register.duckdb", in_backup=True, holds_persons=True),
    Place("codevelopment.duckdb", in_backup=True, holds_persons=False),
    Place("queue/*", in_backup=True, holds_persons=True),
    Place("access_log.jsonl", in_backup=True, holds_persons=False),
    Place("releases/*", in_backup=True, holds_persons=False),
    Place("statements/*", in_backup=True, holds_persons=False),
    Place("tyokyky.toml", in_backup=True, holds_persons=False),
    Place("channels.toml", in_backup=True, holds_persons=False),
    Place("trends.toml", in_backup=True, holds_persons=False),
    Place("codes/*", in_backup=True, holds_persons=False),
    Place("sources/*", in_backup=True, holds_persons=False),
    Place("instruments/*", in_backup=True, holds_persons=False),
    Place("themes/*", in_backup=True, holds_persons=False),
)


def place_of(path: PurePosixPath) -> Place | None:
    """The first place that a path (relative to the home) belongs to; none for a file the program does not know."""
    return next((place for place in PLACES if fnmatchcase(path.as_posix(), place.pattern)), None)


def is_in_backup(path: PurePosixPath) -> bool:
    """Whether a backup holds a file: also one the program does not know, so that nothing is lost unawares."""
    place = place_of(path)
    return place is None or place.in_backup
