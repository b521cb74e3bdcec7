"""Event logs come in as moments: in full, in the order of the file; what is no log is refused and stores nothing."""

import gzip
import time
import zlib

import polars as pl
import pytest
from tests.ingest.deliveries import Home, files_below, rules_of
from tests.ingest.event_logs import log, moments, trace

from tyokyky.domain.errors import UserError
from tyokyky.ingest.report import DeliveryReport
from tyokyky.ingest.source_draft import draft_source
from tyokyky.ingest.xes import read_events

ONE = ("visit", "2025-03-03T10:00:00.000+02:00")
TWO = ("call", "2025-03-03T12:30:00Z")
SOUND = log(trace("CASE-0001", ONE, TWO), trace("CASE-0002", ONE))


def deliver(home: Home, content: bytes, name: str = "log.xes") -> DeliveryReport:
    return home.deliver(content, source=home.source("xes"), name=name)


def times_of(rows: pl.DataFrame) -> list[str]:
    """Times in full."""
    return [moment.isoformat() for moment in rows["occurred_at"].to_list()]


@pytest.mark.parametrize("content", [SOUND, gzip.compress(SOUND), SOUND.replace(b"UTF-8", b"utf-8")])
def test_a_log_becomes_moments(home: Home, content: bytes) -> None:
    report = deliver(home, content)
    assert (report.table, report.rows_in, report.accepted, report.quarantined) == ("moment", 3, 3, 0)
    assert rules_of(report)["moment_code|unknown_code_kept"] == 3
    rows = home.live("moment").sort("row_id")
    assert rows["moment_code"].to_list() == ["visit", "call", "visit"]
    # Times are kept as local wall-clock times, as those of every other source.
    assert times_of(rows) == ["2025-03-03T10:00:00", "2025-03-03T14:30:00", "2025-03-03T10:00:00"]
    assert rows["client_id"].n_unique() == 2
    assert b"CASE-000" not in b"".join(files_below(home.settings.home).values())


def test_times_are_kept_in_full_with_and_without_a_zone(home: Home) -> None:
    times = ["2025-07-01T08:00:00.123456+03:00", "2025-07-01T08:00:00.5", "2025-07-01T05:00:00+0000"]
    deliver(home, log(trace("A", *((f"m{at}", written) for at, written in enumerate(times)))))
    found = times_of(home.live("moment").sort("row_id"))
    assert found == ["2025-07-01T08:00:00.123456", "2025-07-01T08:00:00.500000", "2025-07-01T08:00:00"]


def test_ties_keep_the_order_of_the_file_and_repeats_are_events(home: Home) -> None:
    at = "2025-03-03T10:00:00Z"
    report = deliver(home, moments([("A", "z", at), ("A", "a", at), ("A", "z", at), ("A", "m", at)]))
    assert (report.accepted, report.unchanged) == (4, 0)
    assert home.live("moment").sort("row_id")["moment_code"].to_list() == ["z", "a", "z", "m"]
    again = deliver(home, moments([("A", "z", at), ("A", "a", at), ("A", "z", at), ("A", "m", at), ("A", "n", at)]))
    assert (again.accepted, again.unchanged) == (1, 4)
    assert home.live("moment").sort("row_id")["moment_code"].to_list() == ["z", "a", "z", "m", "n"]


def test_only_what_stands_directly_in_a_trace_or_event_counts(home: Home) -> None:
    nested = (
        '<event><string key="concept:name" value="own"><string key="concept:name" value="inner"/></string>'
        '<list key="l"><values><string key="concept:name" value="listed"/></values></list>'
        '<date key="time:timestamp" value="2025-03-03T10:00:00Z"/></event>'
    )
    defaults = '<global scope="event"><string key="concept:name" value="DEFAULT"/></global>'
    named_last = f'<trace>{nested}<string key="concept:name" value="A"/></trace>'
    deliver(home, log(defaults, '<string key="concept:name" value="the log"/>', named_last))
    rows = home.live("moment")
    assert rows["moment_code"].to_list() == ["own"]
    assert rows["client_id"].null_count() == 0


def test_prefixed_names_are_the_same(home: Home) -> None:
    text = SOUND.decode().replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?xml", "<?xml")
    assert deliver(home, text.encode()).accepted == 3


def test_single_events_that_lack_something_are_quarantined(home: Home) -> None:
    content = log(trace("A", ONE, (None, TWO[1]), ("x", None), ("x", "yesterday")), trace(None, ONE), "<event></event>")
    report = deliver(home, content)
    assert (report.rows_in, report.accepted, report.quarantined) == (6, 1, 5)
    rules = rules_of(report)
    assert rules["client_id|missing"] == 2
    assert rules["occurred_at|unreadable_date"] == 1


def test_an_identity_code_as_a_name_is_stopped(home: Home) -> None:
    report = deliver(home, log(trace("A", ONE, ("soitto 131052-308T", TWO[1]))))
    assert report.quarantined == 1
    assert b"131052" not in b"".join(files_below(home.settings.home).values())


ENTITIES = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE log SYSTEM "file:///etc/passwd">'
CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "tyhjä"),
    "no xml": (b"client_id;moment\n1;2\n", "ei ole XES"),
    "binary": (b"\x00\x01\x02" * 50, "ei ole XES"),
    "another xml": (b"<html><body>x</body></html>", "ei ole XES"),
    "truncated": (SOUND[: len(SOUND) // 2], "vioittunut"),
    "cut at the end": (SOUND[:-3], "vioittunut"),
    "tags that do not match": (SOUND.replace(b"</trace>", b"</event>", 1), "vioittunut"),
    "bytes that are no text": (SOUND.replace(b"visit", b"\xff\xfe\xff", 1), "vioittunut"),
    "unknown encoding": (SOUND.replace(b"UTF-8", b"klingon"), "vioittunut|ei ole XES"),
    "two logs in one": (SOUND + SOUND, "vioittunut"),
    "packed and truncated": (gzip.compress(SOUND)[:-12], "vioittunut"),
    "packed and broken": (gzip.compress(SOUND)[:30] + b"\0" * 40, "vioittunut|ei ole XES"),
    "packed twice": (gzip.compress(gzip.compress(SOUND)), "ei ole XES"),
    "another package": (b"PK\x03\x04" + SOUND, "pakattu"),
    "entities": (log(trace("&b;", ONE), opening=ENTITIES), "DOCTYPE"),
    "a file outside": (log(trace("A", ONE), opening=OUTSIDE), "DOCTYPE"),
    "no events": (log(trace("A")), "yhtään tapahtumaa"),
    "no case named": (log(trace(None, ONE, TWO)), "trace, concept:name"),
    "no event named": (log(trace("A", (None, ONE[1]))), "event, concept:name"),
    "no event timed": (log(trace("A", ("x", None))), "time:timestamp"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_no_log_is_refused_in_one_sentence(home: Home, name: str) -> None:
    content, said = CASES[name]
    with pytest.raises(UserError, match=said) as refused:
        deliver(home, content)
    assert str(refused.value).count("\n") == 0
    assert not home.settings.register_path.exists()


def test_a_bomb_is_refused_before_it_is_unpacked_whole(home: Home) -> None:
    limited = Home(home.settings.model_copy(update={"largest_file_megabytes": 16}))
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = (
        packer.compress(SOUND[:-6]) + b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    )
    assert len(bomb) < 1_000_000
    started = time.monotonic()
    with pytest.raises(UserError, match="purettuna"):
        deliver(limited, bomb)
    assert time.monotonic() - started < 5


def test_too_many_events_are_refused(home: Home) -> None:
    with pytest.raises(UserError, match="largest_row_count"):
        read_events(SOUND, home.settings.model_copy(update={"largest_row_count": 2}))
    assert read_events(SOUND, home.settings.model_copy(update={"largest_row_count": 3})).rows.height == 3


def test_a_log_of_another_kind_of_source_says_so(home: Home) -> None:
    with pytest.raises(UserError, match="pakattu"):
        home.deliver(gzip.compress(SOUND), name="log.xes.gz")


def test_a_draft_is_proposed_and_takes_the_file(home: Home) -> None:
    for content in (SOUND, gzip.compress(SOUND), SOUND.partition(b"?>")[2]):
        path = home.settings.home.parent / "loki.xes"
        path.write_bytes(content)
        text = draft_source(home.settings, path)
        assert 'kind = "xes"' in text
        drafted = home.settings.home.parent / "loki.toml"
        drafted.write_text(text, encoding="utf-8")
        source = home.source(str(drafted))
        assert home.check(content, source).accepted == 3
