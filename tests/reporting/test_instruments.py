"""What a page can tell of questionnaires and of other makers' measures."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.reporting.instruments import group_measures, instruments_in_use
from tyokyky.settings import Settings


def test_questionnaires_are_told_by_name_with_the_homes_own(tmp_path: Path) -> None:
    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "own.toml").write_text(
        'instrument_id = "a"\nname_fi = "Oma"\n[[items]]\nitem_id = "Q1"\ntext_fi = "Hyvä?"\nlevel = "action"\n'
        'plane = "own"\nscale_min = 1\nscale_max = 5\n',
        encoding="utf-8",
    )
    names = [instrument.name_fi for instrument in instruments_in_use(Settings.of_home(tmp_path))]
    assert names == [
        "Oma",
        "Yhteiskehittämisen työpajalomake",
        "Osallisuuden kolme osa-aluetta",
        "Omat osallisuusväittämät",
        "VOITTO-korttien neljä teemaa",
    ]


def test_each_measure_of_another_maker_tells_why_its_items_are_not_here(tmp_path: Path) -> None:
    measures = group_measures(Settings.of_home(tmp_path))
    assert len(measures) == 4
    assert all("ei toimiteta mukana" in measure.reason_fi for measure in measures)


def test_a_mistake_of_the_home_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "codes"
    folder.mkdir()
    (folder / "group_measures.csv").write_text("code,name_fi\nX,Y\n", encoding="utf-8")
    with pytest.raises(UserError, match="scale_min"):
        group_measures(Settings.of_home(tmp_path))
