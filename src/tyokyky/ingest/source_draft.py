"""Proposes a source for a file: which columns and values are which of ours. A person finishes it."""

from pathlib import Path
from typing import Final

from tyokyky.domain.codes import CodeBook
from tyokyky.domain.errors import UserError
from tyokyky.ingest import draft_text
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.draft_columns import Guesses, guessed_columns, likeliest_table, needed_columns
from tyokyky.ingest.draft_file import DraftFile, open_for_draft
from tyokyky.ingest.draft_items import ItemGuess, comment_positions, guessed_items
from tyokyky.ingest.draft_text import line, one_line
from tyokyky.ingest.draft_values import day_forms, decimal_mark, open_lists, value_maps
from tyokyky.ingest.header_texts import normalised
from tyokyky.ingest.source_words import source_words
from tyokyky.ingest.wide_form import ANSWER_COLUMNS
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book
from tyokyky.store.instruments import load_instruments
from tyokyky.store.tables import RESPONSE, Table

_FEWEST: Final = 2
_FOR_ALL: Final = {"channel": "survey", "respondent": "client"}
"""What is supposed of a questionnaire whose file does not tell it."""
_OPENING: Final = (
    "# Luonnos, jonka tyokyky source draft teki otsikoista ja arvoista. Katso rivit, joilla lukee: tarkista."
)
_KEEP_NAME: Final = (
    "# Vastaajien tunnisteet pätevät lähteen sisällä: tee joka kyselylle oma lähde, ja pidä sen nimi samana"
    " toimituksesta toiseen."
)
_USUAL_SCALE: Final = (1, 5)
"""The scale that the shipped words of answers are scored on."""


def draft_source(settings: Settings, path: Path) -> str:
    """A source as TOML for a file of any table, or for a wide questionnaire file with items known to the home.

    It shows headers and words of the shipped lists, no cell. It can be imported with as it stands when everything
    needed was recognised; what was not stands in remarks.

    Raises:
        UserError: the file can not be read, or hardly anything of its header is known.
    """
    file = open_for_draft(DeliveredFile.read(path, settings), settings)
    book = load_code_book(settings)
    items = guessed_items(file, load_instruments(settings))
    if len({guess.item_id for guess in items}) >= _FEWEST:
        return _wide_draft(file, items, book, settings)
    table, guesses = likeliest_table(file, book)
    if sum(guess.certain for guess in guesses.values()) < _FEWEST:
        raise UserError(
            "Otsikoista tunnistettiin alle kaksi: tarkista, että tiedostossa on otsikkorivi, tai kirjoita lähde itse"
            " (malli: data/sources)."
        )
    used = {guess.position for guess in guesses.values()}
    opening = _opening(file, table, guesses, used, book)
    return "\n".join([*opening, *_table(file, table, guesses, book)]) + "\n"


def save_draft(text: str, path: Path) -> None:
    """Writes a draft into a new file.

    Raises:
        UserError: the name does not end in .toml, the file is there already, or the folder can not be written to.
    """
    if path.suffix != ".toml":
        raise UserError("Lähdetiedoston nimen on päätyttävä .toml: anna toinen nimi.")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UserError("Lähdetiedosto on jo olemassa: anna toinen nimi tai poista se ensin.") from None
    except OSError:
        raise UserError("Lähdetiedostoa ei voitu kirjoittaa: tarkista kansio ja oikeudet.") from None


def _wide_draft(file: DraftFile, items: tuple[ItemGuess, ...], book: CodeBook, settings: Settings) -> str:
    comments, questions = comment_positions(file, items)
    asked = {guess.position for guess in items} | set(comments) | set(questions)
    guesses = guessed_columns(file, RESPONSE, book, frozenset(asked), ANSWER_COLUMNS)
    used = asked | {guess.position for guess in guesses.values()}
    lines = _opening(file, RESPONSE, guesses, used, book, items)
    lines[1:1] = [_KEEP_NAME] if "response_id" in guesses else []
    lines += _table(file, RESPONSE, guesses, book)
    words = source_words()
    lines += ["", "[wide]", line("not_applicable", list(words.not_applicable))]
    lines += _headers("comments", file, comments) + _headers("open_questions", file, questions)
    supposed = {column: value for column, value in _FOR_ALL.items() if column not in guesses}
    if supposed:
        lines += ["", "[wide.constants]", *(line(key, value, certain=False) for key, value in supposed.items())]
    lines += _answers(items, settings)
    return "\n".join([*lines, *_items(file, items, settings)]) + "\n"


def _answers(items: tuple[ItemGuess, ...], settings: Settings) -> list[str]:
    """Scores of verbal answers, where all items are on the scale they are meant for."""
    asked = {guess.item_id for guess in items}
    known = [item for instrument in load_instruments(settings) for item in instrument.items if item.item_id in asked]
    if any((item.scale_min, item.scale_max) != _USUAL_SCALE for item in known):
        return ["", "# Puuttuu: [wide.answers]. Asteikko ei ole kaikilla 1–5: kirjoita sanallisten vastausten pisteet."]
    return draft_text.table("wide.answers", source_words().answers)


def _headers(key: str, file: DraftFile, positions: dict[int, bool]) -> list[str]:
    if not positions:
        return []
    texts = {normalised(one_line(file.headers[at])): one_line(file.headers[at]) for at in positions}
    return [line(key, list(texts.values()), certain=all(positions.values()))]


def _items(file: DraftFile, items: tuple[ItemGuess, ...], settings: Settings) -> list[str]:
    lines = ["", "[wide.items]"]
    for item_id in dict.fromkeys(guess.item_id for guess in items):
        own = [guess for guess in items if guess.item_id == item_id]
        texts = dict.fromkeys(one_line(file.headers[guess.position]) for guess in own)
        lines.append(line(item_id, list(texts), certain=all(guess.certain for guess in own), why="onko sama väittämä"))
    found = {guess.item_id for guess in items}
    for instrument in load_instruments(settings):
        absent = [item.item_id for item in instrument.items if item.item_id not in found]
        if absent and len(absent) < len(instrument.items):
            lines.append(f"# Ei tiedostossa: {', '.join(absent)} ({instrument.instrument_id})")
    return lines


def _opening(
    file: DraftFile,
    table: Table,
    guesses: Guesses,
    used: set[int],
    book: CodeBook,
    items: tuple[ItemGuess, ...] = (),
) -> list[str]:
    """The keys before the tables, after remarks on what is missing and what was not recognised."""
    day = _day_of_extraction(file, used)
    left = [(at, header) for at, header in enumerate(file.headers) if at not in used | set(day)]
    needed = [column for column in needed_columns(table) if not items or column not in ANSWER_COLUMNS]
    missing = [f"# Puuttuu: {column}. Lisää otsikko." for column in needed if column not in guesses]
    days = [file.cells[guesses[name].position] for name in (*table.dates, *table.moments) if name in guesses]
    dates, times = day_forms(days)
    numbers = [guesses[name].position for name in table.numbers if name in guesses]
    numbers += [guess.position for guess in items]
    separator = file.form.get("separator", "")
    mark = decimal_mark([file.cells[at] for at in numbers], separator)
    locals_ = open_lists(file, guesses, value_maps(file, table, guesses, book), book)
    if file.form["kind"] == "xes" and "moments" not in locals_:
        locals_ = [*locals_, "moments"]  # activities of a log have names of their own, never codes of our list
    return [
        _OPENING,
        *missing,
        *draft_text.unrecognised(left),
        line("title_fi", f"Luonnos: {table.name}", certain=False),
        line("controller", "hyvinvointialue", certain=False),
        *(line(key, value) for key, value in file.form.items()),
        line("decimal_mark", mark),
        line("date_forms", dates, certain="d/m/yyyy" not in dates, why="päivä ennen kuukautta"),
        line("timestamp_forms", times),
        line("empty", list(source_words().empty)),
        line("open_codes", locals_, certain=not locals_),
        line("delivery", "incremental", certain=False),
        line("linked_answers_permitted", False),
        *(line("data_as_of", one_line(file.headers[at])) for at in day),
    ]


def _day_of_extraction(file: DraftFile, used: set[int]) -> list[int]:
    """The position of the column that tells it, if there is exactly one."""
    wanted = {normalised(text) for text in source_words().data_as_of}
    found = [at for at, header in enumerate(file.headers) if at not in used and normalised(header) in wanted]
    return found if len(found) == 1 else []


def _table(file: DraftFile, table: Table, guesses: Guesses, book: CodeBook) -> list[str]:
    order = [column for column in (*table.columns, "linking_permitted") if column in guesses]
    lines = ["", f"[tables.{table.name}.columns]"]
    for column in order:
        guess = guesses[column]
        lines.append(line(column, [one_line(file.headers[guess.position])], certain=guess.certain))
    if not order:
        lines += [f'# {column} = ["…"]' for column in needed_columns(table)]
    for column, words in value_maps(file, table, guesses, book).items():
        lines += draft_text.table(f"tables.{table.name}.values.{column}", words)
    return lines
