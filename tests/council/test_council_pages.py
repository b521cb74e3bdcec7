"""The pages in four languages: what is said, what is never said, and what an address may ask."""

import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.council.reading import LANGUAGES, Reader
from tests.council.release_folders import QUARTERS, TEXTS, TOTAL, answers, county, exits, themes, write_release

from tyokyky.council.cells import Cell
from tyokyky.council.guard import SECURITY_HEADERS
from tyokyky.council.parts import Speaker
from tyokyky.council.reader import read_release
from tyokyky.council.words import Language, Words

ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }}"


@pytest.mark.parametrize(("language", "tag", "finding", "service", "protected", "change"), [
    ("selko", "fi", "10 ihmisestä 3 putosi.", "Kuntouttava työtoiminta", "suojattu (0–9)", "putoaminen väheni"),
    ("fi", "fi", "10 ihmisestä 3 putosi.", "Kuntouttava työtoiminta", "suojattu (0–9)", "putoaminen väheni"),
    ("sv", "sv", "3 av 10 personer föll.", "Arbetsverksamhet i rehabiliteringssyfte", "skyddat (0–9)", "färre faller"),
    ("en", "en", "3 in 10 people fell.", "Rehabilitative work activity", "protected (0–9)", "fewer fall"),
])  # fmt: skip
def test_a_page_says_the_main_thing_first_in_each_language(
    language: str, tag: str, finding: str, service: str, protected: str, change: str, reader: Reader
) -> None:
    page = reader.get(f"/?lang={language}")
    assert page.status == 200
    assert f'<html lang="{tag}"' in page.text
    for said in (finding, service, protected, change):
        assert said in page.words
    assert page.words.index(finding) < page.words.index(service)
    assert page.text.count("<h1") == 1
    for name in ("falls", "voices", "said", "done", "statements", "changes", "reading"):
        assert f'id="{name}"' in page.text
        assert f'href="#{name}"' in page.text


def test_plain_finnish_comes_unasked_and_is_shorter(reader: Reader) -> None:
    assert reader.get("/").body == reader.get("/?lang=xx").body == reader.get("/?lang=selko&size=huge").body
    assert len(reader.get("/").words) < len(reader.get("/?lang=fi").words)


def test_the_picture_shows_what_the_sentence_says(reader: Reader) -> None:
    cards = re.findall(
        r'<svg class="people".*?</svg>\s*<p class="[a-z]+">10 ihmisestä (\d) putosi', reader.get().text, re.S
    )
    drawn = re.findall(r'<svg class="people".*?</svg>', reader.get().text, re.S)
    assert len(cards) == len(drawn) == 6
    for fallen, picture in zip(cards, drawn, strict=True):
        assert picture.count('stroke-width="2.6" transform=') == int(fallen)
        assert picture.count('fill="#1f5a7a" transform=') == 10 - int(fallen)
        assert f"{10 - int(fallen)} seisoo, {fallen} on pudonnut" in picture


def test_protected_cells_are_told_by_their_interval_and_never_by_a_share(reader: Reader) -> None:
    page = reader.get()
    card = page.text.split("<h3>Sosiaalinen kuntoutus</h3>")[1].split("</div>")[0]
    assert "svg" not in card
    assert "Luku on suojattu" in card
    assert "Putosi: suojattu (0–9)" in card
    row = page.text.split('role="rowheader">Sosiaalinen kuntoutus</th>')[1].split("</tr>")[0]
    assert re.findall(r">([^<]+)</td>", row)[:4] == ["suojattu", *["suojattu (0–9)"] * 3]


def test_few_are_told_to_be_few(tmp_path: Path) -> None:
    table = exits("municipality", {"398": 1}, quarters=QUARTERS[-1:]).protecting()
    write_release(tmp_path, [table], texts={})
    page = Reader.of(tmp_path).get()
    assert "alle 20 kertaa" in page.words
    assert "liian vähän" in page.words


def test_none_is_told_apart_from_hidden(tmp_path: Path) -> None:
    table = exits("municipality", {"398": 1})
    table = table.with_counts({codes: 0 for codes in table.counts if codes[0] == "VAL"})
    write_release(tmp_path, [table], texts={})
    card = Reader.of(tmp_path).get("/?lang=en").text.split("<h3>Job-search and career coaching</h3>")[1]
    assert "ended for nobody" in card.split("</div>")[0]


def test_small_shares_are_not_drawn_as_nobody_without_words(tmp_path: Path) -> None:
    table = exits("municipality", {"398": 1})
    changes = {codes: {"dropped": 0, "continued": 300}.get(codes[1], 0) for codes in table.counts if codes[0] == "KTT"}
    few = {("KTT", "dropped", quarter, "398"): 5 for quarter in QUARTERS}
    write_release(tmp_path, [table.with_counts(changes | few)], texts={})
    assert "10 ihmisestä alle 1 putosi." in Reader.of(tmp_path).get().words


def test_a_few_answers_are_not_told_as_none(tmp_path: Path) -> None:
    bands = (("high", 5), ("middle", 0), ("low", 400))
    counts: dict[tuple[str, ...], int] = {(quarter, band): count for quarter in QUARTERS for band, count in bands}
    write_release(tmp_path, [answers("decision").with_counts(counts)], {})
    page = Reader.of(tmp_path).get()
    assert "10 vastauksesta alle 1 on hyviä ja 10 huonoja." in page.words
    assert "0 hyvää, 0 siltä väliltä, 10 huonoa" in page.text


def test_corrected_quarters_are_told(tmp_path: Path) -> None:
    table = exits("municipality", {"398": 1})
    spring = write_release(
        tmp_path, [table], id="2026-03-31-1", data_cut="2026-03-31", quarter_versions={"2025Q3": 1, "2025Q4": 1}
    )
    versions = {"2025Q3": 2, "2025Q4": 1, "2026Q1": 1}
    write_release(tmp_path, [table], earlier=[spring], quarter_versions=versions)
    reader = Reader.of(tmp_path)
    assert "korjattu edellisen julkaisun jälkeen: 1.7.2025–30.9.2025." in reader.get().words
    assert "korjattu" not in reader.get("/?release=2026-03-31-1").words


def test_a_release_of_numbers_alone_says_what_it_does_not_hold(tmp_path: Path) -> None:
    write_release(tmp_path, [exits("municipality", {"398": 1})], texts={})
    words = Reader.of(tmp_path).get().words
    for said in ("ei ole vastauksia", "ei kerrota, mitä sanottiin", "ei kerrota, mitä on tehty", "Raati ei ole kirj"):
        assert said in words
    assert "Muutosta ei voi vielä kertoa" in words


@pytest.mark.parametrize("tables", [[themes()], [answers("planning")], [exits("joint_of", {"x": 1})]])
def test_any_table_alone_makes_a_page(tables: list[Any], tmp_path: Path) -> None:
    write_release(tmp_path, tables, texts={})
    assert Reader.of(tmp_path).get().status == 200


def test_a_rounded_release_says_so(tmp_path: Path, reader: Reader) -> None:
    write_release(tmp_path, policy={"engine": "rounding"})
    assert "Kaikki luvut on pyöristetty" in Reader.of(tmp_path).get().words
    assert "Kaikki luvut on pyöristetty" not in reader.get().words


def test_real_data_are_not_called_made_up(tmp_path: Path, reader: Reader) -> None:
    write_release(tmp_path, synthetic=False)
    assert "keksittyjä" not in Reader.of(tmp_path).get().words
    assert "keksittyjä" in reader.get().words


def test_groups_of_municipalities_and_ages_have_names(reader: Reader) -> None:
    words = reader.get().words
    assert "Hartola, Sysmä" in words
    assert "Alle 25 vuotta" in words
    assert "55 vuotta tai enemmän" in words


def test_a_large_group_is_named_by_its_first(tmp_path: Path) -> None:
    table = exits("municipality", {"G1": 1, "unknown": 1})
    write_release(tmp_path, [table], {}, merged={"municipality": {"G1": ["016", "081", "098", "111", "142", "316"]}})
    words = Reader.of(tmp_path).get().words
    assert "Asikkala, Hartola ja 4 muuta kuntaa" in words
    assert "Ei tiedossa" in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_wrote_it_it_is_text(language: str, tmp_path: Path) -> None:
    texts = {
        "names": {"joint": {"KTT": dict.fromkeys(("fi", "sv", "en"), ATTACK)}, "theme": {"heard": {"fi": ATTACK}}},
        "quotations": [{"theme": "bouncing", "text": ATTACK, "language": ATTACK}, {"theme": ATTACK, "text": ATTACK}],
        "actions": [{"heard": ATTACK, "done": ATTACK, "state": ATTACK, "joint": ATTACK, "theme": ATTACK}],
        "statements": [{"text": ATTACK, "release": ATTACK, "written_at": ATTACK, "language": ATTACK}],
    }
    odd = exits("age_band", {ATTACK: 1, "25-34": 1})
    write_release(tmp_path, [odd, exits("municipality", {"398": 1}), themes()], texts)
    page = Reader.of(tmp_path).get(f"/?lang={language}")
    assert page.words.count(ATTACK) >= 6
    assert not re.search(r"<(script|img)|onerror=[^ ]*>", page.text.replace("onerror=alert(2)&gt;", ""))


def test_nothing_of_the_address_is_repeated(reader: Reader) -> None:
    for path in (f"/?release={ATTACK}", f"/?lang={ATTACK}", f"/?size={ATTACK}", "/evil/evil", "/table/evil/evil.csv"):
        page = reader.get(path)
        assert "<script" not in page.text
        assert "onerror=alert" not in page.words.replace("%", "")
        assert page.status == (200 if "lang" in path or "size" in path else 404)


def test_the_view_travels_in_links(reader: Reader) -> None:
    page = reader.get("/?release=2026-03-31-1&lang=sv&size=large")
    assert '<html lang="sv" class="large">' in page.text
    links = {link.replace("&amp;", "&") for link in re.findall(r'href="(/\?[^"]*|/)"', page.text)}
    assert "/?release=2026-03-31-1&size=large" in links, "plain Finnish of the same release in the same size"
    assert "/?release=2026-03-31-1&lang=sv" in links, "usual size"
    assert "/?lang=sv&size=large" in links, "the newest release"
    assert "set-cookie" not in page.headers


def test_an_older_release_says_that_it_is_old(reader: Reader) -> None:
    assert "Tämä on vanha julkaisu." in reader.get("/?release=2026-03-31-1").words
    assert "Tämä on vanha julkaisu." not in reader.get().words


@pytest.mark.parametrize(("language", "said"), [
    ("selko", "Vielä ei ole julkaistu"), ("fi", "Vielä ei ole julkaistu"), ("sv", "Inget har publicerats"),
    ("en", "Nothing has been published"),
])  # fmt: skip
def test_before_the_first_release_it_is_said(language: str, said: str, tmp_path: Path) -> None:
    page = Reader.of(tmp_path / "nowhere").get(f"/?lang={language}")
    assert (page.status, said in page.words) == (200, True)


def test_a_broken_release_is_one_sentence_and_the_other_is_read(tmp_path: Path) -> None:
    spring = write_release(tmp_path, id="2026-03-31-1", data_cut="2026-03-31")
    newest = write_release(tmp_path, earlier=[spring])
    (newest / "tables" / "themes.parquet").write_bytes(b"")
    reader = Reader.of(tmp_path)
    said = "Julkaisua 2026-09-30-1 ei näytetä, koska sen tiedosto on muuttunut julkaisemisen jälkeen."
    assert said in reader.get().words
    assert "10 ihmisestä 3 putosi." in reader.get().words
    assert reader.get("/?release=2026-09-30-1").status == 404
    assert reader.get("/table/2026-09-30-1/themes.csv").status == 404


def test_every_answer_carries_the_headers_and_no_script(reader: Reader) -> None:
    for path in ("/", "/council.css", "/nowhere", "/table/2026-09-30-1/themes.csv", "/health"):
        answer = reader.get(path)
        assert SECURITY_HEADERS.items() <= answer.headers.items()
        assert not re.search(r"<script|<form|<input|style=|\son[a-z]+=|https?:", answer.text)


@pytest.mark.parametrize(("host", "status"), [
    ("127.0.0.1:8602", 200), ("localhost", 200), ("[::1]:8602", 200), ("evil.test", 404), ("evil.test:8602", 404),
    ("", 404),
])  # fmt: skip
def test_at_home_a_foreign_host_name_is_refused(host: str, status: int, reader: Reader, two_releases: Path) -> None:
    assert reader.get(host=host).status == status
    assert Reader.of(two_releases, is_at_home=False).get(host=host).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_only_reading_is_answered(method: str, reader: Reader) -> None:
    assert reader.get(method=method).status == 405
    assert reader.get(method="HEAD").status == 200


def test_a_canary_in_the_files_beside_comes_in_no_answer(tmp_path: Path) -> None:
    """A person's name, code and comment in every file of the home but the releases."""
    canary = "Kaarina Kanarialintu 131052-308T haluaisi töihin"
    for name in (
        "register.duckdb", "marts/1.duckdb", "keys/key.json", "codevelopment.duckdb", "statements/a.json",
        "releases/plans/2026-12-31-1/manifest.json", "releases/ledger.jsonl", "releases/notes.txt",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(canary, encoding="utf-8")
    release = write_release(tmp_path / "releases")
    (release / "notes.txt").write_text(canary, encoding="utf-8")
    reader = Reader.of(tmp_path / "releases")
    paths = [f"/?lang={language}" for language in LANGUAGES]
    paths += [f"/table/2026-09-30-1/{table.name}.csv" for table in county()]
    paths += ["/release/plans", "/table/plans/2026-12-31-1.csv", "/releases/notes.txt", "/../keys/key.json"]
    for path in paths:
        body = reader.get(path).body
        assert body
        assert not any(word.encode() in body for word in canary.split()[:3])


def test_what_was_said_done_and_stated_stands_on_the_page(reader: Reader) -> None:
    words = reader.get().words
    for name, fields in (("quotations", ("text",)), ("actions", ("heard", "done"))):
        for entry in TEXTS[name]:
            assert all(entry[field] in words for field in fields)
    assert "Toivomme, että jatkosta puhutaan ajoissa." in words
    assert "Kerrottiin asiakkaille 15.9.2026." in words
    assert "Ei ole vielä kerrottu asiakkaille." in words


def test_a_total_alone_is_told(tmp_path: Path) -> None:
    """A table without a single service still has its lead."""
    table = exits("municipality", {"398": 1})
    cells = product(*table.dimensions.values())
    table = table.protecting(*(codes for codes in cells if codes[0] != TOTAL or codes[3] != TOTAL))
    write_release(tmp_path, [table], texts={})
    words = Reader.of(tmp_path).get().words
    assert "10 ihmisestä 3 putosi." in words
    assert "Eniten ihmisiä putosi" not in words


@pytest.mark.parametrize(
    ("interval", "said"),
    [((0, 9), "suojattu (0–9)"), ((0, 2**31 - 1), "suojattu"), ((7, 2**31 - 50), "suojattu (vähintään 7)")],
)
def test_an_interval_without_an_end_tells_no_end(interval: tuple[int, int], said: str, tmp_path: Path) -> None:
    release = read_release(write_release(tmp_path, [themes()]))
    assert Speaker(Words(Language.FINNISH), release).count(Cell(None, *interval)) == said
