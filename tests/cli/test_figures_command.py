"""`tyokyky figures` and `steps`: the figure alone on standard output, in four forms that agree."""

import io
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.homes import frame_of_csv, tyokyky

from tyokyky.analysis.steps import STEPS
from tyokyky.domain.filters import Filters
from tyokyky.reporting.figures import FIGURE_NAMES, figure
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings


@pytest.fixture(scope="module")
def expected(demo_settings: Settings) -> dict[str, pl.DataFrame]:
    mart = current_mart(demo_settings)
    return {name: figure(mart, name, Filters()).table for name in FIGURE_NAMES}


@pytest.mark.parametrize("name", FIGURE_NAMES)
def test_json_is_the_figure(demo_home: Path, expected: dict[str, pl.DataFrame], name: str) -> None:
    outcome = tyokyky("figures", name, "--home", demo_home, "--format", "json")
    assert outcome.code == 0
    rows = json.loads(outcome.out)
    texts = expected[name].with_columns(pl.col(pl.Date).cast(pl.String))
    assert rows == texts.to_dicts()
    assert all(list(row) == expected[name].columns for row in rows)


@pytest.mark.parametrize("name", FIGURE_NAMES)
def test_csv_is_the_figure(demo_home: Path, expected: dict[str, pl.DataFrame], name: str) -> None:
    outcome = tyokyky("figures", name, "--home", demo_home, "--format", "csv")
    assert outcome.text.splitlines()[0] == ",".join(expected[name].columns)
    found = frame_of_csv(outcome, expected[name])
    assert found.equals(expected[name].with_columns(pl.col(pl.String).fill_null("")))


@pytest.mark.parametrize("name", FIGURE_NAMES)
def test_parquet_is_the_figure(demo_home: Path, expected: dict[str, pl.DataFrame], name: str) -> None:
    outcome = tyokyky("figures", name, "--home", demo_home, "--format", "parquet")
    found = pl.read_parquet(io.BytesIO(outcome.out))
    assert found.equals(expected[name])
    assert found.schema == expected[name].schema


def test_table_goes_to_standard_output_and_the_sentences_beside_it(
    demo_home: Path, expected: dict[str, pl.DataFrame]
) -> None:
    outcome = tyokyky("figures", "drop-off", "--home", demo_home)
    lines = outcome.text.splitlines()
    assert [name.strip() for name in lines[0].split("┃")] == expected["drop-off"].columns
    assert len(lines) == expected["drop-off"].height + 2
    assert "ikkuna 90 päivää" in outcome.err
    assert "synteettinen" in outcome.err


def test_other_programs_read_nothing_beside_the_figure(demo_home: Path) -> None:
    for form in ("json", "csv", "parquet"):
        assert tyokyky("figures", "drop-off", "--home", demo_home, "--format", form).err == ""


def test_filters_reach_the_figure(demo_home: Path, demo_settings: Settings) -> None:
    options = ("--service", "KTT", "--municipality", "398", "--since", "2024-01-01", "--until", "2025-12-31")
    outcome = tyokyky("figures", "drop-off", "--home", demo_home, "--window", 30, "--chain", 0, *options,
                      "--format", "json")  # fmt: skip
    filters = Filters(
        window_days=30,
        chain_gap_days=0,
        since=date(2024, 1, 1),
        until=date(2025, 12, 31),
        service="KTT",
        municipality="398",
    )
    table = figure(current_mart(demo_settings), "drop-off", filters).table
    assert json.loads(outcome.out) == table.with_columns(pl.col(pl.Date).cast(pl.String)).to_dicts()
    assert [row["service"] for row in json.loads(outcome.out)] == ["KTT"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("nothing",), "Lukua ei tunneta"),
        (("drop-off", "--by", "weather"), "Jaottelua ei tunneta"),
        (("drop-off", "--by", "experience"), "Jaottelun taso puuttuu"),
        (("drop-off", "--by", "gender:planning"), "Jaottelun taso puuttuu tai on liikaa"),
        (("drop-off", "--by", "experience:weather"), "Jaottelua ei tunneta"),
        (("drop-off", "--by", "to"), "destinations"),
        (("participation", "--by", "gender"), "ei ota jaottelua"),
        (("drop-off", "--window", "0"), "--window"),
        (("drop-off", "--window", "400"), "--window"),
        (("drop-off", "--chain", "-1"), "--chain"),
        (("drop-off", "--since", "2025-02-01", "--until", "2025-01-01"), "väärin päin"),
        (("drop-off", "--since", "1.1.2025"), "--since"),
        (("drop-off", "--service", "010190-123A"), "--service"),
        (("drop-off", "--municipality", "998"), "--municipality"),
        (("drop-off", "--unit", "NOPE"), "--unit"),
        (("drop-off", "--as", "boss"), "steward-check"),
        (("drop-off", "--as", "steward-check"), "--reason"),
        (("drop-off", "--as", "steward-check", "--reason", "  "), "--reason"),
        (("drop-off", "--format", "xml"), "--format"),
    ],
)
def test_wrong_questions_are_refused_in_one_line(demo_home: Path, options: tuple[str, ...], said: str) -> None:
    outcome = tyokyky("figures", *options, "--home", demo_home)
    outcome.assert_refused(said)
    assert "010190" not in outcome.err


def test_exact_numbers_are_logged_and_shown_to_the_steward(demo_home: Path) -> None:
    log = demo_home / "access_log.jsonl"
    before = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    asked = ("figures", "drop-off", "--home", demo_home, "--format", "json")
    exact = tyokyky(*asked, "--as", "steward-check", "--reason", "erän 1 tarkistus")
    assert exact.code == 0
    entries = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()[len(before) :]]
    assert [(entry["what"], entry["reason"], entry["allowed"]) for entry in entries] == [
        ("exact drop-off", "erän 1 tarkistus", True)
    ]
    counts = [row["dropped"] for row in json.loads(exact.out)]
    assert None not in counts
    assert None in [row["dropped"] for row in json.loads(tyokyky(*asked).out)]


def test_exact_numbers_of_what_the_silent_could_change(demo_home: Path) -> None:
    asked = ("figures", "silence", "--home", demo_home, "--format", "json")
    exact = json.loads(tyokyky(*asked, "--as", "steward-check", "--reason", "erän 1 tarkistus").out)
    shown = json.loads(tyokyky(*asked).out)
    assert all(row["exits"] is not None and row["no_answer"] is not None for row in exact)
    assert "hidden" in [row["state"] for row in shown]
    assert "hidden" not in [row["state"] for row in exact]
    assert [row["difference"] is None for row in exact] == [row["state"] != "" for row in exact]


def test_steward_sees_the_few_answers_that_staff_do_not(demo_home: Path) -> None:
    asked = ("figures", "feedback", "--by", "unit", "--home", demo_home, "--format", "json")
    shown, exact = tyokyky(*asked), tyokyky(*asked, "--as", "steward-check", "--reason", "erän 1 tarkistus")
    rows, exact_rows = json.loads(shown.out), json.loads(exact.out)
    assert len(rows) == len(exact_rows) > 0
    few = [(row, of) for row, of in zip(rows, exact_rows, strict=True) if of["responses"] in (1, 2, 3, 4)]
    assert few
    assert all((row["responses"], row["mean"], row["lower"]) == (None, None, None) for row, _ in few)
    assert all(of["mean"] is not None for _, of in few)


@pytest.mark.parametrize("name", STEPS)
def test_steps_print_every_step_with_its_sql(name: str) -> None:
    outcome = tyokyky("steps", name)
    assert outcome.code == 0
    opened = [line.removeprefix("-- ===== ") for line in outcome.text.splitlines() if line.startswith("-- =====")]
    assert opened == list(STEPS[name])
    for step in outcome.text.split("-- ===== ")[1:]:
        text = step.split("\n", 1)[1]
        assert text.startswith("--")
        assert "Grain: " in text, step.split("\n", 1)[0]


def test_steps_of_an_unknown_figure_are_refused() -> None:
    tyokyky("steps", "nothing").assert_refused("Lukua ei tunneta")
    assert tyokyky("steps", "drop_off").out == tyokyky("steps", "drop-off").out


def test_figures_without_a_mart_say_what_to_do(tmp_path: Path) -> None:
    tyokyky("figures", "drop-off", "--home", tmp_path).assert_refused("tyokyky build")


def test_two_groups_are_compared_from_the_command_line(demo_home: Path) -> None:
    asked = ("figures", "compare", "--home", demo_home, "--by", "municipality", "--format", "json")
    rows = json.loads(tyokyky(*asked, "--pair", "398, 111", "--service", "KTT").out)
    assert {(row["compared_by"], row["first"], row["second"]) for row in rows} == {("municipality", "398", "111")}
    for slip in ("398", "398,111,92", "398,", ""):
        tyokyky(*asked, "--pair", slip).assert_refused("kaksi arvoa")
    tyokyky("figures", "drop-off", "--home", demo_home, "--pair", "2025,2024").assert_refused("--pair")
