"""Themes as bars and tables, and how readers agree."""

from typing import Any

import pytest
from tests.presentation.sample_figures import NAMES, figure_of

from tyokyky.domain.themes import Agreement, CoderPair
from tyokyky.presentation import tables
from tyokyky.presentation.agreement import agreement_table, is_thin
from tyokyky.presentation.charts import themes as theme_chart


def row(service: str, theme: str, n: int | None, comments: int | None, kind: str = "problem") -> dict[str, Any]:
    share = n / comments if n is not None and comments else None
    return {"service": service, "theme": theme, "kind": kind, "n": n, "comments": comments, "share": share}


ONE = figure_of("themes", [
    row("KTT", "bouncing", 12, 40),
    row("KTT", "trust", 20, 40, "success"),
    row("KTT", "timing", None, 40),
    row("KTT", "access", 0, 40),
    row("KTT", "gone", 9, 40, "retired"),
])  # fmt: skip


def test_bars_are_the_shares_and_the_counts_are_written_out() -> None:
    picture = theme_chart.themes(ONE, NAMES)
    drawn = [(bar.x[0], bar.text[0]) for bar in picture.data if bar.text]
    assert drawn == [(0.3, "12 / 40"), (0.5, "20 / 40")]
    assert list(picture.layout.yaxis.ticktext) == ["Pompottelu", "Luottamus"]
    assert {bar.marker.pattern.shape for bar in picture.data} == {"/", ""}


def test_of_several_services_each_has_its_name_and_its_commonest() -> None:
    rows = [row(service, f"{service}{number}", 5 + number, 40) for service in ("KTT", "THV") for number in range(9)]
    picture = theme_chart.themes(figure_of("themes", rows), NAMES)
    assert [note.text for note in picture.layout.annotations] == [
        "<b>kuntouttava työtoiminta</b>", "<b>tuettu työhönvalmennus</b>",
    ]  # fmt: skip
    assert list(picture.layout.yaxis.ticktext) == ["KTT8", "KTT7", "KTT6", "THV8", "THV7", "THV6"]


def test_nothing_confirmed_draws_nothing() -> None:
    rows = [row("KTT", "bouncing", 0, 0), row("KTT", "timing", None, None)]
    assert theme_chart.drawn_rows(figure_of("themes", rows)).is_empty()


def test_table_says_why_a_number_is_missing() -> None:
    table = tables.table_of(ONE, None, NAMES)
    assert table.headings == ("Palvelu", "Laji", "Teema", *table.headings[3:])
    by_theme = {cells[2]: cells for cells in table.rows}
    assert by_theme["Pompottelu"][3:] == ("12", "40", "30,0\N{NO-BREAK SPACE}%")
    assert by_theme["timing"][3] == "alle 5 tai suojattu"
    assert "suojattu" in by_theme["timing"][5]
    unread = tables.table_of(figure_of("themes", [row("unknown", "bouncing", 0, 0)]), None, NAMES).rows[0]
    assert unread[0] == "ei tiedossa"
    assert "ei tapauksia" in unread[5]


def test_agreement_is_a_row_for_each_pair_and_theme() -> None:
    pairs = [CoderPair("a", "b", (("bouncing", Agreement(50, 20, 5, 10)), ("trust", Agreement(10, 0, 5, 5))))]
    table = agreement_table(pairs, NAMES)
    assert table.rows == (
        ("a – b", "Pompottelu", "50", "70,0\N{NO-BREAK SPACE}%", "0,40"),
        ("a – b", "Luottamus", "10", "0,0\N{NO-BREAK SPACE}%", "\N{MINUS SIGN}1,00"),
    )


@pytest.mark.parametrize(("counts", "said"), [(Agreement(7, 7, 0, 0), "ei eroteltavaa"), (Agreement(0, 0, 0, 0), "–")])
def test_no_kappa_is_made_up(counts: Agreement, said: str) -> None:
    assert said in agreement_table([CoderPair("a", "b", (("trust", counts),))], NAMES).rows[0][-1]


@pytest.mark.parametrize(("count", "thin"), [(29, True), (30, False)])
def test_few_comments_are_said_to_be_few(count: int, thin: bool) -> None:
    assert is_thin([CoderPair("a", "b", (("trust", Agreement(count, 1, 1, 1)),))]) is thin
    assert not is_thin([])
