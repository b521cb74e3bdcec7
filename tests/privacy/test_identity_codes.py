"""Identity codes are found in every form and no ordinary number is taken for one."""

import random
from datetime import date, timedelta

import polars as pl
import pytest

from tyokyky.privacy.identity_codes import MASK, contains_identity_code, mask_identity_codes, rows_with_identity_code

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def code(day: str, sign: str, number: str) -> str:
    return f"{day}{sign}{number}{CHECK[int(day + number) % 31]}"


@pytest.mark.parametrize("sign", list("+-YXWVUABCDEF"))
def test_every_century_sign_is_known(sign: str) -> None:
    made = code("131052", sign, "308")
    assert contains_identity_code(made)
    assert contains_identity_code(made.lower())


@pytest.mark.parametrize("number", ["002", "308", "899", "900", "999"])
def test_every_individual_number_is_known(number: str) -> None:
    assert contains_identity_code(code("010190", "-", number))


@pytest.mark.parametrize("text", [
    "131052-308T", "Maija 131052-308T.", "hetu:131052-308t", "(131052-308T)", "id131052-308T", "131052-308T_a.csv",
    "a\n131052-308T\nb", "131052–308T", "131052‑308T", "131052-308T/2024",
    code("290200", "A", "002"),
])  # fmt: skip
def test_code_is_found_inside_text(text: str) -> None:
    assert contains_identity_code(text)
    assert not contains_identity_code(mask_identity_codes(text))


@pytest.mark.parametrize("text", [
    "131052-308U",  # another check character
    "000100-002K", "321052-308" + CHECK[321052308 % 31], "131352-308" + CHECK[131352308 % 31],
    code("290201", "-", "002"), code("290200", "+", "002"),  # no such day
    code("131052", "-", "000"), code("131052", "-", "001"),
    "1131052-308T", "131052-308T5", "131052-308TX", "131052_308T", "131052308T", "",
])  # fmt: skip
def test_what_only_looks_like_a_code_is_let_be(text: str) -> None:
    assert not contains_identity_code(text)
    assert mask_identity_codes(text) == text


def ordinary_texts(count: int, seed: int) -> list[str]:
    """Dates, spans, phone numbers, sums, case numbers, ids and postal addresses as registers write them."""
    chosen = random.Random(seed)  # noqa: S311 - no secret

    def one() -> str:
        day = date(1930, 1, 1) + timedelta(days=chosen.randrange(36_000))
        later = day + timedelta(days=chosen.randrange(900))
        number = chosen.randrange(10_000_000)
        return chosen.choice([
            f"{day:%d.%m.%Y}", f"{day:%d%m%y}", f"{day:%Y-%m-%d}", f"{day:%d%m%y}-{later:%d%m%y}", f"{day:%Y%m%d}",
            f"{day:%d.%m.%y}-{later:%d.%m.%y}", f"040-{number:07}", f"+358 40 {number:07}", f"0{number:09}",
            f"{number / 100:.2f}", f"{number},{chosen.randrange(100):02} €", f"-{number}", f"{number}-{number % 89}",
            f"HAL/{number}/02.03.01/{day:%Y}", f"D/{number % 9999}/{day:%y}-{number % 99}", f"{day:%Y}-{number:06}",
            f"J-{number:08}", f"{day:%d%m%y}-{number:07}", f"{day:%d%m%y}A{number:05}",
            f"Kauppakatu {number % 99} A {number % 9}, 15{number % 1000:03} Lahti",
            f"{day:%Y-%m-%d}T10:{number % 60:02}:00", f"FI{number:018}",
        ])  # fmt: skip

    return [one() for _ in range(count)]


def test_no_false_alarm_among_ordinary_texts_of_every_kind() -> None:
    texts = pl.Series(ordinary_texts(15_000, seed=20_260_630))
    assert texts.filter(rows_with_identity_code(texts)).to_list() == []


def test_column_form_agrees_with_the_single_form() -> None:
    chosen = random.Random(3)  # noqa: S311 - no secret
    signs = "-ABCDEFUVWXY+ 0"

    def one() -> str:
        day = f"{chosen.randrange(1, 34):02}{chosen.randrange(1, 14):02}{chosen.randrange(100):02}"
        number = f"{chosen.randrange(1000):03}"
        return "".join(
            [chosen.choice("a1 "), day, chosen.choice(signs), number, chosen.choice(CHECK), chosen.choice(" 1b")]
        )

    texts = [one() for _ in range(20_000)]
    found = rows_with_identity_code(pl.Series([*texts, None]))
    assert found.to_list() == [*(contains_identity_code(text) for text in texts), False]
    assert found.sum() > 20


def test_mask_hides_the_code_alone() -> None:
    assert mask_identity_codes("jaksot_131052-308T_v2.csv") == f"jaksot_{MASK}_v2.csv"
