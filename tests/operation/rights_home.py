"""A home with two persons in every table, comments, codings, codes and answering forms: to be forgotten, or kept."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl
from tests.feedback.sendings import sending
from tests.ingest.deliveries import (
    CLIENT,
    COMMENT,
    CONTROLLER,
    MOMENT,
    PERIOD,
    REFERRAL,
    RESPONSE,
    Home,
    Row,
    changed,
)

from tyokyky.domain.answer_codes import mark_of
from tyokyky.domain.themes import CommentKey, NewCoding
from tyokyky.feedback.queue import QueueWriter
from tyokyky.feedback.theme_codings import record_codings
from tyokyky.privacy.pseudonyms import open_key_ring
from tyokyky.reporting.answer_queue import codes_for, import_queue
from tyokyky.settings import SETTINGS_FILE, Settings
from tyokyky.store.connection import open_writable
from tyokyky.store.themes import load_themes

GONE: Final = "ASIAKAS-4711"
STAYS: Final = "ASIAKAS-4712"
SETTINGS: Final = "comment_kept_days = 36500\n"


def rows_of(person: str) -> list[list[Row]]:
    """A person's delivery of each table; ids are made of the client where the source has none."""
    tag = person[-4:]
    period = {name: cell for name, cell in PERIOD.items() if name != "period_id"} | {"client_id": person}
    return [
        [changed(CLIENT, client_id=person)],
        [period, {**period, "started_on": "2025-08-01", "ended_on": ""}],
        [changed(REFERRAL, client_id=person, referral_id=f"O-{tag}")],
        [changed(MOMENT, client_id=person, moment_id=f"T-{tag}")],
        [changed(RESPONSE, client_id=person, response_id=f"V-{tag}")],
        [changed(COMMENT, response_id=f"V-{tag}", text=f"Kommentti {tag} omin sanoin.")],
    ]


def made(folder: Path) -> Home:
    """The home, not built."""
    folder.mkdir(parents=True)
    (folder / SETTINGS_FILE).write_text(SETTINGS, encoding="utf-8")
    home = Home(Settings.of_home(folder))
    for first, second in zip(rows_of(GONE), rows_of(STAYS), strict=True):
        home.deliver([*first, *second], source=home.source(linked_answers_permitted=True))
    _code_comments(home)
    _send_forms(home)
    return home


def _code_comments(home: Home) -> None:
    themes = load_themes(home.settings)
    keys = [CommentKey(CONTROLLER, f"V-{tag}", COMMENT["question"]) for tag in ("4711", "4712")]
    record_codings(home.settings, [NewCoding(key, "team", frozenset({themes[0].theme_id})) for key in keys], themes)


def _send_forms(home: Home) -> None:
    """Each person sends one form that is imported and, with the same code, one that still waits."""
    people = home.settings.home.parent / "people.txt"
    people.write_text(f"{GONE}\n{STAYS}\n", encoding="utf-8")
    writer = QueueWriter(home.settings.queue_folder)
    for number, code in enumerate(codes_for(home.settings, people)):
        writer.append(replace(sending(number), code_mark=mark_of(code)))
        import_queue(home.settings)
        writer.append(replace(sending(10 + number), code_mark=mark_of(code)))


def pseudonym_of(settings: Settings, person: str, group: str = CONTROLLER) -> str:
    """A person's pseudonym as it is now."""
    return open_key_ring(settings.keys_folder).pseudonyms(settings.link_group_of(group), [person])[0]


def stored_texts(home: Home) -> dict[str, str]:
    """Every row of every table of both stores as one text, and every other file but keys as it is."""
    texts = {}
    for path in sorted(home.settings.home.rglob("*")):
        name = path.relative_to(home.settings.home).as_posix()
        if path.suffix == ".duckdb" and not name.startswith("keys"):
            with open_writable(path) as store:
                names = store.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
                texts[name] = "\n".join(str(store.execute(f"SELECT * FROM {table}").fetchall()) for (table,) in names)  # noqa: S608
        elif path.is_file() and not name.startswith("keys"):
            texts[name] = path.read_bytes().decode("utf-8", "replace")
    return texts


def live_without(home: Home, table: str, person: str) -> pl.DataFrame:
    """Live rows of the others."""
    return home.live(table).filter(pl.col("client_id") != pseudonym_of(home.settings, person))
