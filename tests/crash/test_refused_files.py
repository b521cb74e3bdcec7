"""Files that can not be what they should be: one clear sentence, nothing changed, nothing made."""

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.ingest.deliveries import AS_OF, PERIOD, Home, changed, csv_text, files_below

from tyokyky.domain.errors import UserError
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.delivery import check_file, import_file
from tyokyky.settings import Settings

SOUND = csv_text([PERIOD]).encode()


def _zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x.csv", SOUND)
    return packed.getvalue()


def _parquet(frame: pl.DataFrame) -> bytes:
    packed = io.BytesIO()
    frame.write_parquet(packed)
    return packed.getvalue()


CSV_CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "tyhjä"),
    "only spaces": (b" \n\n", "tyhjä"),
    "gzip bomb": (gzip.compress(b"0" * 50_000_000), "pakattu"),
    "zip": (_zipped(), "pakattu"),
    "bzip2": (bz2.compress(SOUND), "pakattu"),
    "xz": (lzma.compress(SOUND), "pakattu"),
    "zstandard": (b"\x28\xb5\x2f\xfd" + SOUND, "pakattu"),
    "binary": (SOUND + b"\0\1\2", "ei ole tekstiä"),
    "UTF-16": (SOUND.decode().encode("utf-16"), "UTF-16"),
    "parquet as csv": (_parquet(pl.DataFrame({"a": [1]})), "Parquet"),
    "header only": (SOUND.splitlines(keepends=True)[0], "yhtään riviä"),
    "no header": (b"\n".join(SOUND.splitlines()[1:] * 2), "ei tunnistettu"),
    "wrong encoding": (csv_text([PERIOD, changed(PERIOD, unit_code="Jämsä")]).encode("cp1252"), "Rivillä 3 on merkki"),
    "wrong separator": (csv_text([PERIOD], ";").encode(), "ei tunnistettu"),
    "quote never closed": (SOUND + b'J-2,"ASIAKAS-4712,KTT\n', "lainausmerkki"),
    "text after a quote": (SOUND + b'"J"2,ASIAKAS-4712,KTT\n', "Rivillä 3 on lainausmerkki"),
    "repeated column": (csv_text([{**PERIOD, "STARTED_ON:": "2025-01-01"}]).encode(), "started_on"),
}


@pytest.mark.parametrize("case", list(CSV_CASES))
def test_unusable_text_is_refused_in_one_sentence(home: Home, case: str) -> None:
    content, said = CSV_CASES[case]
    home.deliver([PERIOD])
    before = files_below(home.settings.home)
    with pytest.raises(UserError, match=said) as refused:
        home.deliver(content)
    assert "\n" not in str(refused.value)
    assert "4712" not in str(refused.value)
    assert "4711" not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__ or refused.value.__context__ is None
    assert files_below(home.settings.home) == before


PARQUET = _parquet(pl.DataFrame([PERIOD]))
PARQUET_CASES: dict[str, tuple[bytes, str]] = {
    "truncated": (PARQUET[: len(PARQUET) // 2], "vioittunut"),
    "broken pages": (PARQUET[:4] + b"\xff" * 400 + PARQUET[404:], "vioittunut"),
    "csv as parquet": (SOUND, "ei ole Parquet"),
    "no rows": (_parquet(pl.DataFrame([PERIOD]).clear()), "yhtään riviä"),
    "nested": (_parquet(pl.DataFrame([PERIOD]).with_columns(unit_code=pl.lit(["a"]))), "unit_code"),
}


@pytest.mark.parametrize("case", list(PARQUET_CASES))
def test_unusable_parquet_is_refused_in_one_sentence(home: Home, case: str) -> None:
    content, said = PARQUET_CASES[case]
    with pytest.raises(UserError, match=said) as refused:
        home.deliver(content, source=home.source("canonical_parquet"))
    assert "4711" not in str(refused.value)
    assert not home.settings.register_path.exists()


def _limited(home: Home, **limits: int) -> Home:
    return Home(home.settings.model_copy(update=limits))


def test_too_large_file_is_refused_before_it_is_read(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(1_000_000_001)  # a sparse gigabyte
    limited = _limited(home, largest_file_megabytes=1000)
    with pytest.raises(UserError, match="1000 Mt"):
        import_file(limited.settings, path, home.source(), AS_OF)


def test_too_many_rows_are_refused(home: Home) -> None:
    rows = [changed(PERIOD, period_id=f"J-{number}") for number in range(4)]
    limited = _limited(home, largest_row_count=3)
    with pytest.raises(UserError, match="3 riviä"):
        limited.deliver(rows)
    with pytest.raises(UserError, match="3 riviä"):
        limited.deliver(_parquet(pl.DataFrame(rows)), source=home.source("canonical_parquet"))


def test_parquet_bomb_is_refused_by_its_metadata(home: Home) -> None:
    frame = pl.DataFrame({name: np.zeros(2_000_000) for name in ("client_id", "period_id")})
    bomb = _parquet(frame.with_columns(noise=pl.int_range(pl.len()).cast(pl.Float64)))
    limited = _limited(home, largest_file_megabytes=16)
    assert len(bomb) < 16_000_000
    with pytest.raises(UserError, match="purettuna"):
        limited.deliver(bomb, source=home.source("canonical_parquet"))


def test_missing_file_and_folder_are_refused(home: Home, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ei ole"):
        import_file(home.settings, tmp_path / "ei.csv", home.source(), AS_OF)
    with pytest.raises(UserError, match="kansio"):
        import_file(home.settings, tmp_path, home.source(), AS_OF)


def test_file_without_permission_is_refused(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(SOUND)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)  # root, who runs CI, may read everything
    with pytest.raises(UserError, match="oikeus"):
        import_file(home.settings, path, home.source(), AS_OF)


def test_dry_run_of_a_new_home_makes_nothing(tmp_path: Path) -> None:
    settings = Settings.of_home(tmp_path / "koti")
    home = Home(settings)
    report = check_file(settings, DeliveredFile("x.csv", SOUND), home.source(), AS_OF)
    assert (report.accepted, report.batch_id) == (1, None)
    assert not settings.home.exists()
