"""The figure of themes: what people have confirmed, never what is suggested, and who waits for a reader."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.ingest.deliveries import COMMENT, RESPONSE, Home, changed

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import COMMENT_KEYS, Breakdown, Filters
from tyokyky.presentation import sentences
from tyokyky.presentation.charts import themes as theme_chart
from tyokyky.privacy.roles import WHOLE_COUNTY, Role, Scope
from tyokyky.reporting.choices import code_names
from tyokyky.reporting.comment_reading import COMMENTS_PER_PAGE, Reader, agreements, code_comment, read_page
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.figures import exact_figure, figure, mark_of
from tyokyky.reporting.mart import Mart, current_mart
from tyokyky.settings import Settings

DAY = datetime.now(UTC).date() - timedelta(days=5)
TEAM = Reader(Role.TEAM, WHOLE_COUNTY, "tiimi")
BOSS = Reader(Role.MANAGER, WHOLE_COUNTY, "esihenkilö")
HELD_COUNT, READ_COUNT, ALL_COUNT = 8, 14, 22
BOUNCED = "Minua pompoteltiin luukulta luukulle."


@pytest.fixture(scope="module")
def whole_mart(tmp_path_factory: pytest.TempPathFactory) -> Mart:
    """22 comments of one service in two municipalities, and one of no known response."""
    home = Home(Settings.of_home(tmp_path_factory.mktemp("themes") / "koti"))
    numbers = range(1, ALL_COUNT + 1)
    home.deliver([
        changed(RESPONSE, response_id=f"V-{number}", answered_on=DAY.isoformat(), service_code="KTT",
                municipality_code="398" if number % 2 else "111")
        for number in numbers
    ], DAY)  # fmt: skip
    home.deliver([changed(COMMENT, response_id=f"V-{number}", text=BOUNCED) for number in numbers], DAY)
    home.deliver([changed(COMMENT, response_id="V-99", text="<b>yksin</b>")], DAY)
    build(home.settings)
    return current_mart(home.settings)


@pytest.fixture
def mart(whole_mart: Mart) -> Mart:
    """The same with nothing read yet."""
    whole_mart.settings.codevelopment_path.unlink(missing_ok=True)
    return whole_mart


def all_comments(mart: Mart, reader: Reader = TEAM, filters: Filters | None = None) -> list[int]:
    """Keys of the comments, page by page."""
    first = read_page(mart, filters or Filters(), reader)
    pages = [read_page(mart, filters or Filters(), reader, number) for number in range(first.page_count)]
    return [comment.comment_key for page in pages for comment in page.comments]


def read_some(mart: Mart, reader: Reader = TEAM) -> None:
    keys = all_comments(mart, reader, Filters(service="KTT"))
    for place, comment_key in enumerate(keys[:READ_COUNT]):
        code_comment(mart, comment_key, reader, ["bouncing"] if place < HELD_COUNT else ["trust"])


def said(mart: Mart, filters: Filters | None = None) -> str:
    shown = figure(mart, "themes", filters or Filters())
    return sentences.sentence(shown.finding, code_names(mart))


def test_suggestions_count_nowhere_until_a_person_confirms_them(mart: Mart) -> None:
    page = read_page(mart, Filters(), TEAM)
    assert {comment.suggested for comment in page.comments} == {("bouncing",)}
    assert (page.comment_count, page.read_count, len(page.comments)) == (ALL_COUNT + 1, 0, COMMENTS_PER_PAGE)
    exact = exact_figure(mart, "themes", Filters()).table
    assert exact["n"].sum() == exact["comments"].sum() == 0
    assert exact["share"].null_count() == exact.height > 0
    assert said(mart) == "23 kommenttia odottaa lukijaa: teemoja ei ole ennen kuin ihminen on vahvistanut ne."


def test_what_people_confirm_is_counted(mart: Mart) -> None:
    read_some(mart)
    shown = figure(mart, "themes", Filters(service="KTT"))
    rows = {row["theme"]: row for row in shown.table.to_dicts()}
    assert rows["bouncing"] == {"service": "KTT", "theme": "bouncing", "kind": "problem", "n": 8, "comments": 14,
                                "share": 8 / 14}  # fmt: skip
    assert (rows["trust"]["kind"], rows["trust"]["n"]) == ("success", 6)
    assert said(mart, Filters(service="KTT")) == (
        "Luetuissa kommenteissa toistuu eniten teema ”Pompottelu”: 8 / 14 kommenttia"
        " (57,1\N{NO-BREAK SPACE}%), palvelu: kuntouttava työtoiminta."
    )
    unread = [caveat for caveat in shown.caveats if caveat.key == "caveat.themes_unread"]
    assert [caveat.values["count"] for caveat in unread] == [ALL_COUNT - READ_COUNT]


def test_another_chaining_tolerance_leaves_comments_as_they_are(mart: Mart) -> None:
    read_some(mart)
    usual = figure(mart, "themes", Filters()).table
    assert figure(mart, "themes", Filters(chain_gap_days=0)).table.equals(usual)


def test_a_breakdown_adds_up_to_the_whole(mart: Mart) -> None:
    read_some(mart)
    whole = exact_figure(mart, "themes", Filters()).table
    for by in COMMENT_KEYS:
        parts = exact_figure(mart, "themes", Filters(), Breakdown(by)).table
        assert parts.columns == ["service", "theme", "kind", by, "n", "comments", "share"]
        assert parts.select("service", "theme", by).is_unique().all()
        assert (parts["n"].sum(), parts["comments"].sum()) == (whole["n"].sum(), whole["comments"].sum())


def test_few_are_withheld_and_the_steward_sees_them(mart: Mart) -> None:
    for comment_key in all_comments(mart)[:3]:
        code_comment(mart, comment_key, TEAM, ["bouncing"])
    shown, exact = (ask(mart, "themes", Filters(service="KTT")) for ask in (figure, exact_figure))
    assert shown.table["n"].null_count() == shown.table["comments"].null_count() == shown.table.height
    assert exact.table["n"].max() == exact.table["comments"].max() == 3
    assert shown.finding.key == "finding.hidden"
    assert "caveat.hidden" in [caveat.key for caveat in shown.caveats]


def test_no_comments_is_said_apart(mart: Mart) -> None:
    shown = figure(mart, "themes", Filters(service="THV"))
    assert shown.table.is_empty()
    assert (shown.finding.key, shown.caveats) == ("finding.themes.none", ())
    assert theme_chart.drawn_rows(shown).is_empty()


def test_a_comment_of_no_known_service_stands_under_unknown(mart: Mart) -> None:
    services = exact_figure(mart, "themes", Filters()).table["service"]
    assert list(dict.fromkeys(services)) == ["KTT", "unknown"]


def test_a_theme_that_the_home_has_dropped_is_still_told(mart: Mart) -> None:
    folder = mart.settings.home / "themes"
    folder.mkdir()
    own = folder / "omat.toml"
    own.write_text(
        '[[themes]]\ntheme_id = "own"\nkind = "problem"\nname_fi = "Oma"\nmeaning_fi = "M"\nwords = ["oma"]\n'
    )
    for comment_key in all_comments(mart)[:5]:
        code_comment(mart, comment_key, TEAM, ["own"])
    assert code_names(mart).of("theme", "own") == "Oma"
    own.unlink()
    rows = exact_figure(mart, "themes", Filters(service="KTT")).table.filter(theme="own").to_dicts()
    assert [(row["kind"], row["n"]) for row in rows] == [("retired", 5)]


def test_a_coding_changes_the_mark_by_which_answers_are_kept(mart: Mart) -> None:
    before = mark_of(mart, "themes")
    read_some(mart)
    assert mark_of(mart, "themes") != before
    assert mark_of(mart, "drop-off") == ""


def test_readers_judge_apart_and_the_latest_holds(mart: Mart) -> None:
    (comment_key, *_) = all_comments(mart)
    code_comment(mart, comment_key, TEAM, ["bouncing"])
    of_other = read_page(mart, Filters(), BOSS).comments[0]
    assert (of_other.own, of_other.held, of_other.coder_count) == (None, None, 1)
    code_comment(mart, comment_key, BOSS, [])
    assert [(one.own, one.held, one.coder_count) for one in
            (read_page(mart, Filters(), reader).comments[0] for reader in (TEAM, BOSS))] == [
        (("bouncing",), (), 2), ((), (), 2)
    ]  # fmt: skip
    (pair,) = agreements(mart)
    assert (pair.first, pair.second) == ("esihenkilö", "tiimi")


def test_nobody_codes_what_they_may_not_read(mart: Mart) -> None:
    (comment_key, *_) = all_comments(mart)
    for reader in (
        Reader(Role.COUNCIL, WHOLE_COUNTY, "raati"),
        Reader(None, WHOLE_COUNTY, "ei kukaan"),
        Reader(Role.TEAM, Scope(municipalities=frozenset({"016"})), "muualta"),
    ):
        with pytest.raises(UserError):
            code_comment(mart, comment_key, reader, ["bouncing"])
    with pytest.raises(UserError, match="koodikirjassa"):
        code_comment(mart, comment_key, TEAM, ["weather"])
    assert read_page(mart, Filters(), TEAM).read_count == 0


def test_reading_makes_no_store(mart: Mart) -> None:
    read_page(mart, Filters(), TEAM)
    figure(mart, "themes", Filters())
    assert agreements(mart) == ()
    assert not mart.settings.codevelopment_path.exists()
