"""A raw identifier planted in every column of every table and in the file name is found nowhere afterwards."""

import logging
from pathlib import Path

import pytest
from tests.ingest.deliveries import AS_OF, ROWS, Home, changed, csv_text, files_below
from tests.ingest.workbooks import workbook

from tyokyky.ingest import ledger
from tyokyky.ingest.delivery import check_file, import_file
from tyokyky.settings import LinkGroup, Settings
from tyokyky.store.tables import TABLES

IDENTITY_CODE = "131052-308T"
PLAIN = "ASIAKAS-4711"
TRACES = [text.encode() for raw in (IDENTITY_CODE, PLAIN) for text in (raw, raw.lower())]


def _planted_files(folder: Path, raw: str, kind: str) -> list[Path]:
    """For each table a file, with the identifier in its name, whose rows have it in one column each.

    A plain identifier is known as one only where the file has it as a client's: other tables are left out.
    """
    folder.mkdir()
    paths = []
    for table, row in ROWS.items():
        columns = TABLES[table].columns
        if raw == PLAIN and "client_id" not in columns:
            continue
        whole = {column: row.get(column, "") for column in columns}
        key = TABLES[table].key[0]
        rows = [changed(whole, **{key: f"SOUND-{table}"})]
        for column in columns:
            for number, cell in enumerate((raw, f"x {raw.lower()}, y")):
                own = {**whole, key: f"{column}-{number}", **({"client_id": raw} if "client_id" in whole else {})}
                rows.append(own if column == "client_id" else {**own, column: cell})
        path = folder / f"{table}_{raw}.{kind}"
        path.write_bytes(workbook(rows) if kind == "xlsx" else csv_text(rows).encode())
        paths.append(path)
    return paths


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("raw", [IDENTITY_CODE, PLAIN])
def test_planted_identifier_is_found_nowhere(
    home: Home, tmp_path: Path, raw: str, kind: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = []
    for path in _planted_files(tmp_path / "files", raw, kind):
        for deliver in (check_file, import_file):
            report = deliver(home.settings, path, home.source(f"canonical_{kind}"), AS_OF)
            assert report.accepted
            assert report.quarantined
            said.append(repr(report))
    batches = ledger.batches(home.settings)
    for batch_id in batches["batch_id"]:
        said.append(str(ledger.quarantine_by_rule(home.settings, batch_id).rows()))
    printed = capfd.readouterr()
    written = files_below(home.settings.home)
    written["said"] = "\n".join([*said, printed.out, printed.err, caplog.text, str(batches.rows())]).encode()
    left = [name for name, content in written.items() for trace in TRACES if trace in content]
    assert left == []
    assert all(raw.lower() not in name.lower() for name in written)


def test_reading_a_workbook_opens_no_file_for_writing(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the reader of workbooks leaves in the folder of temporary files while it works: nothing."""
    folder = home.settings.home.parent / "tmp"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(folder))
    folder.chmod(0o500)
    before = folder.stat().st_mtime_ns
    home.deliver(workbook([ROWS["period"]]), source=home.source("canonical_xlsx"))
    assert (folder.stat().st_mtime_ns, list(folder.iterdir())) == (before, [])


def test_id_made_by_the_source_of_the_identifier_keeps_its_other_parts(home: Home) -> None:
    period = changed(ROWS["period"], period_id="asiakas-4711/2025/7")
    home.deliver([period])
    again = home.deliver([changed(period, ended_on="2025-05-31")])
    live = home.live("period")
    assert (again.accepted, live.height) == (1, 1)
    assert live["period_id"].item() == f"{live['client_id'].item()}/2025/7"


def test_identifier_is_one_person_however_it_is_written(home: Home) -> None:
    written = ["131052-308T", " 131052-308t ", "131052-308T\u00a0"]
    rows = [changed(ROWS["period"], period_id=f"J-{n}", client_id=raw) for n, raw in enumerate(written)]
    home.deliver(rows)
    assert home.live("period")["client_id"].n_unique() == 1


def test_century_sign_tells_persons_apart(home: Home) -> None:
    rows = [changed(ROWS["period"], period_id=f"J-{sign}", client_id=f"131052{sign}308T") for sign in ("-", "Y", "A")]
    home.deliver(rows)
    assert home.live("period")["client_id"].n_unique() == 3


def test_file_name_is_masked_in_the_ledger(home: Home) -> None:
    home.deliver([ROWS["period"]], name="jaksot Asiakas-4711 131052-308t.csv")
    assert ledger.batches(home.settings)["file_label"].item() == "jaksot *********** ***********.csv"


def test_name_of_a_file_is_masked_of_clients_known_from_before(home: Home) -> None:
    home.deliver([ROWS["period"]])
    for name in ("mittari_asiakas-4711.csv", "ASIAKAS-4711", "4711 ASIAKAS-47112.csv"):
        home.deliver([changed(ROWS["instrument"], instrument_id=name[:3])], name=name)
    labels = ledger.batches(home.settings).sort("batch_id")["file_label"].to_list()
    assert labels == ["x.csv", "mittari_***********.csv", "***********", "4711 ASIAKAS-47112.csv"]


def test_another_clients_identifier_in_a_free_cell_stops_the_row(home: Home) -> None:
    source = home.source(open_codes=("units",))
    other = changed(ROWS["period"], period_id="J-2", client_id="TOINEN-1", unit_code="asiakas-4711")
    report = home.deliver([ROWS["period"], other], source=source)
    assert [one.rule for one in report.rules if one.severity == "error"] == ["unit_code|client_identifier"]
    assert report.accepted == 1


def test_linked_controllers_meet_in_one_person(tmp_path: Path) -> None:
    group = LinkGroup(name="alue", controllers=("hyvinvointialue", "kunta"), legal_basis="Laki, jota ei ole")
    home = Home(Settings.of_home(tmp_path / "koti").model_copy(update={"link_groups": (group,)}))
    home.deliver([ROWS["period"]])
    for controller in ("kunta", "muu"):
        home.deliver(
            [ROWS["period"]], source=home.source(controller=controller).model_copy(update={"name": controller})
        )
    own, linked, other = (home.live("period", name)["client_id"].item() for name in ("hyvinvointialue", "kunta", "muu"))
    assert own == linked
    assert own != other
