"""Free text: identity codes, e-mail addresses and phone numbers go; dates, sums and other numbers stay."""

import time

import polars as pl
import pytest
from tests.privacy.test_identity_codes import code, ordinary_texts

from tyokyky.privacy.free_text import REMOVED, cleaned, remove_emails, remove_phones

PHONES = [
    "040 1234567", "0401234567", "040-1234567", "040 123 4567", "040-123 4567", "040\u00a0123\u00a04567",
    "040 12 34 567",
    "040.123.4567", "(040) 123 4567", "050 123 4567", "0501234567", "0457 123 4567", "044/1234567", "041–1234567",
    "+358 40 123 4567", "+358401234567", "+358-40-1234567", "+358 (0)40 1234567", "00358 40 1234567", "+358 50 123456",
    "358401234567", "+358 3 123 4567", "+358 9 12345678", "03-1234567", "03 1234567", "(03) 123 4567", "03 123 4567",
    "09 123 45 67", "014 123 456", "013-123456", "016 1234567", "09-12345678", "031234567", "0912345678", "02 12345",
    "020 123 4567", "0800 98811", "029 512 3456", "010 1234567", "+46 70 123 45 67", "+372 5123 4567",
    "+44 20 7946 0958",
]  # fmt: skip

NUMBERS = [
    "1.3.2025", "01.03.2025", "2025-03-01", "01032025", "04012025", "05062024", "3.2.2025 klo 9.05",
    "03.02.-05.03.2025",
    "01.03.2025-05.04.2025", "03.02.2025 10:30", "klo 09-16", "08.15-09.30", "09:30-10:30",
    "vuosina 2019-2025", "2024", "2024 2025",
    "1 234 567 €", "050 000 000 €", "1234567", "12 345 678", "0,50 €", "1234,56", "3 500 000 euroa",
    "00100 Helsinki", "15100 Lahti", "33 %",
    "HAL/123/02.03.01/2025", "D/4321/24-15", "FI21 1234 5600 0007 85", "J-00012345", "J-04012345",
    "J-01012345", "J-03123456", "016", "398", "S1-S16",
    "asteikolla 1-5", "5/5", "KTT 2.0", "189/2001", "1301/2014", "45664", "010190-050192", "131052-3",
    "7.1.", "24/7", "",
]  # fmt: skip


@pytest.mark.parametrize("phone", PHONES)
@pytest.mark.parametrize(
    "around", ["{}", "Soita {}, kiitos.", "puh.{}", "puh:{}\nt. minä", "({})", "numero {} tai ei", "Huone 5 {}"]
)
def test_a_phone_number_is_removed_whole(phone: str, around: str) -> None:
    left = remove_phones(around.format(phone))
    assert REMOVED in left
    digits = "".join(sign for sign in left if sign.isdigit())
    assert digits == "".join(sign for sign in around if sign.isdigit()), left


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("around", ["{}", "Sain {} ja se oli hyvä.", "({})", "Ks. {}."])
def test_another_number_stays(number: str, around: str) -> None:
    text = around.format(number)
    assert remove_phones(text) == text


def test_two_numbers_in_a_row_are_both_removed() -> None:
    for between in (", ", "/", " tai ", " ", "; ", ","):
        left = remove_phones(f"0401234567{between}0507654321")
        assert not any(sign.isdigit() for sign in left), (between, left)


@pytest.mark.parametrize("address", [
    "etu.suku@esimerkki.fi", "ETU.SUKU@ESIMERKKI.FI", "a@b.co", "etu_suku+tyo@posti.esimerkki.fi", "äiti@esimerkki.fi",
    "etu.suku(at)esimerkki.fi", "etu.suku (at) esimerkki.fi", "etu.suku[at]esimerkki.fi", "131052-308T@esimerkki.fi",
    "etu.suku(ät)esimerkki.fi",
])  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "Kirjoita {}.", "<{}>", "mailto:{}", "osoite={};"])
def test_an_address_is_removed_whole(address: str, around: str) -> None:
    left = remove_emails(around.format(address))
    assert REMOVED in left
    assert "esimerkki" not in left.lower()
    assert "suku" not in left.lower()
    assert "308" not in left


@pytest.mark.parametrize("text", ["Tavataan @ kahvila", "5 @ 3", "a@b", "@nimimerkki", "(at) yksin", "Hinta 3 €/kpl"])
def test_what_is_no_address_stays(text: str) -> None:
    assert remove_emails(text) == text


@pytest.mark.parametrize("sign", list("+-YXWVUABCDEF"))
@pytest.mark.parametrize("lower", [False, True])
def test_every_form_of_an_identity_code_is_removed(sign: str, lower: bool) -> None:
    for number in ("308", "900", "999"):
        made = code("131052", sign, number)
        made = made.lower() if lower else made
        done = cleaned(pl.Series([f"Olen {made}, kuka sinä?", f"id:{made}", f"131052{chr(0x200B)}{made[6:]}"]))
        assert done.texts.to_list() == [f"Olen {REMOVED}, kuka sinä?", f"id:{REMOVED}", REMOVED]
        assert done.with_identity_code.to_list() == [True] * 3
        assert not done.with_phone.any()


def test_marks_tell_what_was_in_which_text() -> None:
    texts = pl.Series(
        ["ei mitään 2025", None, "131052-308T", "a@b.fi", "040 1234567", "a@b.fi 040 1234567 131052-308t"]
    )
    done = cleaned(texts)
    assert done.with_identity_code.to_list() == [False, False, True, False, False, True]
    assert done.with_email.to_list() == [False, False, False, True, False, True]
    assert done.with_phone.to_list() == [False, False, False, False, True, True]
    assert done.texts.to_list() == [
        "ei mitään 2025", None, REMOVED, REMOVED, REMOVED, f"{REMOVED} {REMOVED} {REMOVED}",
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "=HYPERLINK(\"http://x\")", "<script>alert(1)</script>", "'; DROP TABLE comment; --", "+1", "@SUM(A1)",
    "Rivi\nja\ttoinen",
    "👩\u200d👧 kiitos", "Ääkköset ja ”lainaus”", "[poistettu]",
])  # fmt: skip
def test_markup_formulas_and_signs_are_kept(text: str) -> None:
    done = cleaned(pl.Series([text]))
    assert done.texts.to_list() == [text]


def test_control_characters_become_spaces() -> None:
    assert cleaned(pl.Series(["a\x00b\x1b[31mc\x7fd\x85e"])).texts.to_list() == ["a b [31mc d e"]
    assert cleaned(pl.Series(["040\x0012345\x0067"])).texts.to_list() == [REMOVED]


def test_no_texts_and_only_empty_ones() -> None:
    for texts in (pl.Series([], dtype=pl.String), pl.Series([None, None], dtype=pl.String)):
        done = cleaned(texts)
        assert done.texts.equals(texts)
        assert not done.with_phone.any()


def test_ordinary_texts_lose_only_phone_numbers() -> None:
    texts = ordinary_texts(20_000, seed=7)
    done = cleaned(pl.Series(texts))
    assert not done.with_identity_code.any()
    assert not done.with_email.any()
    lost = [text for text, phone in zip(texts, done.with_phone, strict=True) if phone]
    assert len(lost) > 1000
    # What is generated as a phone number begins with a zero or a plus and has nothing but digits, gaps and a hyphen.
    assert [text for text in lost if text[0] not in "0+" or not set(text) <= set("+0123456789 -")] == []


def test_hostile_texts_of_full_length_are_looked_through() -> None:
    hostile = [
        "1" * 20_000,
        "0" * 20_000,
        "a." * 10_000,
        "04" * 10_000,
        "+" * 20_000,
        "(0" * 10_000,
        "1 " * 10_000,
        "a@" * 10_000,
    ]
    started = time.process_time()
    done = cleaned(pl.Series(hostile))
    assert time.process_time() - started < 5
    assert all(len(after) <= len(before) for after, before in zip(done.texts, hostile, strict=True))
    assert not done.with_email.any()
