"""Service paths of personas: saved version by version; a save on top of an old version is told, and nothing is lost."""

from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.domain.service_paths import Outcome, SavedPath, ServicePath, Stage, Step
from tyokyky.privacy.free_text import cleaned
from tyokyky.settings import Settings
from tyokyky.store import query
from tyokyky.store.codevelopment import open_codevelopment
from tyokyky.store.connection import Connection, transaction

PACKAGE: Final = "tyokyky.codevelopment"
LONGEST_TEXT_CHARACTERS: Final = 2000
MOST_STEPS: Final = 60
NEW: Final = 0
"""Version that a path has before its first save."""


def save(
    settings: Settings, path: ServicePath, editor: str, path_id: int | None = None, based_on: int = NEW
) -> Outcome:
    """Saves a path on top of the version that the editor saw; the first save has no `path_id`.

    Where another has saved since, nothing is written and the outcome holds what they saved: both can be shown.

    Raises:
        UserError: a text is too long or holds an identity code, an e-mail address or a phone number; the path has no
            title or too many steps; there is no such path; or the store is held by another or can not be written.
    """
    _refuse_texts(path)
    with open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store, transaction(store):
        if path_id is None:
            number = int(query.row(store, PACKAGE, "next_path_id")["path_id"])
            return Outcome(_write(store, SavedPath(number, 1, editor, _now(), path)), None)
        held = _versions(store, path_id)
        if held.is_empty():
            raise UserError("Palvelupolkua ei ole: valitse polku luettelosta uudelleen.")
        latest = _saved(store, held.row(-1, named=True))
        if latest.version != based_on:
            return Outcome(None, latest)
        return Outcome(_write(store, SavedPath(path_id, latest.version + 1, editor, _now(), path)), None)


def undo(settings: Settings, path_id: int, editor: str, to_version: int, based_on: int) -> Outcome:
    """Brings an earlier version back as a new save, so that what was undone stays known too.

    Raises:
        UserError: there is no such version; or as in `save`.
    """
    earlier = next((one for one in versions(settings, path_id) if one.version == to_version), None)
    if earlier is None:
        raise UserError("Palvelupolun versiota ei ole: valitse versio luettelosta.")
    return save(settings, earlier.path, editor, path_id, based_on)


def versions(settings: Settings, path_id: int) -> tuple[SavedPath, ...]:
    """Every save of a path, the first first; none for an unknown path."""
    with open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store:
        return tuple(_saved(store, row) for row in _versions(store, path_id).to_dicts())


def latest_paths(settings: Settings) -> tuple[SavedPath, ...]:
    """What holds now of every path, in the order in which they were made."""
    with open_codevelopment(settings.codevelopment_path, settings.wait_seconds) as store:
        held = _versions(store, None).filter(pl.col("is_latest"))
        return tuple(_saved(store, row) for row in held.to_dicts())


def _versions(store: Connection, path_id: int | None) -> pl.DataFrame:
    return query.frame(store, PACKAGE, "path_version", {"path_id": path_id})


def _saved(store: Connection, row: dict[str, Any]) -> SavedPath:
    key = {"path_id": row["path_id"], "version": row["version"]}
    steps = query.frame(store, PACKAGE, "path_step", key)
    path = ServicePath(
        row["title"],
        tuple(Step(**{**step, "stage": Stage(step["stage"])}) for step in steps.to_dicts()),
        row["worked_because"],
        row["lacked_because"],
    )
    return SavedPath(row["path_id"], row["version"], row["saved_by"], row["saved_at"], path)


def _write(store: Connection, made: SavedPath) -> SavedPath:
    key: dict[str, query.Value] = {"path_id": made.path_id, "version": made.version}
    act: dict[str, query.Value] = {
        "saved_by": made.saved_by,
        "saved_at": made.saved_at,
        "title": made.path.title,
        "worked_because": made.path.worked_because,
        "lacked_because": made.path.lacked_because,
    }
    query.execute(store, PACKAGE, "save_path", key | act)
    for number, step in enumerate(made.path.steps, start=1):
        values: dict[str, query.Value] = {"step_number": number, **vars(step), "stage": step.stage.value}
        query.execute(store, PACKAGE, "save_step", key | values)
    return made


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _refuse_texts(path: ServicePath) -> None:
    if not path.title.strip():
        raise UserError("Palvelupolulta puuttuu nimi: anna polulle nimi.")
    if len(path.steps) > MOST_STEPS:
        raise UserError(f"Palvelupolussa on liikaa askelia: enintään {MOST_STEPS} sopii yhteen polkuun.")
    of_steps = [text for step in path.steps for text in (step.moment_code, step.touchpoint, step.channel, step.note)]
    texts = [path.title, path.worked_because, path.lacked_because, *of_steps]
    if max(map(len, texts)) > LONGEST_TEXT_CHARACTERS:
        raise UserError(f"Palvelupolun teksti on liian pitkä: lyhennä se enintään {LONGEST_TEXT_CHARACTERS} merkkiin.")
    seen = cleaned(pl.Series(texts, dtype=pl.String))
    if (seen.with_identity_code | seen.with_email | seen.with_phone).any():
        raise UserError(
            "Palvelupolussa näyttää olevan henkilötunnus tai yhteystieto: poista se, polku on keksitty henkilö."
        )
