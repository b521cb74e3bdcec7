"""The words of drafts: each means one thing, and something that there is."""

import pytest

from tyokyky.ingest.header_texts import normalised, normalised_question
from tyokyky.ingest.source_words import source_words
from tyokyky.ingest.sources import LINKING_PERMITTED
from tyokyky.ingest.vocabularies import CODE_LISTS, code_entries, words_of
from tyokyky.ingest.wide_form import WideForm
from tyokyky.store.codebook import shipped_code_book
from tyokyky.store.tables import TABLES


def _columns(table: str) -> set[str]:
    return {*TABLES[table].columns, *([LINKING_PERMITTED] if table == "response" else [])}


@pytest.mark.parametrize("table", list(source_words().columns))
def test_a_header_means_one_column_of_a_table(table: str) -> None:
    words = source_words().columns[table]
    assert set(words) == _columns(table)
    texts = [normalised_question(word) for own in words.values() for word in own]
    assert sorted(texts) == sorted(set(texts))
    assert all(column in own for column, own in words.items())


def test_values_are_words_and_codes_that_there_are() -> None:
    book = shipped_code_book()
    for table, columns in source_words().values.items():
        assert set(columns) <= _columns(table)
        for column, pairs in columns.items():
            fixed = words_of(table, column)
            if column in CODE_LISTS:
                fixed = [entry.code for entry in code_entries(book, CODE_LISTS[column])]
            if fixed is not None:
                assert set(pairs.values()) <= set(fixed), column
            assert len({normalised(word) for word in pairs}) == len(pairs)


def test_words_of_questionnaires_make_a_sound_wide_form() -> None:
    words = source_words()
    form = WideForm(
        items={"X": ("väittämä",)},
        answers={text: float(score) for text, score in words.answers.items()},
        not_applicable=words.not_applicable,
        comments=words.comments,
        open_questions=words.open_questions,
    )
    assert set(form.answers.values()) == {1, 2, 3, 4, 5}
