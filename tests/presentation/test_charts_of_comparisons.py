"""Two groups in a picture and in words: both told apart without colour, a gap where one is withheld."""

from typing import Any

from tests.presentation import sample_figures as samples

from tyokyky.presentation import comparison, tables, texts
from tyokyky.presentation.charts import compare

NAMES = samples.NAMES
ROW: dict[str, Any] = {"service": "KTT", "kind": "next", "compared_by": "year", "first": "2025", "second": "2024"}


def row(to: str, first: float | None, second: float | None, together: float = 0.1) -> dict[str, Any]:
    """One destination with intervals of a tenth around both shares."""
    made: dict[str, Any] = {**ROW, "to": to, "state": "" if None not in (first, second) else "hidden"}
    for side, share in (("first", first), ("second", second)):
        ends = (None, None) if share is None else (share - 0.02, share + 0.02)
        made |= {f"n_{side}": 30 if share is not None else None, f"share_{side}": share}
        made |= {f"lower_{side}": ends[0], f"upper_{side}": ends[1]}
    difference = None if first is None or second is None else first - second
    made["difference"] = difference
    for name, reach in (("difference", 0.03), ("together", together)):
        for end, sign in (("lower", -1), ("upper", 1)):
            made[f"{name}_{end}"] = None if difference is None else difference + sign * reach
    return made


ROWS = [row("TYO", 0.3, 0.1), row("THV", 0.2, 0.15), row("ELAKE", None, 0.05)]


def test_both_groups_have_a_mark_of_their_own_and_a_withheld_share_none() -> None:
    picture = compare.compare(ROWS, ["työ", "valmennus", "eläke"], ("2025", "2024"), "Osuus")
    marks = [trace for trace in picture.data if trace.mode == "markers"]
    assert [mark.name for mark in marks] == ["A: 2025", "B: 2024"]
    assert [list(mark.x) for mark in marks] == [[0.3, 0.2], [0.1, 0.15, 0.05]]
    assert marks[0].marker.symbol != marks[1].marker.symbol
    assert all(one < other for one, other in zip(marks[0].y, marks[1].y, strict=False))
    bars = [trace for trace in picture.data if trace.mode == "lines"]
    assert len(bars) == 5
    assert picture.layout.showlegend
    assert (
        marks[0].hovertext[0] == "työ, 2025: 30,0\N{NO-BREAK SPACE}% (28,0\N{NO-BREAK SPACE}%–32,0\N{NO-BREAK SPACE}%)"
    )


def test_nothing_to_draw_is_an_empty_picture() -> None:
    picture = compare.compare([], [], ("2025", "2024"), "Osuus")
    assert [len(trace.x) for trace in picture.data] == [0, 0]


def test_words_name_the_clear_count_the_unclear_and_name_the_withheld() -> None:
    lines = comparison.lines(ROWS, comparison.row_names(ROWS, NAMES))
    space = "\N{NO-BREAK SPACE}"
    assert lines == (
        f"**Työ avoimilla markkinoilla:** A 30,0{space}%, B 10,0{space}%. Ero +20,0 prosenttiyksikköä (+10,0 … +30,0).",
        "Muita verrattuja lukuja on 1, eikä siinä ole selvää eroa.",
        "Ei voi verrata (suojattu tai ei lukuja): eläke.",
    )
    assert comparison.lines(ROWS[1:2], ["valmennus"]) == ()


def test_a_difference_whose_interval_touches_zero_is_not_clear() -> None:
    assert not comparison.is_clear(row("TYO", 0.3, 0.1, together=0.2 + 1e-9))
    assert comparison.is_clear(row("TYO", 0.1, 0.3, together=0.19))
    assert not comparison.is_clear(row("TYO", None, 0.3))


def test_places_are_named() -> None:
    places = [{"place": "no_service"}, {"place": "neutral"}, {"place": "THV"}]
    assert comparison.row_names(places, NAMES) == [
        "ei missään palvelussa",
        "päättynyt neutraalisti",
        "tuettu työhönvalmennus",
    ]


def test_the_table_has_all_numbers_and_says_what_is_withheld() -> None:
    table = tables.table_of(samples.figure_of("compare", ROWS), None, NAMES)
    assert table.headings[:4] == ("Palvelu", texts.say("column.to"), "A: osuus", "A: luottamusväli")
    hidden = dict(zip(table.headings, table.rows[2], strict=True))
    assert hidden["A: osuus"] == texts.say("state.hidden")
    assert hidden["A: määrä"] == texts.say("count.withheld")
    shown = dict(zip(table.headings, table.rows[0], strict=True))
    assert shown["Erotuksen väli, kun kaikki katsotaan yhtä aikaa"] == "+10,0\N{NO-BREAK SPACE}…\N{NO-BREAK SPACE}+30,0"
