"""Touchpoints and channels are told in words; what the product does not know stands as the register wrote it."""

import polars as pl
from tests.presentation.sample_figures import NAMES

from tyokyky.domain.moments import MomentChannel, Touchpoint
from tyokyky.presentation.moment_words import channel_name, touchpoint_name
from tyokyky.presentation.one_path import what


def test_every_known_word_has_a_finnish_name() -> None:
    assert [touchpoint_name(one) for one in Touchpoint] == ["toimisto", "asiakkaan koti", "puhelin", "verkko"]
    assert [channel_name(one) for one in MomentChannel] == ["kasvotusten", "puhelimitse", "viestillä"]


def test_an_unknown_word_stands_as_it_was_written() -> None:
    assert touchpoint_name("=1+1") == "=1+1"
    assert channel_name("faksi") == "faksi"
    assert touchpoint_name("") == ""


def test_the_timeline_tells_the_touchpoint_in_finnish() -> None:
    row = pl.DataFrame(
        {
            "event": ["moment"],
            "moment_code": ["meeting"],
            "touchpoint": ["office"],
            "participation_level": [None],
            "attended": ["yes"],
            "critical": [None],
            "meaning": [None],
        }
    ).row(0, named=True)
    assert what(row, NAMES) == "meeting, toimisto"
