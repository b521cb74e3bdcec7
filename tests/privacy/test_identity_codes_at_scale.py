"""Every identity code is found and no ordinary number is taken for one, over enough texts to say so.

Six digits, a hyphen and four signs are left out of the ordinary texts: where they begin with a day of the calendar, one
in 31 is a valid identity code, and nothing in the text itself could tell the two apart.
"""

import random
import re
from calendar import monthrange
from datetime import date

import polars as pl
import pytest

from tyokyky.privacy.identity_codes import contains_identity_code, mask_identity_codes, rows_with_identity_code

CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"
CENTURY_OF_SIGN = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
CODES_PER_SIGN = 2_000
TEMPORARY_FROM, LAST_NUMBER = 900, 999
SURROUNDINGS = (
    "{}", " {}", "{}.", "Asiakas {} kävi.", "hetu:{}", "({})", "id{}", "{}_a.csv", "a\n{}\nb", "{}/2024", "x;{};y",
    "{}, 040 123 4567", "nro {} ja 1.2.2024", "åäö{}!", "\t{}\u00a0",
)  # fmt: skip
FALSE_ALARM_TEXTS_PER_KIND = 50_000
FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2029, 12, 31)


def made_code(sign: str, chosen: random.Random) -> str:
    """By the rule of the Digital and Population Data Services Agency: day, sign, number, check character."""
    year, month = CENTURY_OF_SIGN[sign] + chosen.randrange(100), chosen.randint(1, 12)
    day = chosen.randint(1, monthrange(year, month)[1])
    lowest = TEMPORARY_FROM if chosen.random() < 0.3 else 2
    digits, number = f"{day:02}{month:02}{year % 100:02}", f"{chosen.randint(lowest, LAST_NUMBER):03}"
    return f"{digits}{sign}{number}{CHECK[int(digits + number) % 31]}"


@pytest.fixture(scope="module")
def codes() -> pl.DataFrame:
    """Codes of every sign in both cases, each inside some text."""
    chosen = random.Random(20_261_123)  # noqa: S311 - no secret
    rows = []
    for sign in CENTURY_OF_SIGN:
        for _ in range(CODES_PER_SIGN):
            code = made_code(sign, chosen)
            written = code.lower() if chosen.random() < 0.5 else code
            rows.append((sign, code, chosen.choice(SURROUNDINGS).format(written)))
    return pl.DataFrame(rows, schema=["sign", "code", "text"], orient="row")


def test_the_generated_codes_hold_every_hard_case(codes: pl.DataFrame) -> None:
    assert codes.height >= 20_000
    # 1800s: one sign; 1900s and 2000s: six each since 2023.
    assert codes["sign"].n_unique() == 13
    temporary = codes.filter(pl.col("code").str.slice(7, 3).cast(pl.Int32) >= TEMPORARY_FROM)
    assert min(temporary.group_by("sign").len()["len"].to_list()) > 400
    lower = codes.filter(pl.col("text").str.contains(r"\d{6}[-+a-z]\d{3}[0-9a-z]"), pl.col("code") != pl.col("text"))
    assert lower.height > 5_000


def test_every_one_of_the_generated_codes_is_found_and_masked(codes: pl.DataFrame) -> None:
    missed = codes.filter(~rows_with_identity_code(codes["text"]))
    assert missed.height == 0
    assert all(contains_identity_code(text) for text in codes["text"])
    masked = codes["text"].map_elements(mask_identity_codes, return_dtype=pl.String)
    assert not rows_with_identity_code(masked).any()
    assert not masked.str.contains(r"\d{6}[-+A-Ya-y]\d{3}").any()


def _ordinary_columns(count: int) -> pl.DataFrame:
    """Columns of days, times and whole numbers from which ordinary texts are written."""
    days = pl.int_range(0, (LAST_DAY - FIRST_DAY).days, eager=True).sample(count, with_replacement=True, seed=1)
    later = days + pl.int_range(0, 900, eager=True).sample(count, with_replacement=True, seed=2)
    numbers = pl.int_range(0, 10_000_000, eager=True).sample(count, with_replacement=True, seed=3)
    others = pl.int_range(0, 10_000_000, eager=True).sample(count, with_replacement=True, seed=4)
    return pl.DataFrame({"day": days, "later": later, "n": numbers, "m": others}).with_columns(
        (pl.lit(FIRST_DAY) + pl.duration(days=pl.col("day"))).alias("day"),
        (pl.lit(FIRST_DAY) + pl.duration(days=pl.col("later"))).alias("later"),
    )


def _digits(column: str, width: int, modulo: int = 10_000_000) -> pl.Expr:
    return (pl.col(column) % modulo).cast(pl.String).str.zfill(width)


def _day(column: str, form: str) -> pl.Expr:
    return pl.col(column).dt.strftime(form)


ORDINARY = {
    "day": _day("day", "%d.%m.%Y"),
    "day without zeros": _day("day", "%-d.%-m.%Y"),
    "short day": _day("day", "%d%m%y"),
    "iso day": _day("day", "%Y-%m-%d"),
    "span of short days": pl.concat_str(_day("day", "%d%m%y"), pl.lit("-"), _day("later", "%d%m%y")),
    "span of days": pl.concat_str(_day("day", "%d.%m."), pl.lit("–"), _day("later", "%d.%m.%Y")),
    "short day and time": pl.concat_str(_day("day", "%d%m%y"), pl.lit(" "), _digits("n", 2, 24), pl.lit(":00")),
    "iso time": pl.concat_str(_day("day", "%Y-%m-%dT"), _digits("n", 2, 24), pl.lit(":"), _digits("m", 2, 60)),
    "mobile phone": pl.concat_str(pl.lit("040-"), _digits("n", 7)),
    "international phone": pl.concat_str(
        pl.lit("+358 50 "), _digits("n", 3, 1000), pl.lit(" "), _digits("m", 4, 10_000)
    ),
    "phone in one": pl.concat_str(pl.lit("+35840"), _digits("n", 7)),
    "phone with an area code": pl.concat_str(
        pl.lit("014"), _digits("n", 3, 1000), pl.lit("-"), _digits("m", 4, 10_000)
    ),
    "sum": pl.concat_str(_digits("n", 1), pl.lit(","), _digits("m", 2, 100), pl.lit(" €")),
    "negative sum": pl.concat_str(pl.lit("-"), _digits("n", 1), pl.lit("."), _digits("m", 2, 100)),
    "sums subtracted": pl.concat_str(_digits("n", 6, 1_000_000), pl.lit(" - "), _digits("m", 4, 10_000)),
    "bank account": pl.concat_str(pl.lit("FI"), _digits("n", 9), _digits("m", 7)),
    "bank account in fours": pl.concat_str(
        pl.lit("FI"), _digits("n", 2, 100), pl.lit(" "), _digits("m", 4, 10_000), pl.lit(" "), _digits("n", 4, 10_000)
    ),
    "case number": pl.concat_str(pl.lit("HAL/"), _digits("n", 1), pl.lit("/02.03.01/"), _day("day", "%Y")),
    "case number of a year": pl.concat_str(_day("day", "%Y"), pl.lit("-"), _digits("n", 6, 1_000_000)),
    "case number of a day": pl.concat_str(_day("day", "%d%m%y"), pl.lit("-"), _digits("n", 7)),
    "case number with a letter": pl.concat_str(_day("day", "%d%m%y"), pl.lit("A"), _digits("n", 5, 100_000)),
}  # fmt: skip


@pytest.fixture(scope="module")
def ordinary() -> pl.DataFrame:
    columns = _ordinary_columns(FALSE_ALARM_TEXTS_PER_KIND)
    return pl.concat(columns.select(pl.lit(kind).alias("kind"), form.alias("text")) for kind, form in ORDINARY.items())


def test_a_million_ordinary_texts_raise_no_alarm(ordinary: pl.DataFrame) -> None:
    assert ordinary.height >= 1_000_000
    assert ordinary["text"].null_count() == 0
    assert min(ordinary.group_by("kind").agg(pl.col("text").n_unique())["text"].to_list()) > 500
    assert ordinary.filter(rows_with_identity_code(ordinary["text"])).group_by("kind").len().rows() == []


def test_the_alarm_rings_when_one_code_hides_among_them(ordinary: pl.DataFrame) -> None:
    hidden = pl.concat([ordinary["text"], pl.Series("text", ["Soitto 131052-308T 040-1234567"])])
    found = rows_with_identity_code(hidden)
    assert found.arg_true().to_list() == [ordinary.height]
    assert re.search(r"131052", mask_identity_codes(hidden[-1])) is None
