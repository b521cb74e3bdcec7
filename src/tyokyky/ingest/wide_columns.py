"""Recognises the columns of a wide questionnaire file: items, what tells of the respondent, comments."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tyokyky.domain.errors import UserError
from tyokyky.ingest.header_texts import normalised_question, visible
from tyokyky.ingest.recognition import Recognised, refuse_repeated
from tyokyky.ingest.sources import Source
from tyokyky.ingest.wide_form import WideForm
from tyokyky.store.tables import RESPONSE


@dataclass(frozen=True)
class WideColumns:
    """Positions in the file: items (position, item) and comments (position, question) in the file's order.

    `respondent` tells by column of `response`; `missing_items` names items that the file has no column of, and
    `unread_count` counts columns that the source does not read.
    """

    items: tuple[tuple[int, str], ...]
    comments: tuple[tuple[int, str], ...]
    respondent: dict[str, int]
    data_as_of_position: int | None
    missing_items: tuple[str, ...]
    unread_count: int

    @property
    def recognised(self) -> Recognised:
        """What ordinary files tell of themselves."""
        return Recognised(RESPONSE, self.respondent, self.data_as_of_position)


def wide_columns(source: Source, form: WideForm, headers: Sequence[str]) -> WideColumns:
    """The columns by their headers, in any order, compared as `normalised_question` says.

    A question whose header stands several times (or in several languages) is read from each of its columns.

    Raises:
        UserError: no item or no time of answering is found, or something of the respondent is there twice. What was
            found is never told: in a file without headers the first row is a person's.
    """
    found = [normalised_question(header) for header in headers]
    by_text = {normalised_question(text): item for item, texts in form.items.items() for text in texts}
    items = tuple((at, by_text[text]) for at, text in enumerate(found) if text in by_text)
    respondent = _respondent(source, found)
    _refuse_unrecognised(source, items, respondent)
    comments = _comments(form, headers, found, {at for at, _ in items})
    day = _data_as_of(source, found)
    read = {at for at, _ in items} | set(respondent.values()) | ({day} if day is not None else set())
    read_count = len(read | {at for at, _ in comments})
    if len(read) < len(items) + len(respondent) + (day is not None):
        raise UserError(f"Lähteessä {source.name} sama otsikko on annettu kahdelle kentälle: poista toinen.")
    asked = {item for _, item in items}
    missing = tuple(item for item in form.items if item not in asked)
    return WideColumns(items, comments, respondent, day, missing, len(headers) - read_count)


def _data_as_of(source: Source, found: Sequence[str]) -> int | None:
    if source.data_as_of is None or normalised_question(source.data_as_of) not in found:
        return None
    return found.index(normalised_question(source.data_as_of))


def _respondent(source: Source, found: Sequence[str]) -> dict[str, int]:
    positions = {}
    for column, accepted in source.tables["response"].columns.items():
        wanted = {normalised_question(header) for header in accepted}
        positions[column] = [at for at, text in enumerate(found) if text in wanted]
    positions = {column: at for column, at in positions.items() if at}
    refuse_repeated(positions)
    return {column: at[0] for column, at in positions.items()}


def _refuse_unrecognised(source: Source, items: Sequence[tuple[int, str]], respondent: dict[str, int]) -> None:
    if not items:
        raise UserError(
            f"Tiedostossa ei ole yhtään lähteen {source.name} väittämää: tarkista otsikkorivi, erotin ja lähteen"
            " osa [wide]."
        )
    if "answered_on" not in respondent:
        expected = source.tables["response"].columns["answered_on"][0]
        raise UserError(
            f"Tiedostosta puuttuu vastausaika (lähde {source.name}; odotettu otsikko esimerkiksi {expected}): lisää"
            " sarake tai tarkenna lähteen otsikoita."
        )


def _comments(
    form: WideForm, headers: Sequence[str], found: Sequence[str], items: set[int]
) -> tuple[tuple[int, str], ...]:
    """Comment columns with their question: the item before an explanation, an open question's own text.

    A question that stands over several columns is numbered from the second on: each column is a comment of its own.
    """
    explaining = {normalised_question(text) for text in form.comments}
    asking = {normalised_question(text) for text in form.open_questions}
    comments: list[tuple[int, str]] = []
    before = ""
    for at, text in enumerate(found):
        own = " ".join(visible(headers[at]).split())
        if at in items:
            before = own
        elif text in explaining:
            comments.append((at, before or own))
        elif text in asking:
            comments.append((at, own))
    return tuple(_told_apart(comments))


def _told_apart(comments: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    seen: Counter[str] = Counter()
    for at, question in comments:
        seen[question] += 1
        yield at, question if seen[question] == 1 else f"{question} ({seen[question]})"
