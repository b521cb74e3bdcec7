"""Tables: headings, names, and five kinds of no number that look and read different."""

import pytest
from tests.presentation import sample_figures as samples

from tyokyky.domain.figures import State
from tyokyky.presentation import tables
from tyokyky.presentation.states import state_of, state_text

NBSP = "\N{NO-BREAK SPACE}"


def test_drop_off_as_people_read_it() -> None:
    table = tables.table_of(samples.drop_off(), None, samples.NAMES)
    row = dict(zip(table.headings, table.rows[1], strict=True))
    assert row["Palvelu"] == "kuntouttava työtoiminta"
    assert row["Putoaminen"] == f"32,9{NBSP}%"
    assert row[f"95{NBSP}%:n väli"] == f"30,3–35,5{NBSP}%"
    assert row["Päättymisiä"] == f"1{NBSP}234"
    assert row["Vielä ikkunassa"] == "30"


def test_withheld_count_and_rate_say_so() -> None:
    table = tables.table_of(samples.drop_off(), None, samples.NAMES)
    row = dict(zip(table.headings, table.rows[2], strict=True))
    assert row["Putosi"].startswith("alle 5")
    assert row["Putoaminen"] == state_text(State.HIDDEN)


@pytest.mark.parametrize("state", State)
def test_each_kind_of_no_number_is_told(state: State) -> None:
    figure = samples.figure_of("drop-off", [samples.without_number("KTT", state), samples.drop_off_row("THV")])
    table = tables.table_of(figure, None, samples.NAMES)
    assert table.rows[0][table.headings.index("Putoaminen")] == state_text(state)


def test_the_five_kinds_differ_in_symbol_and_in_word() -> None:
    said = [state_text(state).split(maxsplit=1) for state in State]
    assert len({symbol for symbol, _ in said}) == len(State)
    assert len({word for _, word in said}) == len(State)


def test_state_of_a_row_without_the_column() -> None:
    assert state_of({"n": 0, "share": None}) is State.NONE
    assert state_of({"n": None, "share": None}) is State.HIDDEN
    assert state_of({"at_risk": 0, "dropped_share": None}) is State.NOT_YET


def test_breakdown_has_its_own_column() -> None:
    rows = [{"municipality": "398", **samples.drop_off_row("KTT")}]
    table = tables.table_of(samples.figure_of("drop-off", rows), "municipality", samples.NAMES)
    assert table.rows[0][table.headings.index("Kunta")] == "Lahti"


def test_column_with_nothing_in_it_is_left_out() -> None:
    rows = [samples.drop_off_row("KTT")]
    assert (
        f"95{NBSP}%:n väli, henkilöittäin"
        not in tables.table_of(samples.figure_of("drop-off", rows), None, samples.NAMES).headings
    )
    assert f"95{NBSP}%:n väli, henkilöittäin" in tables.table_of(samples.drop_off(), None, samples.NAMES).headings


def test_every_figure_has_a_table() -> None:
    for figure in (samples.destinations(), samples.curve(), samples.participation()):
        table = tables.table_of(figure, None, samples.NAMES)
        assert len(table.rows) == figure.table.height
        assert all(cell for row in table.rows for cell in row)


def test_total_of_withheld_cells_is_a_least_value() -> None:
    figure = samples.drop_off()
    assert tables.total_text(figure, "at_start") == f"3{NBSP}600"
    assert tables.total_text(figure, "dropped") == "vähintään 780"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@A1", "\t=1"])
def test_cells_do_nothing_in_a_spreadsheet(cell: str) -> None:
    assert tables.harmless(cell) == f"'{cell}"


def test_csv_opens_in_a_finnish_spreadsheet() -> None:
    text = tables.csv_of(tables.ReadableTable(("Ero", "Nimi"), (("+4,0", "a;b"),)))
    assert text.decode("utf-8-sig") == 'Ero;Nimi\n\'+4,0;"a;b"\n'


def test_pages_of_a_table_hold_every_row_once() -> None:
    table = tables.ReadableTable(("N",), tuple((str(i),) for i in range(120)))
    rows = [row for number in range(3) for row in table.page(number, 50).rows]
    assert rows == list(table.rows)
