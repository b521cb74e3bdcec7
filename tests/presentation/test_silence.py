"""What the silent could change, in words: both extremes, and why a level has none."""

from tests.presentation import sample_figures as samples

from tyokyky.domain.figures import State
from tyokyky.domain.participation import Level
from tyokyky.presentation import tables
from tyokyky.presentation.silence import extremes
from tyokyky.presentation.states import state_text

NBSP = "\N{NO-BREAK SPACE}"


def lines() -> dict[Level, str]:
    return dict(zip(Level, extremes(samples.silence(), "KTT"), strict=True))


def test_a_level_says_both_extremes_and_what_the_answers_say() -> None:
    assert lines()[Level.PLANNING] == (
        "Suunnitteluosallisuus: −6,7, jos kaikilla heistä toteutui; +29,0, jos ei kenelläkään."
        " Vastanneiden kesken +15,6."
    )


def test_a_level_without_extremes_says_why() -> None:
    assert lines()[Level.DECISION] == f"Päätösosallisuus: ääripäitä ei voi näyttää ({state_text(State.HIDDEN)})."
    assert state_text(State.NONE) in lines()[Level.ACTION]
    assert not any(sign.isdigit() for sign in lines()[Level.DECISION])


def test_a_service_without_exits_has_no_lines() -> None:
    assert extremes(samples.silence(), "THV") == ()


def test_table_says_differences_and_their_intervals_in_points() -> None:
    table = tables.table_of(samples.silence(), None, samples.NAMES)
    rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
    planning = rows[list(Level).index(Level.PLANNING) * 3 + 1]
    assert planning["Oletus"] == "jos kaikilla hiljaisilla toteutui"
    assert planning["Ero, %-yks."] == "−6,7"
    assert planning["Eron väli"] == f"−11,7{NBSP}…{NBSP}−1,7"
    assert planning["Putoaminen, kun toteutui"] == f"12,8{NBSP}%"
    assert planning["Ei vastausta"] == f"1{NBSP}731"
    protected = rows[list(Level).index(Level.DECISION) * 3]
    hidden = state_text(State.HIDDEN)
    for heading in ("Putoaminen, kun toteutui", "Putoaminen, kun ei toteutunut", "Ero, %-yks.", "Ei vastausta, osuus"):
        assert protected[heading] == hidden
    nobody = rows[list(Level).index(Level.ACTION) * 3]
    assert nobody["Ero, %-yks."] == nobody["Putoaminen, kun ei toteutunut"] == state_text(State.NONE)
    assert all(cell for row in table.rows for cell in row)
