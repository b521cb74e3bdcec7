"""Joints in words and in pictures: what stands out, how thin the evidence is, and nothing of what is withheld."""

from typing import Any

import plotly.graph_objects as go
from tests.presentation.sample_figures import NAMES, figure_of

from tyokyky.presentation import joints, palette
from tyokyky.presentation.charts import amounts
from tyokyky.presentation.tables import table_of


def gap(service: str, **changes: object) -> dict[str, Any]:
    row = {
        "service": service,
        "exits": 812,
        "drop_off": 0.264,
        "lost": 214.0,
        "lost_lower": 190.2,
        "lost_upper": 240.4,
        "excess": None,
        "weakest_level": "decision",
    }
    return row | changes


HIDDEN = dict.fromkeys(("drop_off", "lost", "lost_lower", "lost_upper", "weakest_level"))
GAPS = figure_of(
    "gaps",
    [
        gap("KTT"),
        gap("THV", exits=40, lost=12.0, lost_lower=6.0, lost_upper=19.0, weakest_level=None),
        gap("IPS", exits=30, **HIDDEN),
    ],
)
NO_SHOWS = figure_of(
    "no-shows",
    [
        {"service": "KTT", "outcome": "dropped", "exits": 214, "recorded": 200, "with_no_show": 44, "share": 0.22},
        {"service": "KTT", "outcome": "followed", "exits": 598, "recorded": 500, "with_no_show": 60, "share": 0.12},
        {"service": "THV", "outcome": "dropped", "exits": 12, "recorded": None, "with_no_show": None, "share": None},
        {"service": "THV", "outcome": "followed", "exits": 28, "recorded": 20, "with_no_show": 6, "share": 0.3},
    ],
)
PLACES = figure_of(
    "gaps",
    [
        gap("KTT", municipality="398", exits=155, lost=41.0, lost_lower=31.0, lost_upper=52.0, excess=-7.8),
        gap("KTT", municipality="111", exits=75, lost=39.0, lost_lower=30.0, lost_upper=47.0, excess=15.4),
        gap("THV", municipality="398", exits=60, lost=20.0, lost_lower=12.0, lost_upper=29.0, excess=3.2),
        gap("THV", municipality="111", exits=None, **HIDDEN),
    ],
)
CHANGE = figure_of(
    "change",
    [
        {
            "service": service,
            "drop_off_before": before,
            "drop_off_after": after,
            "difference": difference,
            "state": state,
        }
        | {"lower": lower, "upper": upper, "exits_before": 100, "exits_after": 100}
        for service, before, after, difference, lower, upper, state in (
            ("KTT", 0.33, 0.25, -0.08, -0.12, -0.04, ""),
            ("THV", 0.2, 0.3, 0.1, 0.02, 0.18, ""),
            ("IPS", None, 0.2, None, None, None, "hidden"),
            ("TYO", 0.2, 0.21, 0.01, -0.05, 0.07, ""),
        )
    ],
)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_one_line_tells_lost_people_weakest_level_and_missed_moments() -> None:
    first = plain(joints.lost_lines(GAPS, NO_SHOWS, NAMES)[0])
    assert first == (
        "**Kuntouttava työtoiminta**: putosi 214 (95 %:n väli 190–240), päättymisiä 812, osuus 26,4 %. "
        "Heikoin taso: päätösosallisuus. Käynti jäi väliin ennen loppua 22,0 % pudonneista, 12,0 % jatkaneista."
    )


def test_thin_evidence_is_told_and_withheld_joints_have_no_line() -> None:
    lines = joints.lost_lines(GAPS, NO_SHOWS, NAMES)
    assert len(lines) == 2
    assert lines[1].endswith("_Näyttöä on vähän: päättymisiä on alle 50, heikointa tasoa ei voi nimetä._")
    assert "väliin" not in lines[1], "one of the two shares is withheld"
    wide = figure_of("gaps", [gap("KTT", lost_lower=150.0, lost_upper=270.0)])
    assert joints.lost_lines(wide, NO_SHOWS, NAMES)[0].endswith("_Näyttöä on vähän: luottamusväli on leveä._")


def test_themes_stand_in_the_line_of_their_joint() -> None:
    themes = {"KTT": ("jatkosta ei kerrottu", "matkat")}
    lines = joints.lost_lines(GAPS, NO_SHOWS, NAMES, themes)
    assert "Palautteessa toistuu: jatkosta ei kerrottu, matkat." in lines[0]
    assert "Palautteessa" not in lines[1]


def test_a_joint_has_its_two_most_frequent_themes_and_none_that_is_withheld() -> None:
    counts = [("timing", 9), ("bouncing", 12), ("access", None), ("trust", 9), ("heard", 0)]
    rows = [{"service": "KTT", "theme": theme, "n": n, "comments": 40} for theme, n in counts]
    rows += [{"service": "THV", "theme": "trust", "n": n, "comments": 40} for n in (None, 0)]
    found = joints.frequent_themes(figure_of("themes", rows), NAMES)
    assert found == {"KTT": (NAMES.of("theme", "bouncing", "fi"), NAMES.of("theme", "timing", "fi"))}


def test_excess_lines_stand_by_excess_and_say_what_may_be_chance() -> None:
    lines = [plain(line) for line in joints.excess_lines(PLACES, "municipality", NAMES)]
    assert len(lines) == 2, "fewer than in the whole area is no joint to mend"
    assert lines[0].startswith("**Heinola · kuntouttava työtoiminta**: 15 enemmän")
    assert "sattumaa" not in lines[0]
    assert "3 enemmän" in lines[1]
    assert "ero voi olla sattumaa" in lines[1]


def markers(picture: go.Figure) -> go.Scatter:
    return next(trace for trace in picture.data if trace.mode == "markers")


def words(picture: go.Figure) -> str:
    return plain(" ".join(note.text for note in picture.layout.annotations))


def test_picture_of_lost_people_has_a_dot_with_an_interval_for_each_shown_joint() -> None:
    picture = amounts.lost(GAPS, NAMES)
    assert list(markers(picture).x) == [214.0, 12.0]
    lines = [tuple(trace.x) for trace in picture.data if trace.mode == "lines"]
    assert lines == [(190.2, 240.4), (6.0, 19.0)]
    assert "heikoin: päätös" in words(picture)
    assert "◍ suojattu" in words(picture)
    assert picture.layout.xaxis.range[0] == 0
    assert picture.layout.xaxis.range[1] > 240.4


def test_picture_of_excess_is_red_only_where_the_joint_stands_out() -> None:
    picture = amounts.excess(PLACES, "municipality", NAMES)
    assert list(markers(picture).x) == [15.4, 3.2, -7.8]
    assert list(markers(picture).marker.color) == [palette.FALL, palette.QUIET_INK, palette.QUIET_INK]
    low, high = next(trace for trace in picture.data if trace.mode == "lines").x
    assert (round(low, 6), round(high, 6)) == (6.4, 23.4)
    assert any(shape.x0 == 0 for shape in picture.layout.shapes)


def test_picture_of_change_tells_direction_by_place_and_colour() -> None:
    picture = amounts.change(CHANGE, NAMES)
    assert list(markers(picture).x) == [0.1, 0.01, -0.08]
    assert list(markers(picture).marker.color) == [palette.FALL, palette.QUIET_INK, palette.OUTCOME]
    assert picture.layout.xaxis.range[0] < -0.12
    assert picture.layout.xaxis.range[1] > 0.18
    assert "33,0 % → 25,0 %" in words(picture)
    assert "◍ suojattu" in words(picture)
    assert all(
        text in ("0", *(f"{sign}{n}" for sign in "+−" for n in range(1, 101))) for text in picture.layout.xaxis.ticktext
    )


def test_tables_say_people_in_whole_ones_and_why_a_number_is_missing() -> None:
    table = table_of(PLACES, "municipality", NAMES)
    by = dict(zip(table.headings, table.rows[1], strict=True))
    assert (by["Putosi vuodessa"], by["95\N{NO-BREAK SPACE}%:n väli"], by["Yli alueen tason"]) == ("39", "30–47", "+15")
    hidden = dict(zip(table.headings, table.rows[3], strict=True))
    assert (hidden["Putoaminen"], hidden["Putosi vuodessa"], hidden["Heikoin taso"]) == (
        "◍ suojattu",
        "◍ suojattu",
        "–",
    )
    assert "Yli alueen tason" not in table_of(GAPS, None, NAMES).headings
    missed = table_of(
        figure_of("no-shows", [{**row, "lower": None, "upper": None} for row in NO_SHOWS.table.to_dicts()]), None, NAMES
    )
    assert [row[missed.headings.index("Osuus")] for row in missed.rows][2] == "◍ suojattu"
    change = table_of(CHANGE, None, NAMES)
    assert [plain(row[change.headings.index("Ero, %-yks.")]) for row in change.rows] == [
        "−8,0",
        "+10,0",
        "◍ suojattu",
        "+1,0",
    ]
