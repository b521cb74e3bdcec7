"""Comments of wide files: whose they are and what they are about."""

from tests.ingest.deliveries import Home
from tests.ingest.wide_files import ITEM_TEXTS, UGLY, WideText

from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.reading import open_file
from tyokyky.ingest.wide import WideFile, answers_of, comments_of, read_wide
from tyokyky.privacy.pseudonyms import KeyRing, passing_ring


def opened(home: Home, text: WideText, ring: KeyRing) -> WideFile:
    source = home.source("webropol_own_items")
    assert source.wide is not None
    file = open_file(DeliveredFile("x.csv", text.written()), source, home.settings)
    return read_wide(file, source, source.wide, ring=ring, link_group="alue")


def test_repeated_comment_columns_are_about_the_item_before_them(home: Home) -> None:
    comments = comments_of(opened(home, UGLY, passing_ring()))
    assert comments.columns == ["row_number", "response_id", "text", "question"]
    assert comments.rows() == [
        (2, "webropol_own_items-1", "Esite auttoi.", "1. Sain tietoa palveluista silloin, kun tarvitsin sitä.:"),
        (2, "webropol_own_items-1", "Sovittiin\nyhdessä.", "Tiedän, mitä tapahtuu tämän palvelun jälkeen"),
        (2, "webropol_own_items-1", "Kiitos!", "Mitä muuta haluat sanoa?"),
        (4, "webropol_own_items-3", "En ollut.", ITEM_TEXTS["S1"]),
    ]


def test_comments_and_answers_of_a_respondent_share_their_id(home: Home) -> None:
    ring = passing_ring()
    text = UGLY.without("Vastaajan\u00a0ID:")
    file = opened(home, text, ring)
    source = home.source("webropol_own_items")
    assert source.wide is not None
    answers = answers_of(file, source.wide, home.settings)
    assert answers.file_rows is not None
    ids = dict(zip(answers.file_rows, answers.table["response_id"], strict=True))
    assert [ids[row] for row in comments_of(file)["row_number"]] == comments_of(file)["response_id"].to_list()


def test_a_comment_before_any_item_keeps_its_own_header_and_none_is_no_row(home: Home) -> None:
    first = WideText(("Perustelut", *UGLY.headers), (("Alku.", *UGLY.rows[4]),))
    assert comments_of(opened(home, first, passing_ring()))["question"].to_list() == ["Perustelut"]
    assert comments_of(opened(home, WideText(UGLY.headers, (UGLY.rows[4],)), passing_ring())).is_empty()
