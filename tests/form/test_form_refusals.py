"""What the form refuses: wrong links, other sites, changed or old pages, too much, too often, wrong codes."""

import re
import time
from pathlib import Path

import pytest
from tests.form.asking import LINK, Asker, Page

from tyokyky.domain.answer_codes import mark_of
from tyokyky.domain.errors import UserError
from tyokyky.feedback.answer_codes import FORMS_LIST
from tyokyky.feedback.queue import read_queue
from tyokyky.form.app import form_app
from tyokyky.settings import Settings

CODE = "7K2MQ-X04TB"


def stored(settings: Settings) -> int:
    return len(read_queue(settings.queue_folder).sent)


def with_codes(settings: Settings, *codes: str) -> Asker:
    settings.queue_folder.mkdir(parents=True, exist_ok=True)
    (settings.queue_folder / FORMS_LIST).write_text("\n".join(map(mark_of, codes)), encoding="ascii")
    return Asker(form_app(settings))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("/", "Avaa lomake saamastasi linkistä"),
        ("/?form=nothing&unit=PH016TP1&service=KTT", "Avaa lomake saamastasi linkistä"),
        ("/?form=own_items&unit=nowhere&service=KTT", "Linkin yksikköä ei ole"),
        ("/?form=own_items&unit=PH016TP1", "Linkin palvelua ei ole"),
        ("/?form=own_items&unit=PH016TP1&service=KTT&phase=x", "Linkissä on virhe"),
        ("/?form=own_items&unit=PH016TP1&service=nothing&lang=sv", "Länkens tjänst finns inte"),
        ("/?form=own_items&unit=nowhere&service=KTT&lang=en", "The unit in the link does not exist"),
        ("/?form=own_items&unit=nowhere&service=KTT&lang=selko", "Linkki on vanha tai väärä"),
        ("/thanks?form=nothing", "Avaa lomake saamastasi linkistä"),
    ],
)
def test_a_wrong_link_gets_a_clear_page(link: str, said: str, asker: Asker) -> None:
    page = asker.get(link)
    assert page.status == 404
    assert said in page.text
    assert page.of_tag("form") == []


def test_a_wrong_link_is_not_repeated_on_the_page(asker: Asker) -> None:
    page = asker.get("/?form=%3Cscript%3Eevil%3C/script%3E&unit=evil&service=evil&lang=%22evil")
    assert "evil" not in page.text


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.test"}, {"origin": "null"}, {"sec_fetch_site": "cross-site"}]
)
def test_a_sending_from_another_site_is_refused(headers: dict[str, str], asker: Asker, settings: Settings) -> None:
    summary = asker.walk("4")
    assert asker.send(summary, **headers).status == 403
    assert stored(settings) == 0
    assert asker.send(summary, origin="http://form.test", sec_fetch_site="same-origin").status == 303


def test_a_changed_seal_is_refused(asker: Asker, settings: Settings) -> None:
    sealed = asker.walk("4").hidden["sealed"]
    text, _, mark = sealed.partition(".")
    changed = ("", "x", "ä.ö", text, f"{text}.", f"{text}x.{mark}", f"{text}.{mark[:-1]}", f"{text}.{'0' * len(mark)}")
    for one in changed:
        page = asker.post("/send?lang=sv", {"sealed": one})
        assert page.status == 400
        assert page.heading == "Formuläret har blivit för gammalt"
    assert asker.post("/step", {}).status == 400
    assert stored(settings) == 0


def test_a_seal_of_another_home_is_refused(asker: Asker, tmp_path: Path) -> None:
    other = Asker(form_app(Settings.of_home(tmp_path / "other")))
    assert other.send(asker.walk("4")).status == 400


def test_a_form_open_too_long_expires(asker: Asker, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = asker.walk("4")
    later = time.time() + 12 * 60 * 60 + 60
    monkeypatch.setattr(time, "time", lambda: later)
    assert asker.send(summary).status == 400
    assert stored(settings) == 0


def test_a_secret_is_for_its_owner_alone(asker: Asker, settings: Settings) -> None:
    assert asker.get("/health").text == "ok"
    assert (settings.queue_folder / "seal.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("path", ["/begin", "/step", "/send"])
def test_a_megabyte_is_refused_with_a_clear_page(path: str, asker: Asker, settings: Settings) -> None:
    page = asker.post_bytes(path, b"sealed=" + b"a" * 1_000_000)
    assert page.status == 413
    assert "Mitään ei tallennettu" in page.text
    assert asker.post_bytes(path, b"&".join(b"a=1" for _ in range(100))).status == 413
    assert stored(settings) == 0


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"sealed=%FF%FE", b"=&=&=", b"sealed=%00"])
def test_rubbish_is_refused_without_a_fault(body: bytes, asker: Asker) -> None:
    assert asker.post_bytes("/send", body).status == 400
    assert asker.post_bytes("/begin", body).status == 404


def test_every_answer_carries_the_headers_and_no_cookie(asker: Asker) -> None:
    pages = [asker.get(LINK), asker.get("/nowhere"), asker.get("/form.css"), asker.begin(), asker.post("/send", {})]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "script-src" not in policy
        assert "set-cookie" not in page.headers
        assert page.headers["x-content-type-options"] == "nosniff"


def test_pages_name_no_other_host(asker: Asker) -> None:
    pages = [asker.get(LINK), asker.begin(), asker.walk("4"), asker.get("/form.css")]
    assert [page for page in pages if re.search(r"https?://|//[a-z]", page.text)] == []


def test_too_many_sends_from_one_address_wait_and_lose_nothing(settings: Settings) -> None:
    few = settings.model_copy(update={"form_sends_per_minute": 2})
    asker = Asker(form_app(few))
    summaries = [asker.walk("4") for _ in range(3)]
    assert [asker.send(one).status for one in summaries[:2]] == [303, 303]
    refused = asker.send(summaries[2])
    assert refused.status == 429
    assert "odota minuutti" in refused.text
    assert "sealed" in refused.hidden
    assert stored(settings) == 2
    elsewhere = Asker(asker.app, "192.0.2.2")
    assert elsewhere.send(refused).status == 303


def test_a_code_is_asked_only_where_some_were_issued(asker: Asker, settings: Settings) -> None:
    assert 'name="code"' not in asker.get(LINK).text
    (settings.queue_folder / FORMS_LIST).write_text(mark_of(CODE), encoding="ascii")
    assert 'name="code"' in asker.get(LINK).text


def test_a_code_is_stored_as_its_mark_alone(settings: Settings) -> None:
    asker = with_codes(settings, CODE)
    assert asker.send(asker.walk("4", code=" 7k2mq x04tb")).status == 303
    (sent,) = read_queue(settings.queue_folder).sent
    assert sent.code_mark == mark_of(CODE)
    everything = b"".join(path.read_bytes() for path in settings.home.rglob("*") if path.is_file())
    assert b"7K2MQ" not in everything.upper()


def test_a_wrong_code_is_told_kindly_and_not_repeated(settings: Settings) -> None:
    asker = with_codes(settings, CODE)
    page = asker.begin(code="<b>WRONG</b>")
    assert page.status == 422
    assert "Koodia ei löytynyt" in page.text
    assert "WRONG" not in page.text
    assert page.of_tag("input")[-1]["aria-invalid"] == "true"
    assert asker.begin(code="").choices, "an empty code is none"


def test_a_code_links_one_answer(settings: Settings) -> None:
    asker = with_codes(settings, CODE)
    first, second = asker.walk("4", code=CODE), asker.walk("2", code=CODE)
    assert asker.send(first).status == 303
    refused = asker.send(second)
    assert refused.status == 422
    assert "Koodillasi on jo vastattu" in refused.text
    assert asker.send(refused).status == 303
    assert [one.code_mark for one in read_queue(settings.queue_folder).sent].count(mark_of(CODE)) == 1
    for one in (asker, Asker(form_app(settings))):
        assert "Koodilla on jo vastattu" in one.begin(code=CODE).text


def test_codes_can_not_be_tried_without_end(settings: Settings) -> None:
    asker = with_codes(settings, CODE)
    pages: list[Page] = [asker.begin(code=f"WRONG{number}") for number in range(12)]
    assert [page.status for page in pages] == [422] * 10 + [429] * 2
    assert "Odota kymmenen minuuttia" in pages[-1].text
    assert asker.begin(code=CODE).status == 429
    assert asker.begin().choices, "without a code one may always answer"


def test_one_code_can_not_be_tried_from_many_addresses(settings: Settings) -> None:
    app_of_all = with_codes(settings, CODE).app
    pages = [Asker(app_of_all, f"192.0.2.{number}").begin(code="WRONG") for number in range(7)]
    assert [page.status for page in pages] == [422] * 5 + [429] * 2


def test_a_full_disk_is_told_and_the_answer_stays_on_the_page(
    asker: Asker, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = asker.walk("4")
    with monkeypatch.context() as patched:
        patched.setattr("tyokyky.feedback.queue.os.fsync", _full)
        page = asker.send(summary)
    assert page.status == 503
    assert "ei saatu tallennettua" in page.text
    assert stored(settings) == 0
    assert asker.send(page).status == 303
    assert stored(settings) == 1


def _full(handle: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("path", "status"), [("/step?lang=sv", 404), ("/send?lang=sv", 404), ("/nowhere?lang=sv", 404)]
)
def test_an_address_that_is_no_page_to_open_says_what_to_do(path: str, status: int, asker: Asker) -> None:
    page = asker.get(path)
    assert (page.status, page.heading) == (status, "Formuläret hittades inte")
    assert "QR-koden" in page.text


def test_a_fault_has_a_page_and_its_log_tells_no_answer(
    asker: Asker, settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    summary = asker.walk("4", link=f"{LINK}&lang=en")
    with monkeypatch.context() as patched:
        patched.setattr("tyokyky.form.app.sent_form", _secretive)
        page = asker.post("/send?lang=en", summary.hidden)
    assert page.status == 500
    assert page.heading == "Something is wrong with the form"
    assert "content-security-policy" in page.headers
    assert "SECRET" not in page.text + caplog.text
    assert "ValueError, test_form_refusals.py" in caplog.text
    assert stored(settings) == 0
    assert asker.send(summary).status == 303


def _secretive(*arguments: object) -> None:
    raise ValueError("SECRET")


def test_a_queue_that_can_not_be_read_is_told_at_the_start(settings: Settings) -> None:
    (settings.queue_folder / "2026-01-01-x.jsonl").mkdir(parents=True)
    with pytest.raises(UserError, match="queue"):
        form_app(settings)
