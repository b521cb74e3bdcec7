"""`tyokyky release audit`, its report, and certificates that are checked again."""

import json
from pathlib import Path

import numpy as np
import pytest
from tests.release_audit.written import Counts, Made, Written, flat, full, write

from tyokyky.cli import main as command
from tyokyky.domain.errors import UserError
from tyokyky.release.audit.audit import audit
from tyokyky.release.audit.certificate import recheck, save_certificate

AXES = (flat("joint", *"ABCD"), flat("outcome", *"xyzw"))
LEAVES = np.asarray([[20, 3, 5, 1], [4, 30, 2, 7], [6, 4, 41, 3], [2, 8, 3, 25]])


def release(folder: Path, *, safe: bool) -> Written:
    counts = full(AXES, LEAVES)
    hidden = np.zeros(counts.shape, dtype=bool)
    hidden[1:, 1:] = True
    hidden[1, 3:] = safe
    return write(folder, 1, [Counts("exits", AXES, counts, hidden)], made=Made())


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr("sys.argv", ["tyokyky", "release", "audit", *words])
    try:
        command.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def test_a_safe_folder_ends_with_zero(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, str(release(tmp_path / "r", safe=True).folder)) == 0
    printed = capfd.readouterr().out
    assert "Tauluja 1, soluja 25, niistä suojattuja 16." in printed
    assert printed.splitlines()[-1].startswith("Todistettu")
    assert "HiGHS" not in printed


def test_an_unsafe_folder_ends_with_one_and_names_the_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = release(tmp_path / "r", safe=False).folder
    assert run(monkeypatch, str(folder)) == 1
    printed = capfd.readouterr().out
    assert "EI TODISTETTU" in printed
    assert "2026-01-01-1/exits [joint=A, outcome=w]" in printed
    assert run(monkeypatch, str(folder), "--json") == 1
    said = json.loads(capfd.readouterr().out)
    assert not said["proven"]
    assert all(one["table"] and one["narrowed_by"] for one in said["findings"])


def test_a_bad_folder_ends_with_two_and_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, str(tmp_path / "none")) == 2
    printed = capfd.readouterr()
    assert printed.out == ""
    assert len(printed.err.strip().splitlines()) == 1


def test_a_certificate_proves_again_without_a_solver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, file = release(tmp_path / "r", safe=True).folder, tmp_path / "proof.npz"
    assert run(monkeypatch, str(folder), "--certificate", str(file)) == 0

    def no_solver(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("tyokyky.release.audit.optimum.Solver.__init__", no_solver)
    monkeypatch.setattr("tyokyky.release.audit.optimum.milp", no_solver)
    assert recheck(folder, [], file) == []


def test_a_weakened_certificate_proves_less(tmp_path: Path) -> None:
    folder, file = release(tmp_path / "r", safe=True).folder, tmp_path / "proof.npz"
    save_certificate(file, audit(folder, []))
    read = dict(np.load(file))
    changes = {
        "bases": read["0.bases"] + 1,
        "moves": read["0.moves"][:, 1:],
        "stepped": read["0.stepped"][1:],
        "witnesses": read["0.witnesses"] + 1,
    }
    for name, changed in changes.items():
        with file.open("wb") as out:
            np.savez_compressed(out, **{**read, f"0.{name}": changed})
        assert recheck(folder, [], file) or name == "moves", name
    with file.open("wb") as out:
        np.savez_compressed(
            out,
            **{
                **read,
                "0.moves": read["0.moves"][:, :0],
                "0.pairs": read["0.pairs"][:0],
                "0.witnesses": read["0.witnesses"][:0],
            },
        )
    assert recheck(folder, [], file)


def test_a_certificate_shows_what_is_left_of_hidden_totals(tmp_path: Path) -> None:
    """Two joints hidden whole: whoever is the only one of an outcome in one knows that outcome in the other."""
    axes = flat("joint", *"ABC"), flat("outcome", "continued", "dropped", discloses=True)
    counts = full(axes, np.asarray([[8, 9], [16, 12], [93, 54]]))
    hidden = np.zeros(counts.shape, dtype=bool)
    hidden[1:3] = True
    folder, file = write(tmp_path / "r", 1, [Counts("exits", axes, counts, hidden)]).folder, tmp_path / "proof.npz"
    found = audit(folder, [])
    assert found.proven
    assert any(proof.rests for proof in found.proofs)
    save_certificate(file, found)
    assert recheck(folder, [], file) == []
    read = dict(np.load(file))
    size = found.proofs[0].system.size
    narrowed = read["0.rests"].copy()
    narrowed[:, 4 + size :] = narrowed[:, 4 : 4 + size]
    for changed in (read["0.rests"][:0], read["0.rests"] + 1, narrowed):
        with file.open("wb") as out:
            np.savez_compressed(out, **{**read, "0.rests": changed})
        assert recheck(folder, [], file)


def test_a_certificate_of_another_release_is_refused(tmp_path: Path) -> None:
    folder, file = release(tmp_path / "r", safe=True).folder, tmp_path / "proof.npz"
    other = full(AXES[:1], np.asarray([3, 4, 40, 50]))
    hidden = np.asarray([True, True, True, True, False])
    another = write(tmp_path / "o", 1, [Counts("exits", AXES[:1], other, hidden)]).folder
    save_certificate(file, audit(another, []))
    with pytest.raises(UserError, match="ei ole tämän julkaisun"):
        recheck(folder, [], file)
    file.write_bytes(b"nothing")
    with pytest.raises(UserError, match="ei voi lukea"):
        recheck(folder, [], file)
