"""`tyokyky export`: figures as files, and paths as an event log that gives the same paths when it comes in again."""

import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree as ET

import fastexcel
import polars as pl
import pytest
from tests.homes import tyokyky

from tyokyky.domain.figures import METHOD_VERSION, Figure
from tyokyky.domain.filters import Filters
from tyokyky.domain.messages import Message
from tyokyky.domain.names import CodeNames
from tyokyky.domain.question import Options
from tyokyky.domain.stages import parse_stages
from tyokyky.presentation.workbook import workbook_of
from tyokyky.reporting.figures import FIGURE_NAMES, figure
from tyokyky.reporting.mart import current_mart
from tyokyky.settings import Settings

STEWARD: Final = ("--as", "steward-check", "--reason", "vertailu")
TEAM: Final = ("--as", "team", "--reason", "tarkastelu")


def logged(home: Path) -> list[dict[str, Any]]:
    path = Settings.of_home(home).access_log_path
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def exact(home: Path, name: str, grain: str) -> dict[tuple[str, ...], int]:
    outcome = tyokyky("figures", name, "--home", home, "--grain", grain, "--format", "json", *STEWARD)
    assert outcome.code == 0, outcome.err
    keys = ("from", "to") if name == "flows" else ("path",)
    return {tuple(row[key] for key in keys): row["n"] for row in json.loads(outcome.out)}


@pytest.fixture(params=["service", "moment"])
def exported(request: pytest.FixtureRequest, demo_home: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    grain = str(request.param)
    path = tmp_path / f"{grain}.xes"
    outcome = tyokyky("export", "xes", path, "--home", demo_home, "--grain", grain, *TEAM)
    assert (outcome.code, outcome.out, outcome.err) == (0, b"", "")
    yield grain, path


def test_an_exported_log_gives_the_same_paths_when_it_comes_in(
    exported: tuple[str, Path], demo_home: Path, tmp_path: Path
) -> None:
    grain, path = exported
    other = tmp_path / "koti"
    other.mkdir()
    outcome = tyokyky("--home", other, "import", path, "--source", "xes", "--as-of", "2026-06-30")
    assert outcome.code == 0, outcome.err
    assert "hylätty 0" in outcome.text
    for name in ("flows", "variants"):
        found, expected = exact(other, name, "moment"), exact(demo_home, name, grain)
        assert found == expected
        assert len(found) > 10


def test_an_exported_log_is_xes_and_names_nobody(exported: tuple[str, Path], demo_home: Path) -> None:
    _, path = exported
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    root = ET.fromstring(path.read_bytes())  # noqa: S314 - our own file
    assert (root.tag, root.attrib["xes.version"]) == ("log", "1.0")
    names = [case.attrib["value"] for case in root.findall("trace/string[@key='concept:name']")]
    assert names == [str(number) for number in range(1, len(names) + 1)]
    keys = {attribute.attrib["key"] for event in root.iter("event") for attribute in event}
    assert keys <= {"concept:name", "time:timestamp", "ended_on"}
    lines = [line for line in logged(demo_home) if line["kind"] == "export" and line["what"].startswith("paths")]
    assert lines[-1]["reason"] == "tarkastelu"
    assert lines[-1]["row_count"] == len(root.findall("trace/event"))


def test_numbers_of_two_logs_do_not_tell_who_is_who(demo_home: Path, tmp_path: Path) -> None:
    texts = []
    for number in range(2):
        path = tmp_path / f"{number}.xes"
        assert tyokyky("export", "xes", path, "--home", demo_home, *TEAM).code == 0
        root = ET.fromstring(path.read_bytes())  # noqa: S314 - our own file
        texts.append(["".join(t.itertext()) + ET.tostring(t).decode().split("/>", 1)[1] for t in root.iter("trace")])
    assert sorted(texts[0]) == sorted(texts[1])
    assert texts[0] != texts[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "tarvitaan syy"),
        (("--as", "team"), "tarvitaan syy"),
        (("--as", "team", "--reason", "  "), "tarvitaan syy"),
        (("--reason", "x"), "vain tiimin"),
        (("--reason", "x", "--as", "manager"), "vain tiimin"),
        (("--reason", "x", "--as", "steward"), "vain tiimin"),
        (("--reason", "x", "--as", "council"), "vain tiimin"),
        (("--reason", "x", "--as", "kuka"), "vain tiimin"),
    ],
)
def test_paths_leave_only_to_the_team_and_with_a_reason(
    demo_home: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = len(logged(demo_home))
    path = tmp_path / "x.xes"
    tyokyky("export", "xes", path, "--home", demo_home, *arguments).assert_refused(said)
    assert not path.exists()
    lines = logged(demo_home)[before:]
    assert [line["allowed"] for line in lines] == ([False] if said == "vain tiimin" else [])


def test_a_file_is_never_replaced(demo_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("oma", encoding="utf-8")
    for asked in (("xes", path, *TEAM), ("parquet", "flows", "--output", path), ("xlsx", "flows", "--output", path)):
        tyokyky("export", *asked, "--home", demo_home).assert_refused("jo olemassa")
    assert path.read_text(encoding="utf-8") == "oma"
    nowhere = tmp_path / "ei" / "ole.xlsx"
    tyokyky("export", "xlsx", "flows", "--output", nowhere, "--home", demo_home).assert_refused("ei voitu luoda")


@pytest.mark.parametrize("name", FIGURE_NAMES)
def test_a_figure_leaves_as_parquet(demo_home: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "luku.parquet"
    assert tyokyky("export", "parquet", name, "--output", path, "--home", demo_home).code == 0
    expected = figure(current_mart(Settings.of_home(demo_home)), name, Filters()).table
    assert pl.read_parquet(path).equals(expected)
    assert logged(demo_home)[-1] | {"when": "", "who": ""} == {
        "when": "",
        "who": "",
        "kind": "export",
        "what": f"figure {name}",
        "reason": "figure for another tool",
        "allowed": True,
        "row_count": expected.height,
    }


def test_stages_and_pair_are_asked_as_of_the_figure(demo_home: Path, tmp_path: Path) -> None:
    mart = current_mart(Settings.of_home(demo_home))
    for name, words, options in (
        ("funnel", ("--stages", "KTT>TYO@365"), Options(stages=parse_stages("KTT>TYO@365"))),
        ("compare", ("--pair", "2024,2023"), Options(pair=("2024", "2023"))),
    ):
        path = tmp_path / f"{name}.parquet"
        assert tyokyky("export", "parquet", name, *words, "--output", path, "--home", demo_home).code == 0
        assert pl.read_parquet(path).equals(figure(mart, name, Filters(), None, options).table)


def test_a_figure_leaves_as_a_workbook_with_what_must_be_known(demo_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "luku.xlsx"
    asked = ("--output", path, "--home", demo_home, "--service", "KTT", "--top", "3")
    assert tyokyky("export", "xlsx", "flows", *asked).code == 0
    book = fastexcel.read_excel(path)
    assert book.sheet_names == ["Luvut", "Tietoa luvusta"]
    found = book.load_sheet(0).to_polars()
    expected = figure(current_mart(Settings.of_home(demo_home)), "flows", Filters(service="KTT")).table.head(3)
    assert found.columns == expected.columns
    assert found["n"].to_list() == expected["n"].to_list()
    about = book.load_sheet(1, header_row=None).to_polars()
    assert about["__UNNAMED__0"].to_list()[:3] == ["Luku", "Löydös", "Mistä luku on"]
    assert "Menetelmän versio" in about["__UNNAMED__0"].to_list()
    assert METHOD_VERSION in about["__UNNAMED__1"].to_list()
    assert "On tiedettävä" in about["__UNNAMED__0"].to_list()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path, start: str) -> None:
    code = f"{start}HYPERLINK(1)"
    table = pl.DataFrame({"from": [code, None], "n": [-3, None]}, schema={"from": pl.String, "n": pl.Int64})
    none = Message("finding.none")
    odd = Figure("flows", table, Filters(), none, (), none, (), None, synthetic=False)
    path = tmp_path / "odd.xlsx"
    path.write_bytes(workbook_of(odd, CodeNames()))
    sheet = fastexcel.read_excel(path).load_sheet(0).to_polars()
    assert str(sheet["from"][0]).startswith("'")
    assert sheet["n"].to_list()[0] == -3


def test_an_option_that_a_figure_does_not_take_leaves_no_file(demo_home: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    asked = ("--output", path, "--home", demo_home, "--grain", "moment")
    tyokyky("export", "parquet", "drop-off", *asked).assert_refused("--grain")
    assert not path.exists()
